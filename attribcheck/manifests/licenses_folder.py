"""Reads the folder ``LICENSES`` of the REUSE specification, which has the texts of all licences.

Where it holds a single text, every file is under that licence, so it is the project's. Of several
texts the folder does not say which one is.

Format: https://reuse.software/spec-3.3/#license-files
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from attribcheck.manifests.base import Manifests, Statement, expression

_TEXT = re.compile(r"LICENSES/([A-Za-z0-9][A-Za-z0-9.+-]*?)(?:\.(?:txt|text|md|html))?")


class LicensesFolder:
    """See ``base.Reader``."""

    def reads(self, path: str) -> bool:
        """Whether ``path`` is a text in that folder at the top."""
        return bool(_TEXT.fullmatch(path))

    def read(self, manifests: Sequence[tuple[str, str]]) -> Manifests:
        """Return the licence of the project, if there is only one text."""
        named = [(path, match[1]) for path, _ in manifests if (match := _TEXT.fullmatch(path))]
        if len(named) != 1:
            return Manifests()
        ((path, id_),) = named
        license_ = expression(id_)
        stated = Statement(path, ("**",), license=license_, whole=True)
        return Manifests(statements=(stated,) if license_ else ())
