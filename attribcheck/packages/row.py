"""One package in the folder of a ``[[packages]]`` table."""

from __future__ import annotations

from typing import NamedTuple


class Row(NamedTuple):
    """One package in a folder.

    Attributes:
        folder: Its own folder, or its only file.
        paths: gitignore-style patterns of its files.
        name: Its name.
        version: Its version.
        purl: Its package URL.
        license: What its list or manifest states, or ``LICENSE_IN_FILES``.
        place: The list, or its manifest.
    """

    folder: str
    paths: tuple[str, ...]
    name: str
    version: str | None
    purl: str | None
    license: str
    place: str
