"""Functions that both formats of a bill of materials share."""

from __future__ import annotations

import json
import re
import uuid
from collections.abc import Iterable, Iterator

from packageurl import PackageURL

from attribcheck import __version__
from attribcheck.core.text import printable
from attribcheck.documents.inventory import File, Inventory, InventoryComponent, LicenseText
from attribcheck.spdx import expressions

# Makes checks ignore the rest of the document: it quotes the notices of other files. Split in two,
# since the marker would count in this file too.
QUOTES = "What follows quotes the notices of others: REUSE-Ignore" + "Start"
QUOTES_END = "The quotes end: REUSE-Ignore" + "End"
NO_TEXT = "Its text is not in this repository, and attribcheck knows none."

# RFC 3986, restricted to URLs that can be fetched: such a scheme, a host, no white space.
_URL = re.compile(
    r"(?:(?:git|hg|svn|bzr)\+)?(?:https?|ftps?|sftp|ssh|git|svn)://"
    r"[A-Za-z0-9._~%!$&'()*+,;=:@\[\]-]+(?:[/?#](?:[A-Za-z0-9._~!$&'()*+,;=:@/?#-]|%[0-9A-Fa-f]{2})*)?"
)
_SURROGATES = re.compile("[\ud800-\udfff]")
_OTHER_DOCUMENT = re.compile(r"DocumentRef-([A-Za-z0-9.-]+):LicenseRef-")


def identity(inventory: Inventory, format_: str) -> uuid.UUID:
    """Return the id of a document: a name-based UUID (RFC 9562, version 5) of its content.

    Args:
        inventory: The content of the document.
        format_: Its format: two documents of one inventory have two ids.
    """
    content = json.dumps(inventory)
    return uuid.uuid5(uuid.NAMESPACE_URL, f"attribcheck {__version__} {format_}\n{content}")


def line(text: str | None) -> str | None:
    """Return ``text`` for a field of one line; None when it is blank."""
    return printable(text).strip() or None if text else None


def passage(text: str) -> str:
    """Return ``text`` for a field of many lines: verbatim, with lone surrogates escaped."""
    return _SURROGATES.sub(lambda match: printable(match.group()), text)


def url(text: str | None) -> str | None:
    """Return ``text`` when it is a URL that can be fetched, else None."""
    return text if text and _URL.fullmatch(text) else None


def purl(text: str | None) -> PackageURL | None:
    """Return a package URL; None when it is invalid in spite of the policy's simpler check."""
    try:
        return PackageURL.from_string(text) if text else None
    except ValueError:
        return None


def copyright_text(statements: Iterable[str]) -> str:
    """Return copyright statements as one text, one a line."""
    return "\n".join(passage(" ".join(text.split("\n"))) for text in statements)


def references(inventory: Inventory) -> Iterator[LicenseText]:
    """Yield every ``LicenseRef-`` that the inventory names, in the order of their ids.

    The text of an SPDX id is in the SPDX licence list; a document has to hold any other text.
    """
    all_ = (*inventory.licenses, *inventory.further_licenses)
    for license_ in sorted(all_, key=lambda one: one.id):
        if expression(license_.id).startswith("LicenseRef-"):
            yield license_


def expression(text: str) -> str:
    """Return an expression with canonical ids, without references to other documents."""
    return expressions.normalize(_OTHER_DOCUMENT.sub(r"LicenseRef-\1-", text))


def simple_ids(text: str) -> tuple[str, ...]:
    """Return the licences of an expression, each once, in order, without exceptions."""
    keys = expressions.keys(expression(text))
    return tuple(dict.fromkeys(key.partition(" WITH ")[0] for key in keys))


def remarks(item: InventoryComponent) -> dict[str, str]:
    """Return the facts about a component for which neither format has a field, by name."""
    found = {
        "modified": None if item.modified is None else "yes" if item.modified else "no",
        "models": ", ".join(item.models),
        "paths": ", ".join(item.patterns),
        "not-scanned": ", ".join(item.unscanned),
    }
    return {name: text for name, value in found.items() if (text := line(value))}


def other_statements(item: InventoryComponent, file: File) -> tuple[str, ...]:
    """Return the statements of a file that are not counted as the component's, with the reason."""
    return tuple(
        f"{line(other.text)} ({line(other.why)})"
        for other in item.asides
        if file.path in other.files
    )


def concluded(sharing: Iterable[tuple[InventoryComponent, File]]) -> str | None:
    """Return the licence that a person concluded for a file: that of its component.

    Args:
        sharing: The components that share the file.

    Returns:
        None where nobody concluded anything about the file, or its components have two licences.
    """
    found = {item.concluded_license for item, file in sharing if file.conclusions}
    return found.pop() if len(found) == 1 else None
