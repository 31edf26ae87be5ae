"""Dated statements in very long lines, such as those of minified code.

The engine breaks a long line into pieces of some hundred characters, and finds no statement that a
break divides. Here a statement begins with a sign or its word, has a year, and names somebody: in
``if(x) 2024;`` no name follows.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from attribcheck.core.model import Notice, NoticeKind, Span, Written

_LONG = 1000  # bytes; the engine breaks at about a hundred characters where it has to
_BEFORE, _BEHIND = 200, 400  # characters around a sign that are read
_MOST = 1000  # statements of a file
# Compiled at their first use: every command imports this module.
_SIGN = (
    r"(?i)(?<![^\W_])(?:cop[y]right(?:[\s:]{1,3}(?:\([c]\)|[©]))?|\([c]\)|[©])[\s:,]{1,3}"
    r"(?=(?:19|20)\d\d\b)"
)
_AS_BYTES = rb"(?i)cop[y]right|\([c]\)|[\xa9]"
_LICENSE = (
    r"(?i)[\s,|/.-]+(?:(?:released|distributed|available)\s|licen[cs]ed?\b"
    r"|(?:the\s)?(?:MIT|BSD|ISC|Apache|[AL]?GPL|MPL)\b(?=.{0,30}licen[cs]e))"
)


class LongLines:
    """Detects statements in lines of more than 1,000 bytes."""

    name = "long-lines"
    version = 1

    def detect(self, content: bytes, path: str) -> Iterable[Notice]:
        """See ``scan.base.Detector``."""
        if not _has_long_line(content) or b"\0" in content or not re.search(_AS_BYTES, content):
            return ()
        return self._in(content)

    def _in(self, content: bytes) -> Iterator[Notice]:
        from attribcheck.scan.lines import decoded_lines, excerpt  # lazy: long lines only

        found = 0
        for number, line in enumerate(decoded_lines(content), 1):
            if len(line) < _LONG:
                continue
            for sign in re.finditer(_SIGN, line):
                written = _statement(line, sign.start())
                if written is None:
                    continue
                found += 1
                if found > _MOST:
                    return
                yield Notice(
                    NoticeKind.COPYRIGHT,
                    written.text,
                    Span(number, number),
                    excerpt(line, sign.start()),
                    sign.start() + 1,
                    holders=written.holders,
                    detector=self.name,
                    written=written,
                )


def _has_long_line(content: bytes) -> bool:
    begin = 0
    while begin + _LONG <= len(content):
        end = content.rfind(b"\n", begin, begin + _LONG)
        if end < 0:
            return True
        begin = end + 1
    return False


def _statement(line: str, at: int) -> Written | None:
    """Return the statement that begins at an index of a line; None when it names nobody."""
    from attribcheck.scan.written import ending, names  # lazy: long lines only

    first = max(0, at - _BEFORE)
    part = line[first : at + _BEHIND]
    if licensed := re.compile(_LICENSE).search(part, at - first):
        part = part[: licensed.start() + (part[licensed.start()] == ".")]
    unit = ending.unit_at(part, at - first)
    name = names.read(unit, at - first)
    if name is None:
        return None
    holder = names.cleaned(part[slice(*name)])
    if not any(map(str.isalpha, holder)):
        return None
    return Written(part[at - first : name[1]].strip(), (holder,))
