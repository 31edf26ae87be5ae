"""Remembers with what the last commit was compared, so that the next one need not list it.

Which contents a search leaves out, and which components it was about, follow from the contents of
all declared files. Their names (``search.DeclaredFiles``) tell that these are the same. A file that
is missing or damaged costs time, and nothing else.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from attribcheck import __version__
from attribcheck.core.errors import AttribcheckError
from attribcheck.system.files import write_atomic
from attribcheck.system.private_dirs import UntrustedError, make_private_directory, require_private

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
    path = folder / _FILE
    with contextlib.suppress(OSError, UntrustedError, ValueError):
        require_private(folder, path)
        digest, text = path.read_text("utf-8").split("\n")
        if digest == _digest(text):
            version, kept, segments, dead, components = json.loads(text)
            if (version, kept) == (__version__, name):
                pairs = frozenset((one, other) for one, other in dead)
                return Selection(tuple(segments), pairs, tuple(components))
    return None


def keep(folder: Path, name: str, chosen: Selection) -> None:
    """Keep what files with this name were compared with, if the cache can be written."""
    dead: Iterable[tuple[str, str]] = sorted(chosen.dead)
    parts = [__version__, name, chosen.segments, list(dead), chosen.components]
    text = json.dumps(parts)
    with contextlib.suppress(OSError, AttribcheckError):
        make_private_directory(folder)
        write_atomic(folder / _FILE, f"{_digest(text)}\n{text}")


def _digest(text: str) -> str:
    return hashlib.blake2b(text.encode("utf-8"), digest_size=16).hexdigest()
