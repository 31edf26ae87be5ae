"""Finds inline exceptions and ignored blocks in a file.

An inline exception is a comment with our name, a colon, the word ``ignore``, rule names in square
brackets and a reason. Two tags enclose a block.

Source: REUSE specification 3.3, "Ignoring comments" (https://reuse.software/spec-3.3/).

The tags are concatenated here: written out, they would apply to this file.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from attribcheck.core.model import Marker, MarkerKind, Span

_OUR_NAME = "attrib" + "check"
_REUSE = "REUSE-" + "Ignore"
_BLOCK_START = _REUSE + "Start"
_BLOCK_END = _REUSE + "End"

# The list of rules ends at the next bracket of either kind: a line of thousands of brackets that
# are not closed would take quadratic time.
_IGNORE = re.compile(rf"(?<![\w-]){_OUR_NAME}:[ \t]*ignore\[([^\[\]]*)\](.*)")
_BLOCK_TAG = re.compile(f"{_BLOCK_START}|{_BLOCK_END}")

# The end of a comment. The code after it is not part of the reason.
_COMMENT_END = re.compile(r"\*/|--%?>|\*\)|-\}|\|#|#\}|%\}|\"\"\"|'''")


def markers(text_lines: Iterable[str]) -> tuple[Marker, ...]:
    """Return the markers of a text, by line.

    Returns:
        One IGNORE for every rule that an inline exception names (with an empty rule when it names
        none), and one REUSE_IGNORE for every block. A block without an end is UNCLOSED: if it
        reached to the last line, one tag would hide every notice of a file.
    """
    found: list[Marker] = []
    block_start: int | None = None
    for number, text in enumerate(text_lines, 1):
        if _OUR_NAME in text:
            found += _ignores(text, number)
        if _REUSE in text:
            for tag in _BLOCK_TAG.findall(text):
                if tag == _BLOCK_START:
                    block_start = number if block_start is None else block_start
                elif block_start is not None:
                    found.append(Marker(MarkerKind.REUSE_IGNORE, Span(block_start, number)))
                    block_start = None
    if block_start is not None:
        found.append(Marker(MarkerKind.UNCLOSED, Span(block_start, block_start)))
    return tuple(sorted(found, key=lambda marker: marker.span.start))


def _ignores(text: str, number: int) -> list[Marker]:
    match = _IGNORE.search(text)
    if match is None:
        return []
    rules = dict.fromkeys(name.strip() for name in match[1].split(","))
    named = [name for name in rules if name] or [""]
    reason = _COMMENT_END.split(match[2], maxsplit=1)[0].strip(" \t:-\u2013\u2014")
    span = Span(number, number + 1)
    return [Marker(MarkerKind.IGNORE, span, rule=name, reason=reason) for name in named]
