"""Remembers with what the last commit was compared, so that the next one need not list it.

Which contents a search leaves out, and which components it was about, follow from the contents of
all declared files. Their names (``search.DeclaredFiles``) tell that these are the same.
"""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from attribcheck import __version__
from attribcheck.copies import kept_file

_FILE = "selection"


class Selection(NamedTuple):
    """What declared files were compared with.

    Attributes:
        segments: The names of the segments of the store.
        dead: The contents in them that no declared file has.
        components: The names of the components, in order.
    """

    segments: tuple[str, ...]
    dead: frozenset[tuple[str, str]]
    components: tuple[str, ...]


def load(folder: Path, name: str) -> Selection | None:
    """Return what was kept for declared files with this name; None when nothing was.

    Args:
        folder: The folder of the repository in the cache.
        name: See ``search.DeclaredFiles``.
    """
    match kept_file.read(folder / _FILE):
        case [str(version), str(kept), segments, dead, components]:
            if (version, kept) == (__version__, name):
                pairs = frozenset((one, other) for one, other in dead)
                return Selection(tuple(segments), pairs, tuple(components))
    return None


def keep(folder: Path, name: str, chosen: Selection) -> None:
    """Keep what files with this name were compared with, if the cache can be written."""
    segments, dead, components = chosen
    kept_file.write(folder / _FILE, [__version__, name, segments, sorted(dead), components])
