"""The list of all documents of a release. NOTICE, which needs no scan, is handled separately."""

from __future__ import annotations

import importlib
import json
from datetime import datetime, timezone
from typing import NamedTuple

from attribcheck.documents import html, notice, third_party
from attribcheck.documents.inventory import Inventory, timestamp


class Document(NamedTuple):
    """A document that is rendered from an inventory.

    Attributes:
        format: Its name on the command line.
        file_name: The name of its file.
        module: The module of this package that renders it, imported only then: some use slow
            libraries.
        created_at: The keys that lead to the creation time in a JSON document; empty for documents
            without it.
    """

    format: str
    file_name: str
    module: str
    created_at: tuple[str, ...] = ()

    def render(self, inventory: Inventory, existing: str | None = None) -> str:
        """Return the document.

        Args:
            inventory: Its content.
            existing: The present document. When nothing else differs its creation time is kept:
                else no document in a repository could be current, since the commit that adds it
                has a later time.

        Raises:
            AttribcheckError: its template has an error.
        """
        module = importlib.import_module(f"attribcheck.documents.{self.module}")
        if existing is not None and (moment := self._created(existing)):
            text: str = module.render(inventory._replace(created=timestamp(moment)))
            if text == existing:
                return text
        rendered: str = module.render(inventory)
        return rendered

    def _created(self, text: str) -> datetime | None:
        """Return the creation time in a document of this format, or None."""
        if not self.created_at:
            return None
        try:
            value = json.loads(text)
            for key in self.created_at:
                value = value[key]
            # Before Python 3.11 fromisoformat knows no Z.
            return datetime.fromisoformat(value.replace("Z", "+00:00")).astimezone(timezone.utc)
        except (ValueError, LookupError, TypeError, AttributeError, OverflowError, RecursionError):
            return None


NOTICE = "notice"
FROM_INVENTORY: tuple[Document, ...] = (
    Document("third-party", third_party.FILE_NAME, "third_party"),
    Document("html", html.FILE_NAME, "html"),
    Document("spdx-json", "sbom.spdx.json", "spdx", ("creationInfo", "created")),
    Document("cyclonedx-json", "sbom.cdx.json", "cyclonedx", ("metadata", "timestamp")),
    Document("cyclonedx-1.6-json", "sbom-1.6.cdx.json", "cyclonedx_1_6", ("metadata", "timestamp")),
)
BY_FORMAT: dict[str, Document] = {document.format: document for document in FROM_INVENTORY}
FORMATS: tuple[str, ...] = (NOTICE, *BY_FORMAT)


def file_name(format_: str) -> str:
    """Return the file name of the document of a format; raise KeyError for an unknown format."""
    return notice.FILE_NAME if format_ == NOTICE else BY_FORMAT[format_].file_name
