"""Reads the headers of safetensors files: their metadata, and the names of their tensors.

Format: https://github.com/huggingface/safetensors#format
"""

from __future__ import annotations

import io
from collections.abc import Iterator

from attribcheck.core.lineage import LineageClaim
from attribcheck.formats import safetensors_header
from attribcheck.lineage import weights_metadata


class SafetensorsHeaders:
    """See ``base.Reader``; the text of its header is what the engine scans of the file."""

    def reads(self, name: str, content: bytes) -> bool:
        """See ``base.Reader``; recognised by its content too, whatever its name.

        Text with that name is none: a placeholder, or a pointer of Git LFS.
        """
        if name.endswith(".safetensors"):
            return b"\0" in content[:64]
        return content[5:10] == b'\0\0\0{"'

    def read(self, name: str, content: bytes) -> Iterator[LineageClaim]:
        """See ``base.Reader``."""
        header = safetensors_header.read(io.BytesIO(content), "it")
        yield from weights_metadata.claims(header.metadata)
        yield from weights_metadata.structural({t.name: len(t.shape) for t in header.tensors})
        yield weights_metadata.held("safetensors")

    def text(self, content: bytes) -> str:
        """Return the text in the header; see ``registry.header_text``."""
        header = safetensors_header.read(io.BytesIO(content), "it")
        return weights_metadata.text_of(header.metadata)
