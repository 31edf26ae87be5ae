"""Holders in the elements of DocBook, which the engine reads as markup.

Source: https://tdg.docbook.org/tdg/5.2/copyright.html: an element ``copyright`` has elements
``year``, and any number of elements ``holder``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from attribcheck.core.model import Notice, NoticeKind, Span, Written

_HOLDER = b"</holder"
_MOST = 1000  # elements of a file
# Compiled at their first use: every command imports this module. A tag can end in the next line.
_ELEMENT = (
    r"<copy[r]ight\b[^<>]*>(?:(?!</?copy[r]ight\b)[^\0]){1,4000}?</copy[r]ight\s*>"  # characters
)
_NAME = r"<holder\b[^<>]*>([^<>]{1,200})</holder\s*>"


class DocBook:
    """Detects copyright elements with their holders."""

    name = "docbook"
    version = 1

    def detect(self, content: bytes, path: str) -> Iterable[Notice]:
        """See ``scan.base.Detector``."""
        return self._in(content) if _HOLDER in content else ()

    def _in(self, content: bytes) -> Iterator[Notice]:
        from attribcheck.scan.lines import decoded_lines, excerpt  # lazy: DocBook only

        lines = decoded_lines(content)
        text = "\n".join(lines)
        number, at = 1, 0
        for count, element in enumerate(re.finditer(_ELEMENT, text)):
            if count == _MOST:
                return
            number, at = number + text.count("\n", at, element.start()), element.start()
            names = (" ".join(name.split()) for name in re.findall(_NAME, element.group()))
            holders = tuple(dict.fromkeys(filter(None, names)))
            if not holders:
                continue
            span = Span(number, number + element.group().count("\n"))
            statement = " ".join(element.group().split())
            column = element.start() - text.rfind("\n", 0, element.start())
            yield Notice(
                NoticeKind.COPYRIGHT,
                statement,
                span,
                excerpt(lines[number - 1], column - 1),
                column,
                holders=holders,
                detector=self.name,
                written=Written(statement, holders),
            )
