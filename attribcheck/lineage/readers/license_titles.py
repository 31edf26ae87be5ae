"""Reads the title of a model's licence at the top of a LICENSE file.

The engine knows few of these licences, and names the version of none by its title. The titles are
those of ``spdx.model_licenses_table``.
"""

from __future__ import annotations

from collections.abc import Iterator

from attribcheck.core.lineage import ClaimKind, LineageClaim, Strength
from attribcheck.lineage.readers.base import Places
from attribcheck.notices.legal_files import is_license_file
from attribcheck.spdx import model_licenses

_MAX_BYTES = 2**20
_LINES = 12  # a title stands above, behind a copyright statement or a line of signs


class LicenseTitles:
    """See ``base.Reader``."""

    def reads(self, name: str, content: bytes) -> bool:
        """See ``base.Reader``."""
        return is_license_file(name) and b"\0" not in content[:1024]

    def read(self, name: str, content: bytes) -> Iterator[LineageClaim]:
        """See ``base.Reader``."""
        places = Places(content[:_MAX_BYTES], _MAX_BYTES)
        for number, line in enumerate(places.text.splitlines()[:_LINES], 1):
            if found := model_licenses.titled(line):
                place, excerpt = places.at_line(number)
                yield LineageClaim(
                    ClaimKind.LICENSE, found.title, Strength.STATED, place, "title", excerpt
                )
                return
