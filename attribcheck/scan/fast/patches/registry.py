"""All patches, in the order in which they are installed."""

from __future__ import annotations

from attribcheck.scan.fast.patches import (
    copyright_parsing,
    file_types,
    matching,
    spans,
    text_reading,
    text_types,
)
from attribcheck.scan.fast.patches.patch import Patch

PATCHES: tuple[Patch, ...] = (
    text_reading.BINARIES,
    text_types.TEXT_TYPES,
    file_types.MIME_TYPES,
    text_reading.MARKUP,
    matching.RUNS,
    matching.DETECTIONS,
    spans.SPANS,
    copyright_parsing.CANDIDATES,
    copyright_parsing.PREPARED,
    copyright_parsing.GRAMMAR,
)
