"""The NOTICE file: what a person wrote on top of it, and the components below.

The line ``MARK`` parts the two. What stands above it is the person's and is kept byte for byte; a
NOTICE without the line is kept whole, and the components are put below it.
"""

from __future__ import annotations

from collections.abc import Sequence

from attribcheck import templating
from attribcheck.attribution.inventory import Item
from attribcheck.policy.types import Policy

FILE_NAME = "NOTICE"
MARK = "Third-party components. What stands below this line is written by `attribcheck notice`."


def render(policy: Policy, items: Sequence[Item], existing: str | None) -> str:
    """Return the whole NOTICE.

    Args:
        policy: Names the project and its holders, for the first NOTICE.
        items: The components.
        existing: The NOTICE that stands there, or None.

    Raises:
        AttribcheckError: the template has an error.
    """
    head = _head(policy) if existing is None else _kept(existing)
    if not items:
        return head
    components = [
        {
            "name": item.component.name,
            "version": item.component.version,
            "source": item.component.source,
            "purl": item.component.purl,
            "supplier": item.component.supplier,
            "license": item.component.license,
            "modified": bool(item.component.modified),
            "statements": item.statements,
            "notice": (item.notice or "").strip("\n"),
        }
        for item in items
    ]
    body = templating.render("NOTICE.j2", {"components": components})
    gap = "\n" if head else ""
    return f"{head}{gap}{MARK}\n{body}"


def _head(policy: Policy) -> str:
    name = policy.project.name or "This project"
    holders = ", ".join(h for h in policy.project.holders if not h.startswith("re:"))
    return f"{name}\n" + (f"Copyright {holders}\n" if holders else "")


def _kept(existing: str) -> str:
    """Return what a person wrote, ending in one line end."""
    above, mark, _ = existing.partition(MARK)
    kept = above.rstrip("\n") if mark else existing.rstrip("\n")
    return f"{kept}\n" if kept else ""
