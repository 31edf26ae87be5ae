"""Reads ``.gitmodules``: the submodules of the repository, with their origins.

Format: https://git-scm.com/docs/gitmodules
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from attribcheck.manifests.base import Manifests, Statement, printable_text
from attribcheck.policy.path_patterns import literal

_SECTION = re.compile(r'^\s*\[submodule "[^"\n]*"\]', re.MULTILINE)
_VALUE = r'^[ \t]*{}[ \t]*=[ \t]*"?([^"\n]*?)"?[ \t]*\r?$'


class GitModules:
    """See ``base.Reader``."""

    def reads(self, path: str) -> bool:
        """Whether ``path`` is that of the file at the top, the only one that git reads."""
        return path == ".gitmodules"

    def read(self, manifests: Sequence[tuple[str, str]]) -> Manifests:
        """Return each submodule as stated of its path."""
        found = (one for path, text in manifests for one in _statements(path, text))
        return Manifests(statements=tuple(found))


def _statements(path: str, text: str) -> Iterator[Statement]:
    for section in _SECTION.split(text)[1:]:
        at, url = (re.search(_VALUE.format(key), section, re.MULTILINE) for key in ("path", "url"))
        if at and at[1] and (where := printable_text(url[1] if url else None)):
            name = re.sub(r"\.git/?\Z", "", where).rstrip("/").rpartition("/")[2]
            source = where if where.startswith(("https://", "http://")) else None
            yield Statement(path, (literal(at[1].rstrip("/")),), name, source=source)
