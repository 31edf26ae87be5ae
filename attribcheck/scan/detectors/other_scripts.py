"""Notices in the languages that the engine does not read; ``scan.scripts`` has the grammars."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from attribcheck.core.model import LicenseMatch, Notice, NoticeKind, Span, Written


class OtherScripts:
    """Detects statements and licences by the table in ``scan.scripts.words``.

    A file of ASCII holds none, which is one look at its bytes.
    """

    name = "other-scripts"
    version = 3

    def detect(self, content: bytes, path: str) -> Iterable[Notice]:
        """See ``scan.base.Detector``."""
        if content.isascii():
            return ()
        from attribcheck.scan.scripts import reading  # lazy: other files only

        lines = reading.lines_of(content)
        return self._in(lines) if lines else ()

    def _in(self, lines: list[tuple[int, str]]) -> Iterator[Notice]:
        # lazy: files with a word of the table only
        from attribcheck.scan.lines import excerpt
        from attribcheck.scan.scripts.licenses import licenses
        from attribcheck.scan.scripts.statements import statements

        for number, line in lines:
            span = Span(number, number)
            for found in statements(line):
                yield Notice(
                    NoticeKind.COPYRIGHT,
                    found.text,
                    span,
                    excerpt(line, found.start),
                    found.start + 1,
                    holders=found.holders,
                    detector=self.name,
                    written=Written(found.text, found.holders),
                )
            for named in licenses(line):
                match = LicenseMatch(
                    named.expression, span, f"{self.name}: {named.word}", self.name, 100.0, 4, 100.0
                )
                yield Notice(
                    NoticeKind.LICENSE,
                    named.expression,
                    span,
                    excerpt(line, named.start),
                    named.start + 1,
                    matches=(match,),
                    detector=self.name,
                )
