"""The lines behind a match: of the checked file, and of the origin where it is at hand.

An index holds no code. The origin's lines are shown only when the index was made of a folder of
this machine in which the file still is; they are the lines that are there now.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from attribcheck.copies.acquire.base import FILE_LIMIT
from attribcheck.copies.model import Component, Match
from attribcheck.core.contents import Contents
from attribcheck.core.model import Span
from attribcheck.provenance.model import FileProvenance, IndexedComponent

MOST_LINES = 80
"""Of one passage."""

_LONGEST_LINE = 400  # characters


class Passage(NamedTuple):
    """Some lines of a file.

    Attributes:
        lines: Pairs of a line's number and its text.
        omitted: The number of lines that are left out at the end.
    """

    lines: tuple[tuple[int, str], ...] = ()
    omitted: int = 0


class Here:
    """Reads lines of the checked files.

    Args:
        contents: The files.
        files: Those of which lines are read, each once.
    """

    def __init__(self, contents: Contents, files: Iterable[FileProvenance]) -> None:
        listing = contents.listing()
        blobs = [listing[file.path] for file in files if file.path in listing]
        self._lines: Mapping[str, Sequence[str]] = {
            blob.path: _split(content)
            for blob, content in contents.read(blobs)
            if content is not None
        }

    def passage(self, path: str, span: Span) -> Passage:
        """Return some lines of a file."""
        return _passage(self._lines.get(path, ()), span)


class There:
    """Reads lines of origins that are folders of this machine.

    Args:
        indexed: What was searched.
    """

    def __init__(self, indexed: Iterable[IndexedComponent]) -> None:
        self._places = {one.component: one.place for one in indexed if one.place}
        self._known: dict[Path, Sequence[str]] = {}

    def passage(self, match: Match, span: Span) -> Passage | None:
        """Return some lines of an origin file; None when it is not at hand."""
        component: Component = match.file.component._replace(declared=False)
        place = self._places.get(component)
        if place is None:
            return None
        file = place / match.file.path
        if file not in self._known:
            self._known[file] = _read(place, file)
        found = _passage(self._known[file], span)
        return found if found.lines else None


def _read(place: Path, file: Path) -> Sequence[str]:
    """Return the lines of a file in a folder; an index from anybody may name one outside of it."""
    try:
        inside = file.resolve().is_relative_to(place.resolve())
        if not inside or not file.is_file() or file.stat().st_size > FILE_LIMIT:
            return ()
        return _split(file.read_bytes())
    except (OSError, RuntimeError, ValueError):
        return ()


def _split(content: bytes) -> Sequence[str]:
    return content.decode("utf-8", "backslashreplace").split("\n")


def _passage(lines: Sequence[str], span: Span) -> Passage:
    chosen = lines[max(0, span.start - 1) : span.end]
    shown = tuple(
        (span.start + number, line.rstrip("\r")[:_LONGEST_LINE])
        for number, line in enumerate(chosen[:MOST_LINES])
    )
    return Passage(shown, max(0, len(chosen) - MOST_LINES))
