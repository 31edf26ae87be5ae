"""Remembers what contents correspond to, for the next check of a tree.

Nearly all files of a repository correspond to nothing. All are in one file, with the identity of
all that they were compared with: when that changes, all are compared anew. A commit is compared
with other contents than the tree, so that a few such files are kept. One that is missing or damaged
costs time, and nothing else.
"""

from __future__ import annotations

import contextlib
import enum
import hashlib
import json
import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from attribcheck import __version__
from attribcheck.copies import kept_file
from attribcheck.copies.container import VERSION
from attribcheck.copies.model import (
    Channel,
    Component,
    FileCopies,
    Match,
    OriginFile,
    Region,
    Strength,
)
from attribcheck.core.model import Span

_NAME = "compared-"
_MOST = 4  # files of one repository


class Remembered:
    """What contents correspond to among some origins.

    Args:
        folder: The folder of the repository in the cache.
        identity: See ``identity``.

    Attributes:
        unmatched: The contents that correspond to nothing.
    """

    def __init__(self, folder: Path, identity: str) -> None:
        self._path = folder / f"{_NAME}{identity}"
        self._identity = identity
        self._matched: dict[str, Any] = {}
        self.unmatched: set[str] = set()
        if (kept := kept_file.read(self._path)) and kept[0] == identity:
            _, unmatched, self._matched = kept
            self.unmatched = set(unmatched)
            with contextlib.suppress(OSError):
                os.utime(self._path)  # the least used is removed

    def matched(self, key: str, path: str) -> FileCopies | None:
        """Return what the content ``key`` corresponds to, for a file at ``path``.

        Returns:
            None when it is not known that it corresponds to something.
        """
        kept = self._matched.get(key)
        return None if kept is None else _copies(path, kept)

    def add(self, unmatched: Iterable[str], matched: Mapping[str, FileCopies]) -> None:
        """Remember contents without and with a correspondence, if the cache can be written."""
        more = {*unmatched} - self.unmatched
        if not more and not matched:
            return
        self.unmatched |= more
        # Without the path: the same content may be at another one.
        values = {key: copies[1:] for key, copies in matched.items()}
        self._matched |= json.loads(json.dumps(values, default=_value))
        if kept_file.write(self._path, [self._identity, sorted(self.unmatched), self._matched]):
            self._remove_oldest()

    def _remove_oldest(self) -> None:
        with contextlib.suppress(OSError):
            kept = self._path.parent.glob(f"{_NAME}*")
            for path in sorted(kept, key=lambda one: one.stat().st_mtime_ns)[:-_MOST]:
                path.unlink(missing_ok=True)


def _value(value: enum.Enum) -> str:
    return str(value.value)


def _copies(path: str, kept: Any) -> FileCopies:
    tokens, matches, candidates, declared_share, common, unexplained = kept
    return FileCopies(
        path,
        tokens,
        tuple(map(_match, matches)),
        tuple(map(_match, candidates)),
        declared_share,
        common,
        tuple(Span(*span) for span in unexplained),
    )


def _match(kept: Any) -> Match:
    (component, path, license_, holders, family, statements), regions, strength, *rest = kept
    component[4] = tuple(component[4])
    share, literals = rest
    file = OriginFile(
        Component(*component), path, license_, tuple(holders), family, tuple(statements)
    )
    found = (
        Region(Span(*here), Span(*there), Channel(channel), *measures)
        for here, there, channel, *measures in regions
    )
    return Match(file, tuple(found), Strength(strength), share, tuple(literals))


def identity(keys: Iterable[str], names: Iterable[str], indexes: Iterable[Path]) -> str:
    """Return a name for all that contents are compared with.

    Args:
        keys: The contents of declared components.
        names: The names of declared components.
        indexes: The origin indexes.

    Raises:
        OSError: an index can't be inspected.
    """
    lines = [__version__, str(VERSION), *sorted(keys), "", *sorted(names), ""]
    for path in indexes:
        status = path.stat()
        lines.append(f"{path} {status.st_size} {status.st_mtime_ns}")
    return hashlib.blake2b(
        "\n".join(lines).encode("utf-8", "surrogateescape"), digest_size=16
    ).hexdigest()
