"""A document by the user's own template. docs/templates.md has what it can name."""

from __future__ import annotations

from typing import NamedTuple

from attribcheck.core.errors import UsageError
from attribcheck.core.text import printable
from attribcheck.documents import third_party
from attribcheck.documents.inventory import Inventory
from attribcheck.system import templating

_SUFFIX = ".j2"


class Template(NamedTuple):
    """A template of the user's.

    Attributes:
        path: How the user named it.
        name: Its file name.
        source: What stands in it.
    """

    path: str
    name: str
    source: str

    @property
    def file_name(self) -> str:
        """What its document is called: as it is, without the suffix ``.j2``.

        Raises:
            UsageError: it has another suffix, or no name before it.
        """
        name = self.name.removesuffix(_SUFFIX)
        if name in ("", self.name):
            raise UsageError(
                f"{printable(self.path)} is no name of a template",
                hint=f"name it as its document and {_SUFFIX}: CREDITS.txt{_SUFFIX} writes"
                " CREDITS.txt",
            )
        return name

    def render(self, inventory: Inventory, existing: str | None = None) -> str:
        """Return the whole document.

        Args:
            inventory: What it can name.
            existing: The document that stands there, which does not matter here.

        Raises:
            UsageError: the template has an error, asks for what no template may, or takes too much
                time or memory.
        """
        return templating.render_confined(self.source, self.path, third_party.context(inventory))
