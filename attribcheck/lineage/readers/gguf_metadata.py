"""Reads the metadata of GGUF files.

Format: https://github.com/ggml-org/ggml/blob/master/docs/gguf.md, "Standardized key-value pairs"
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator

from attribcheck.core.lineage import ClaimKind, LineageClaim
from attribcheck.formats import gguf_header
from attribcheck.lineage import weights_metadata
from attribcheck.lineage.readers.base import model_name

_BASE = re.compile(r"general\.base_model\.(\d+)\.(name|organization|repo_url|version)\Z")
_SOURCE = ("general.source.repo_url", "general.source.huggingface.repository", "general.source.url")


class GgufMetadata:
    """See ``base.Reader``; the text of its header is what the engine scans of the file."""

    def reads(self, name: str, content: bytes) -> bool:
        """See ``base.Reader``; recognised by its content, whatever its name."""
        return content[:4] == gguf_header.MAGIC

    def read(self, name: str, content: bytes) -> Iterator[LineageClaim]:
        """See ``base.Reader``."""
        keys = gguf_header.read(io.BytesIO(content), "it").keys
        yield from _base_models(keys)
        for key in _SOURCE:
            value = keys.get(key)
            if isinstance(value, str) and (found := model_name(value, bare=False)):
                claim = weights_metadata.claim(ClaimKind.BASE_MODEL, found, key, value)
                yield claim._replace(note="the model that it was converted from")
                break
        licenses = {key: value for key, value in keys.items() if key == "general.license"}
        if licenses.get("general.license") == "other" and keys.get("general.license.name"):
            licenses = {"general.license": keys["general.license.name"]}
        architecture = {k: v for k, v in keys.items() if k == "general.architecture"}
        yield from weights_metadata.claims({**licenses, **architecture})
        yield weights_metadata.held("GGUF")

    def text(self, content: bytes) -> str:
        """Return the text in the header; see ``registry.header_text``."""
        keys = gguf_header.read(io.BytesIO(content), "it").keys
        told = {k: v for k, v in keys.items() if k.startswith("general.")}
        return weights_metadata.text_of(told)


def _base_models(keys: dict[str, str | int | float | bool]) -> Iterator[LineageClaim]:
    groups: dict[str, dict[str, tuple[str, str]]] = {}
    for key, value in keys.items():
        if (match := _BASE.match(key)) and isinstance(value, str):
            groups.setdefault(match[1], {})[match[2]] = (key, value)
    for group in groups.values():
        key, value = group.get("repo_url") or group.get("name") or next(iter(group.values()))
        name = model_name(group.get("repo_url", ("", ""))[1], bare=False)
        if name is None and "name" in group:
            organisation = group.get("organization", ("", ""))[1]
            title = group["name"][1]
            name = f"{organisation}/{title}".replace(" ", "-").strip("/-") if title else None
        if name:
            yield weights_metadata.claim(ClaimKind.BASE_MODEL, name, key, value)
