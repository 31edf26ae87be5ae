"""All patches, in the order in which they are installed."""

from __future__ import annotations

from attribcheck.scan.fast.patches import (
    copyright_parsing,
    file_types,
    matching,
    queries,
    sequences,
    spans,
    text_reading,
)
from attribcheck.scan.fast.patches.patch import Patch

PATCHES: tuple[Patch, ...] = (
    text_reading.BINARIES,
    file_types.DESCRIPTIONS,
    file_types.MIME_TYPES,
    text_reading.MARKUP,
    text_reading.LINES,
    matching.RUNS,
    matching.WORDS,
    matching.FALSE_POSITIVES,
    matching.NAMES,
    queries.QUERIES,
    sequences.SEQUENCES,
    spans.SPANS,
    copyright_parsing.CANDIDATES,
    copyright_parsing.PREPARED,
    copyright_parsing.GIBBERISH,
    copyright_parsing.GRAMMAR,
    copyright_parsing.GROUPS,
    text_reading.TAGS,
    text_reading.ASCII,
)
