"""The one list of the documents that a release carries. NOTICE, which needs no scan, is apart."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from attribcheck.attribution import notice, thirdparty
from attribcheck.attribution.inventory import Inventory


@dataclass(frozen=True, slots=True)
class Document:
    """A document that is made from an inventory.

    Attributes:
        format: Its name on the command line.
        file_name: What it is called where it stands.
        render: Returns its whole text.
    """

    format: str
    file_name: str
    render: Callable[[Inventory], str]


NOTICE = "notice"
FROM_INVENTORY: tuple[Document, ...] = (
    Document("third-party", thirdparty.FILE_NAME, thirdparty.render),
)
BY_FORMAT: dict[str, Document] = {document.format: document for document in FROM_INVENTORY}
FORMATS: tuple[str, ...] = (NOTICE, *BY_FORMAT)


def file_name(format_: str) -> str:
    """Return what the document of a format is called; raise KeyError for any other word."""
    return notice.FILE_NAME if format_ == NOTICE else BY_FORMAT[format_].file_name
