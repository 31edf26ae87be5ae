"""Keeps the paths and object ids of the files in containers between runs, by content.

To unpack an archive or to load what reads a font takes longer than the rest of a check in which
nothing changed. Their contents are not kept: those are read only where a scan is missing.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping

from attribcheck.core.contents import Store


class KeptMembers:
    """The files of containers.

    Args:
        store: Keeps them; it is used by no other reader, version or format.
        is_kept: Whether the files of a container at a path are kept. What is only listed, as the
            policy says, has none.
    """

    def __init__(self, store: Store, is_kept: Callable[[str], bool]) -> None:
        self._store = store
        self._is_kept = is_kept

    def get(self, content: bytes, path: str) -> Mapping[str, str] | None:
        """Return the object id of each file in a container by its path there, or None."""
        if not self._is_kept(path):
            return None
        kept = self._store.get(_key(content, path))
        return None if kept is None else dict(json.loads(kept))

    def put(self, content: bytes, path: str, ids: Mapping[str, str]) -> None:
        """Keep the files of a container that was read completely.

        What could not be read must not be kept: it may have failed for a lack of memory.
        """
        if self._is_kept(path):
            self._store.put(_key(content, path), json.dumps([*ids.items()]).encode("ascii"))


def _key(content: bytes, path: str) -> str:
    """Return a digest of all that the files in a container depend on.

    The content itself, not its object id: the id of a Git LFS pointer is that of the pointer.
    """
    digest = hashlib.sha256(path.encode("utf-8", "surrogateescape") + b"\0")
    digest.update(content)
    return digest.hexdigest()
