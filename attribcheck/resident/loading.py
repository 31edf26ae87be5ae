"""What the process loads before it listens: the engine, and the tables that a check makes once."""

from __future__ import annotations

from pathlib import Path

from attribcheck.scan.detectors.registry import DETECTORS
from attribcheck.scan.scancode import adapter
from attribcheck.spdx import expressions

# A sign and words for which detectors make their tables; in parts, since this is no notice.
_TEXT = f"# {chr(0xA9)} 2020 예시 주식회사\n# Alle Re{'chte'} vorbehalten, Beispiel GmbH\n".encode()


def load(data: Path) -> None:
    """Load the engine, and have what is made at its first use made.

    Args:
        data: The file of the mapped data.

    Raises:
        EngineError: the engine does not load.
    """
    adapter.load(data)
    for detector in DETECTORS:
        tuple(detector.detect(_TEXT, "a.py"))
    for expression in ("MIT", "MIT AND ISC", "LicenseRef-none"):
        expressions.parse(expression)
    expressions.tree("MIT")  # has the library imported, which few expressions need
