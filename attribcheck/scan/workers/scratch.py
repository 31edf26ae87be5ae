"""Writes contents for the engine to a directory, each to a unique path."""

from __future__ import annotations

import contextlib
from collections import Counter
from pathlib import Path
from unicodedata import normalize

from attribcheck.scan.names import LOCALE, base_name, in_locale, safe_name


class Scratch:
    """The contents that wait in a directory.

    The n-th file of a name is in the n-th folder, which keeps folders few: removing one takes up to
    1 ms, a tenth of a scan.

    Args:
        path: The directory, private and empty.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._seen: Counter[tuple[bool, str]] = Counter()

    def put(self, path: str, content: bytes) -> str:
        """Write ``content`` and return its location, relative to the directory.

        Locations are never reused, because the engine caches by them; relative, because words in
        the path of the temporary directory could affect the engine.

        Args:
            path: The path in the repository.
            content: The bytes.

        Raises:
            OSError: it can't be written, as on a full disk.
        """
        name = safe_name(base_name(path))
        add_locale = in_locale(path) and not in_locale(name)
        # macOS and Windows do not distinguish case, or composed and decomposed characters.
        key = add_locale, normalize("NFKC", name.casefold())
        self._seen[key] += 1
        location = Path(*[LOCALE] * add_locale, str(self._seen[key]), name)
        target = self.path / location
        target.parent.mkdir(parents=True, mode=0o700, exist_ok=True)
        with target.open("xb") as stream:
            stream.write(content)
        return str(location)

    def remove(self, location: str) -> None:
        """Remove the file that ``put`` wrote to ``location``."""
        with contextlib.suppress(OSError):  # it is removed with the directory
            (self.path / location).unlink()
