"""Renders the bill of materials as CycloneDX 1.6, for tools that do not read 1.7 yet."""

from __future__ import annotations

from cyclonedx.schema import SchemaVersion

from attribcheck.documents import cyclonedx
from attribcheck.documents.inventory import Inventory


def render(inventory: Inventory) -> str:
    """Return the document."""
    return cyclonedx.render(inventory, SchemaVersion.V1_6)
