"""Tells the folders that a package manager fills."""

from __future__ import annotations

import re

_MANAGED = re.compile(r"(?:\A|/)(?:node_modules|vendor)/")


def is_managed(path: str) -> bool:
    """Whether a path is in such a folder: a package there is foreign, whoever it names."""
    return bool(_MANAGED.search(path))
