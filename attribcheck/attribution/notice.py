"""The NOTICE file: what a person wrote on top of it, and the components below.

The line ``MARK`` parts the two. What stands above it is the person's and is kept byte for byte; a
NOTICE without the line is kept whole, and the components are put below it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from attribcheck import templating
from attribcheck.attribution.inventory import Item
from attribcheck.policy.types import Policy

FILE_NAME = "NOTICE"
MARK = "Third-party components. What stands below this line is written by `attribcheck notice`."
# A line of its own: a person's sentence may quote it.
_MARK_LINE = re.compile(rf"^{re.escape(MARK)}[ \t\r]*$", re.MULTILINE)


def render(policy: Policy, items: Sequence[Item], existing: str | None) -> str:
    """Return the whole NOTICE.

    Args:
        policy: Names the project and its holders, for the first NOTICE.
        items: The components.
        existing: The NOTICE that stands there, or None.

    Raises:
        AttribcheckError: the template has an error.
    """
    above = _head(policy) if existing is None else existing
    mark = _MARK_LINE.search(above)
    if mark:
        above = above[: mark.start()]
    if not items:
        return re.sub(r"(\r?\n)\r?\n\Z", r"\1", above) if mark else above
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
    gap = "" if mark or not above else "\n" if above.endswith("\n") else "\n\n"
    return f"{above}{gap}{MARK}\n{body}"


def _head(policy: Policy) -> str:
    name = policy.project.name or "This project"
    holders = ", ".join(h for h in policy.project.holders if not h.startswith("re:"))
    return f"{name}\n" + (f"Copyright {holders}\n" if holders else "")
