"""What the engine's answer for a file depends on, besides the engine itself."""

from __future__ import annotations

from typing import NamedTuple

from attribcheck.core.model import Blob
from attribcheck.scan.names import base_name, in_locale


class ScanKey(NamedTuple):
    """Names a scan: files with equal keys have equal scans, wherever they stand.

    Attributes:
        oid: git's object id of the content.
        base_name: The last part of the path.
        in_locale: Whether ``locale`` stands in the path; scancode breaks long lines there.
    """

    oid: str
    base_name: str
    in_locale: bool = False

    @classmethod
    def of(cls, blob: Blob) -> ScanKey:
        """Return the key of the scan of ``blob``."""
        return cls(blob.oid, base_name(blob.path), in_locale(blob.path))
