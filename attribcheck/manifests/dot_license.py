"""Reads ``.license`` files of the REUSE specification: ``logo.png.license`` is about ``logo.png``.

Format: https://reuse.software/spec-3.3/#comment-headers
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from attribcheck.manifests.base import Manifests, Statement, expression, holder
from attribcheck.policy.path_patterns import literal

_EXTENSION = ".license"
_MOST_LINES = 500
_LONGEST = 1000  # characters of a line
_LICENSE = re.compile(r"\W*SPDX-License-Identifier:[ \t]*(\S.*)")
# "[p]", or these would be read as statements of this file.
_HOLDERS = re.compile(
    r"\W*(SPDX-(?:File|Snippet)Co[p]yrightText:[ \t]*\S.*|Co[p]yright\b.*|©.*)", re.IGNORECASE
)


class DotLicense:
    """See ``base.Reader``."""

    def reads(self, path: str) -> bool:
        """Whether ``path`` is called as the ``.license`` file of another file."""
        name = path.rpartition("/")[2]
        return name.endswith(_EXTENSION) and name != _EXTENSION

    def read(self, manifests: Sequence[tuple[str, str]]) -> Manifests:
        """Return what the files state, those that state the same as one."""
        found: dict[tuple[str | None, tuple[str, ...]], list[str]] = {}
        for path, text in manifests:
            license_, holders = _stated(text)
            if license_ or holders:
                found.setdefault((license_, holders), []).append(path)
        return Manifests(
            statements=tuple(
                Statement(
                    paths[0] if len(paths) == 1 else f"{paths[0]} and {len(paths) - 1} more",
                    tuple(
                        literal(one)
                        for path in paths
                        for one in (path.removesuffix(_EXTENSION), path)
                    ),
                    license=license_,
                    holders=holders,
                )
                for (license_, holders), paths in found.items()
            )
        )


def _stated(text: str) -> tuple[str | None, tuple[str, ...]]:
    lines = [line for line in text.splitlines()[:_MOST_LINES] if len(line) <= _LONGEST]
    licenses = [match[1].strip() for line in lines if (match := _LICENSE.match(line))]
    names = [holder(match[1]) for line in lines if (match := _HOLDERS.match(line))]
    joined = " AND ".join(f"({one})" for one in licenses) if licenses[1:] else "".join(licenses)
    return expression(joined), tuple(dict.fromkeys(filter(None, names)))
