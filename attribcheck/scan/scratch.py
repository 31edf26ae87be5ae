"""The private directory in which contents wait for the engine, each under a path of its own."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from attribcheck.scan.names import LOCALE, base_name, in_locale, safe_name


class Scratch:
    """A private temporary directory, removed by ``close``.

    Attributes:
        path: Where it stands.
    """

    def __init__(self) -> None:
        self.path = Path(tempfile.mkdtemp(prefix="attribcheck-scan-"))
        self._count = 0

    def put(self, path: str, content: bytes) -> str:
        """Write ``content`` and return its location relative to this directory.

        The location is used once and never again, since the engine caches by it, and relative,
        so that no word of the temporary directory's own path reaches the engine.

        Raises:
            OSError: It could not be written (a full disk, say).
        """
        self._count += 1
        name = safe_name(base_name(path))
        parts = [str(self._count), name]
        if in_locale(path) and not in_locale(name):
            parts.insert(1, LOCALE)
        location = self.path.joinpath(*parts)
        location.parent.mkdir(parents=True, mode=0o700)
        location.write_bytes(content)
        return str(location.relative_to(self.path))

    def remove(self, location: str) -> None:
        """Remove what ``put`` wrote at ``location``."""
        shutil.rmtree(self.path / Path(location).parts[0], ignore_errors=True)

    def close(self) -> None:
        """Remove the directory and all in it."""
        shutil.rmtree(self.path, ignore_errors=True)
