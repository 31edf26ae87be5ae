"""Reads the annotations of ``REUSE.toml``, at the top or in a folder.

Format: https://reuse.software/spec-3.3/#reusetoml
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence

from attribcheck.manifests.base import Manifests, Statement, expression, holder

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib


class Reuse:
    """See ``base.Reader``."""

    def reads(self, path: str) -> bool:
        """Whether ``path`` is such a file."""
        return path.rpartition("/")[2] == "REUSE.toml"

    def read(self, manifests: Sequence[tuple[str, str]]) -> Manifests:
        """Return what each annotation states; those of a folder come behind those around it."""
        ordered = sorted(manifests, key=lambda item: item[0].count("/"))
        return Manifests(statements=tuple(one for item in ordered for one in _statements(*item)))


def _statements(path: str, text: str) -> Iterator[Statement]:
    try:
        annotations = tomllib.loads(text).get("annotations")
    except (ValueError, RecursionError):
        return
    folder = path.rpartition("/")[0]
    for entry in annotations if isinstance(annotations, list) else ():
        if not isinstance(entry, dict):
            continue
        globs = [_pattern(folder, glob) for glob in _strings(entry.get("path"))]
        licenses = _strings(entry.get("SPDX-License-Identifier"))
        if not globs:
            continue
        named = map(holder, _strings(entry.get("SPDX-FileCopyrightText")))
        joined = " AND ".join(f"({one})" for one in licenses) if licenses[1:] else "".join(licenses)
        yield Statement(
            path,
            tuple(globs),
            license=expression(joined),
            holders=tuple(dict.fromkeys(filter(None, named))),
            whole=globs == ["**"],
        )


def _strings(value: object) -> list[str]:
    listed = value if isinstance(value, list) else [value]
    return [one for one in listed if isinstance(one, str) and one.strip()]


def _pattern(folder: str, glob: str) -> str:
    """Return a glob of the format for a policy: from the folder of its file."""
    pattern = f"{folder}/{glob}" if folder else glob
    return pattern if "/" in pattern or pattern == "**" else f"/{pattern}"
