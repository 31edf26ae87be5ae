"""Renders a document from a template of the user's; docs/templates.md lists its variables."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from attribcheck.core.errors import UsageError
from attribcheck.core.model import BASELINE_NAME, LOCK_NAME, POLICY_NAME
from attribcheck.core.text import printable
from attribcheck.documents import third_party
from attribcheck.documents.inventory import Inventory
from attribcheck.system import templating

_SUFFIX = ".j2"
_DOCUMENT_TYPES = frozenset(
    ("", ".txt", ".md", ".rst", ".adoc", ".org", ".html", ".htm", ".json", ".xml", ".csv", ".tsv")
)


class Template(NamedTuple):
    """A template of the user's.

    Attributes:
        path: Its path as the user wrote it.
        name: Its file name.
        source: Its text.
    """

    path: str
    name: str
    source: str

    @property
    def file_name(self) -> str:
        """The file name of its document: its own name without the suffix ``.j2``.

        Raises:
            UsageError: it has another suffix, or no name before the suffix.
        """
        name = self.name.removesuffix(_SUFFIX)
        if name in ("", self.name):
            raise UsageError(
                f"{printable(self.path)}: the file name of a template has to end with {_SUFFIX}",
                hint=f"name it after its document: CREDITS.txt{_SUFFIX} writes CREDITS.txt",
            )
        return name

    def render(self, inventory: Inventory, existing: str | None = None) -> str:
        """Return the document.

        Args:
            inventory: The source of its variables.
            existing: Ignored; the present document, as for ``Document.render``.

        Raises:
            UsageError: the template has an error, uses something forbidden, or takes too much time
                or memory.
        """
        return templating.render_confined(self.source, self.path, third_party.context(inventory))


def require_free(target: Path) -> None:
    """Refuse a document that would overwrite a file which is not a document of the user's own.

    Args:
        target: Where the document is written.

    Raises:
        UsageError: attribcheck writes that file itself, or it is there and no document by its type.
    """
    from attribcheck.documents import registry  # lazy: it refers to this module

    kept = (POLICY_NAME, LOCK_NAME, BASELINE_NAME, *map(registry.file_name, registry.FORMATS))
    if target.name.casefold() in {one.casefold() for one in kept}:
        reason = "which attribcheck writes itself"
    elif target.exists() and target.suffix.casefold() not in _DOCUMENT_TYPES:
        reason = "which is there and no document"
    else:
        return
    name = printable(target.name)
    raise UsageError(
        f"a template named {name}.j2 would overwrite {name}, {reason}",
        hint="give the template another name: NAME.j2 writes NAME",
    )
