"""Renders THIRD-PARTY-NOTICES: every component, and each licence and notice text once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attribcheck.system import templating

if TYPE_CHECKING:
    from attribcheck.documents.inventory import Inventory

FILE_NAME = "THIRD-PARTY-NOTICES"
SIGNATURE = "Written by `attribcheck notice --format third-party`, which overwrites this file."


def render(inventory: Inventory) -> str:
    """Return the document.

    Raises:
        AttribcheckError: the template has an error.
    """
    return templating.render(f"{FILE_NAME}.j2", context(inventory))


def context(inventory: Inventory) -> dict[str, object]:
    """Return the variables of a template: the attributes of ``Inventory``."""
    return inventory._asdict()


def is_generated(text: str) -> bool:
    """Whether ``attribcheck notice`` wrote a document, without an environment."""
    return text.partition("\n")[2].startswith(f"{SIGNATURE}\n")
