"""Notices in the languages that the engine does not read; ``scan.scripts`` has the grammars."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from attribcheck.core.model import LicenseMatch, Notice, NoticeKind, Span, Written

STEMS = (
    *(b"urheberrecht", b"rechte vorbehalten", b"rechte liegen", b"lizenz", b"droits d", b"droit d"),
    *(b"droits r", b"sous licence", b"derechos", b"licencia", b"drets", b"llic", b"direito"),
    *(b"licenca", b"licen\xc3", b"licen\xe7", b"licen\xc8", b"licen\xfe", b"diritt", b"licenza"),
    *(
        b"auteursrecht",
        b"rechten voorbehouden",
        b"licentie",
        b"prawa ",
        b"licencj",
        b"licenciou",
        b"autorsk",
    ),
    *(b"va vyhra", b"pr\xe1va ", b"licenc\xc3", b"licenc\xed", b"szerz", b"minden jog"),
    *(b"licenc alatt", b"drepturi", b"telif hakk", b"sakl", b"lisans", b"upphovsr", b"alla r"),
    *(b"licensen", b"ophavsret", b"rettighed", b"opphavsrett", b"rettigheter", b"lisensen"),
    *(b"noikeus", b"oikeudet", b"lisenssi"),
)
"""Parts of the words of ``scan.scripts.european`` in lower case; each of these has one of them."""


class OtherScripts:
    """Detects statements and licences by the table in ``scan.scripts.words``.

    In most files of ASCII none of ``STEMS`` is found, so that no grammar is imported.
    """

    name = "other-scripts"
    version = 6

    def detect(self, content: bytes, path: str) -> Iterable[Notice]:
        """See ``scan.base.Detector``."""
        lower = content.lower()
        european = any(stem in lower for stem in STEMS)
        if not european and content.isascii() and b"\x1b$" not in content:  # ``is_plain``
            return ()
        from attribcheck.scan.scripts import reading  # lazy: other files only

        lines = reading.lines_of(content, european=european)
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
