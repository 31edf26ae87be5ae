"""Identifies scans: all that a result depends on besides the engine."""

from __future__ import annotations

from typing import NamedTuple

from attribcheck.core.model import Blob
from attribcheck.scan.names import base_name, in_locale


class ScanKey(NamedTuple):
    """The key of a scan: files with equal keys have equal results.

    Attributes:
        oid: git's object id of the content.
        base_name: The last part of the path.
        in_locale: Whether the path contains ``locale``: scancode then splits long lines.
    """

    oid: str
    base_name: str
    in_locale: bool = False

    @classmethod
    def of(cls, blob: Blob) -> ScanKey:
        """Return the key of the scan of ``blob``."""
        return cls(blob.oid, base_name(blob.path), in_locale(blob.path))
