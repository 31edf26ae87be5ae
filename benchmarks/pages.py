"""Puts the figures of a run into a page of docs/, between two comments of the run's name."""

from __future__ import annotations

import os
import platform
import re
from pathlib import Path

DOCS = Path(__file__).resolve().parent.parent / "docs"


def replace(page: str, name: str, text: str) -> None:
    """Put ``text`` between ``<!-- name -->`` and ``<!-- /name -->`` of a page.

    Raises:
        ValueError: the page has no such place, or several.
    """
    path = DOCS / page
    block = re.compile(rf"(<!-- {name} -->\n).*?(<!-- /{name} -->)", re.DOTALL)
    replaced, count = block.subn(
        lambda found: f"{found[1]}\n{text}\n{found[2]}", path.read_text(encoding="utf-8")
    )
    if count != 1:
        raise ValueError(f"{page} has {count} blocks called {name}")
    path.write_text(replaced, encoding="utf-8")


def machine() -> str:
    """Return what a figure was measured on."""
    return f"{platform.system()}, {os.cpu_count()} CPUs, Python {platform.python_version()}"
