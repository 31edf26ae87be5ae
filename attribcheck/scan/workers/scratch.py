"""Places contents for the engine in a directory, each under a path of its own."""

from __future__ import annotations

import contextlib
from collections import Counter
from pathlib import Path
from unicodedata import normalize

from attribcheck.scan.names import LOCALE, base_name, in_locale, safe_name


class Scratch:
    """The contents that wait in a directory.

    The n-th file of a name stands in the n-th folder, so that there are few folders: to remove one
    takes up to a millisecond, as long as a tenth of a scan.

    Args:
        path: The directory, private and empty.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._seen: Counter[tuple[bool, str]] = Counter()

    def put(self, path: str, content: bytes) -> str:
        """Write ``content`` and return its location relative to this directory.

        The location is used once and never again, since the engine caches by it, and relative,
        so that no word of the temporary directory's own path reaches the engine.

        Raises:
            OSError: It could not be written (a full disk, say).
        """
        name = safe_name(base_name(path))
        apart = in_locale(path) and not in_locale(name)
        # macOS and Windows take names for one that differ in case, or in how they are composed.
        key = apart, normalize("NFKC", name.casefold())
        self._seen[key] += 1
        location = Path(*[LOCALE] * apart, str(self._seen[key]), name)
        where = self.path / location
        where.parent.mkdir(parents=True, mode=0o700, exist_ok=True)
        with where.open("xb") as stream:
            stream.write(content)
        return str(location)

    def remove(self, location: str) -> None:
        """Remove what ``put`` wrote at ``location``."""
        with contextlib.suppress(OSError):  # it goes with the directory
            (self.path / location).unlink()
