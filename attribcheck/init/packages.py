"""Tells the folders that a package manager fills."""

from __future__ import annotations

import re
from collections.abc import Iterable

_MANAGED = re.compile(r"(?:\A|/)(?:node_modules|vendor)/")


def is_managed(path: str) -> bool:
    """Whether a path is in such a folder: a package there is foreign, whoever it names."""
    return bool(_MANAGED.search(path))


def folders_above(path: str) -> Iterable[str]:
    """Yield the folders around a path, the innermost first; not the top."""
    while path := path.rpartition("/")[0]:
        yield path
