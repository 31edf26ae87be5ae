"""Lists of components that one command adds, as data: what to fetch, and why.

Versions are pinned, so that a preset stands for the same code until a release of attribcheck
changes it; `attribcheck origins list` shows them.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from attribcheck.core.errors import UsageError
from attribcheck.core.text import printable


class Item(NamedTuple):
    """One component of a preset.

    Attributes:
        spec: What to fetch; see ``copies.acquire.registry``.
        reason: Why it is in the preset.
    """

    spec: str
    reason: str


PRESETS: Mapping[str, tuple[Item, ...]] = {
    "ai-models": (
        Item("pkg:pypi/transformers@4.46.3", "models of the series 4, before the last renamings"),
    ),
}


def specs(name: str) -> tuple[str, ...]:
    """Return the components of a preset.

    Raises:
        UsageError: there is no such preset.
    """
    if name not in PRESETS:
        raise UsageError(
            f"there is no preset {printable(name)!r}", hint=f"presets: {', '.join(PRESETS)}"
        )
    return tuple(item.spec for item in PRESETS[name])
