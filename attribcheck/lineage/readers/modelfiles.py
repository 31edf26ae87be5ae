"""Reads Modelfiles of Ollama.

Format: https://docs.ollama.com/modelfile (``FROM``, ``ADAPTER``)
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from attribcheck.core.lineage import ClaimKind, LineageClaim, Strength
from attribcheck.lineage.readers.base import Places, model_name

_LINE = re.compile(
    r"^[ \t]*(?P<key>FROM|ADAPTER)[ \t]+(?P<value>\S+)", re.IGNORECASE | re.MULTILINE
)
_TAGGED = re.compile(r"[A-Za-z0-9][\w.-]*(?:/[\w.-]+)?(?::[\w.-]+)?\Z")
_FILE = re.compile(r"[./~]|.*\.(?:gguf|bin|safetensors)\Z")


class Modelfiles:
    """See ``base.Reader``."""

    def reads(self, name: str, content: bytes) -> bool:
        """See ``base.Reader``."""
        return name == "modelfile" or name.startswith("modelfile.") or name.endswith(".modelfile")

    def read(self, name: str, content: bytes) -> Iterator[LineageClaim]:
        """See ``base.Reader``."""
        places = Places(content, 2**20)
        for match in _LINE.finditer(places.text):
            value = match["value"].strip("\"'")
            found = model_name(value)
            if found is None and not _FILE.match(value) and _TAGGED.match(value):
                found = value
            if found:
                line, excerpt = places.of(match.start())
                key = match["key"].upper()
                yield LineageClaim(
                    ClaimKind.BASE_MODEL, found, Strength.CONFIGURED, line, key, excerpt
                )
