"""The files in ``tests/golden/`` and how an output is compared with them."""

from __future__ import annotations

import difflib
from pathlib import Path

FOLDER = Path(__file__).parents[1] / "golden"
OPTION = "--update-golden"


def names() -> list[str]:
    """Return the names of the golden files: their paths in the folder, in order."""
    return sorted(
        file.relative_to(FOLDER).as_posix() for file in FOLDER.rglob("*") if file.is_file()
    )


def write(name: str, text: str) -> None:
    """Write the golden file called ``name``."""
    file = FOLDER / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(text.encode())


def difference(name: str, text: str) -> str:
    """Return how ``text`` differs from the golden file called ``name``; empty when it does not."""
    kept = (FOLDER / name).read_bytes().decode()
    if text == kept:
        return ""
    before, after = (part.splitlines(keepends=True) for part in (kept, text))
    shown = map(repr, difflib.unified_diff(before, after, "kept", "now", n=1))
    return "\n".join([f"tests/golden/{name} is not what comes out now:", *shown])
