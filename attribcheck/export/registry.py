"""Lists the formats."""

from __future__ import annotations

import importlib
from typing import cast

from attribcheck.export.base import Format

FORMATS = ("reuse", "about", "dep5")
"""The names of their modules, which are imported on use."""


def format_named(name: str) -> Format:
    """Return the module of the format ``name``, one of FORMATS."""
    return cast("Format", importlib.import_module(f"attribcheck.export.{name}"))
