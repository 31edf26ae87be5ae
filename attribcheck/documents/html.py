"""Renders THIRD-PARTY-NOTICES as one self-contained HTML page that fetches nothing."""

from __future__ import annotations

from attribcheck.documents import third_party
from attribcheck.documents.inventory import Inventory
from attribcheck.system import templating

FILE_NAME = f"{third_party.FILE_NAME}.html"


def render(inventory: Inventory) -> str:
    """Return the page.

    Raises:
        AttribcheckError: the template has an error.
    """
    return templating.render(f"{FILE_NAME}.j2", third_party.context(inventory))
