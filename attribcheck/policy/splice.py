"""Where in the text of a policy something can be added without touching what is there."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import count

from attribcheck.policy.fields import COMPONENT
from attribcheck.policy.toml_positions import KeyPath, Place
from attribcheck.policy.toml_writer import INDENT, WIDTH, render_pair, render_string

Insertion = tuple[int, str]
"""An offset in the text, and what to put there."""

_COMMENT = re.compile(r"#[^\n]*")
_KEY_ORDER = [key.name for key in COMPONENT.keys]


def line_end(text: str) -> str:
    """Return the line end of the first line of ``text``, which an addition keeps to."""
    return "\r\n" if text[: text.find("\n")].endswith("\r") else "\n"


def inserted(text: str, insertions: Sequence[Insertion]) -> str:
    """Return ``text`` with all of ``insertions`` made; those at one offset keep their order."""
    parts, start = [], 0
    for offset, addition in sorted(insertions, key=lambda insertion: insertion[0]):
        parts += [text[start:offset], addition]
        start = offset
    return "".join([*parts, text[start:]])


class Spot:
    """One component in the text: where its keys can be added and its arrays widened.

    Args:
        text: A valid policy, without a byte-order mark.
        places: ``positions(text)``.
        path: Where the component stands: ``("component", index)``.
    """

    def __init__(self, text: str, places: Mapping[KeyPath, Place], path: KeyPath) -> None:
        self.text = text
        self.places = places
        self.path = path
        self.line_end = line_end(text)
        self.inline = text[places[path].start] == "{"

    def widen(self, key: str, items: tuple[str, ...]) -> list[Insertion]:
        """Return what adds ``items`` to the array at ``key``, which need not be there yet."""
        path = (*self.path, key)
        if path not in self.places:
            return [self.add(key, items)]
        rendered = [render_string(item) for item in items]
        close = self.places[path].end - 1
        size = next(n for n in count() if (*path, n) not in self.places)
        if not size:
            return [(close, ", ".join(rendered))]
        last = self.places[(*path, size - 1)]
        between = _COMMENT.sub(lambda match: " " * len(match.group()), self.text[last.end : close])
        comma = last.end + between.index(",") + 1 if "," in between else None
        bracket_line = self._line_start(close)
        if bracket_line > last.end and not self.text[bracket_line:close].strip():
            return self._own_lines(rendered, last, bracket_line, comma is not None)
        width = close - bracket_line + sum(len(item) + 2 for item in rendered)
        gap = " " if width < WIDTH else self.line_end + INDENT
        joined = f",{gap}".join(rendered)
        return [(last.end, f",{gap}{joined}")] if comma is None else [(comma, gap + joined)]

    def _own_lines(
        self, items: list[str], last: Place, bracket_line: int, comma: bool
    ) -> list[Insertion]:
        """Return what adds items in the style of an array whose bracket has its own line."""
        before = self.text[self._line_start(last.start) : last.start]
        indent = before if not before.strip() else INDENT
        lines = f",{self.line_end}".join(indent + item for item in items)
        added = (bracket_line, lines + ("," if comma else "") + self.line_end)
        return [added] if comma else [(last.end, ","), added]

    def add(self, key: str, value: object) -> Insertion:
        """Return what adds a key behind the one that comes before it in the usual order."""
        earlier = _KEY_ORDER[: _KEY_ORDER.index(key)]
        before = next(name for name in reversed(earlier) if (*self.path, name) in self.places)
        place = self.places[(*self.path, before)]
        pair = render_pair(key, value)
        if self.inline:
            return (place.end, ", " + pair.replace("\n", self.line_end))
        start = self._line_start(place.start)
        indent = self.text[start : place.start]
        lines = "".join(f"{self.line_end}{indent}{line}" for line in pair.split("\n"))
        stop = self.text.find("\n", place.end)
        stop = len(self.text) if stop < 0 else stop
        return (stop - (self.text[:stop].endswith("\r")), lines)

    def _line_start(self, offset: int) -> int:
        return self.text.rfind("\n", 0, offset) + 1
