"""The template of the project's own header: ``[project] header`` of the policy.

It has no language of its own: three names in braces are replaced, and nothing else is read.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

PLACEHOLDERS = ("year", "holder", "license")
_BRACES = re.compile(r"\{([^{}]*)\}")
# Without one of these no engine would find the header again. "[p]", or this would be a statement.
_FOUND_BY = re.compile(r"SPDX-License-Identifier:|co[p]yright", re.IGNORECASE)
_MOST_LINES = 60
_LONGEST = 500  # characters of a line


def problems(template: str) -> list[str]:
    """Return the faults of a template, each as a clause."""
    found = [
        f'"{{{name}}}" is no placeholder: use {{year}}, {{holder}} or {{license}}'
        for name in _BRACES.findall(template)
        if name not in PLACEHOLDERS
    ]
    lines = template.splitlines()
    if not _FOUND_BY.search(template):
        found.append('it has no statement and no "SPDX-License-Identifier:", so it is no notice')
    if len(lines) > _MOST_LINES or any(len(line) > _LONGEST for line in lines):
        found.append(f"it has more than {_MOST_LINES} lines, or {_LONGEST} characters in one")
    if any(not (char.isprintable() or char in "\r\n\t") for char in template):
        found.append("it has control characters")
    return found


def needs(template: str, name: str) -> bool:
    """Whether a template has the placeholder ``name``."""
    return name in _BRACES.findall(template)


def holder(holders: Sequence[str]) -> str | None:
    """Return the holder that a header names: the first that is a plain name."""
    return next((one for one in holders if not one.startswith("re:")), None)


def rendered(
    template: str, *, year: int, holders: Sequence[str], license_: str | None
) -> list[str]:
    """Return the lines of the header.

    Args:
        template: The template, without ``problems``.
        year: The year of the notice.
        holders: The project's own holders.
        license_: The project's own licence.
    """
    values = {"year": str(year), "holder": holder(holders) or "", "license": license_ or ""}
    text = _BRACES.sub(lambda match: values.get(match[1], match[0]), template)
    return [line.rstrip() for line in text.strip("\r\n").splitlines()]
