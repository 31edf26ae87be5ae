"""Reads the metadata of Core ML models.

Format: https://apple.github.io/coremltools/mlmodel/Format/Model.html, message Metadata
"""

from __future__ import annotations

from collections.abc import Iterator

from attribcheck.core.errors import AttribcheckError
from attribcheck.core.lineage import LineageClaim
from attribcheck.formats import protobuf
from attribcheck.lineage import weights_metadata

_DESCRIPTION, _METADATA, _USER_DEFINED = 2, 100, 100
_TEXTS = {1: "shortDescription", 2: "versionString", 3: "author", 4: "license"}
_KEY, _VALUE = 1, 2


class CoremlMetadata:
    """See ``base.Reader``; the text of its metadata is what the engine scans of the file."""

    def reads(self, name: str, content: bytes) -> bool:
        """See ``base.Reader``."""
        return name.endswith(".mlmodel") and content[:1] == b"\x08"

    def read(self, name: str, content: bytes) -> Iterator[LineageClaim]:
        """See ``base.Reader``."""
        yield from weights_metadata.claims(_metadata(content))

    def text(self, content: bytes) -> str:
        """Return the text in the metadata; see ``registry.header_text``."""
        return weights_metadata.text_of(_metadata(content))


def _metadata(content: bytes) -> dict[str, str]:
    found: dict[str, str] = {}
    for metadata in _messages(_messages([memoryview(content)], _DESCRIPTION), _METADATA):
        for number, value in protobuf.fields(metadata):
            if number in _TEXTS:
                found[_TEXTS[number]] = protobuf.text(value, 2**16)
            elif number == _USER_DEFINED and not isinstance(value, int):
                pair = {key: protobuf.text(text) for key, text in protobuf.fields(value)}
                found[pair.get(_KEY, "")] = pair.get(_VALUE, "")
    return found


def _messages(messages: list[memoryview], number: int) -> list[memoryview]:
    """Return the messages in field ``number`` of ``messages``."""
    found = [
        value
        for message in messages
        for field, value in protobuf.fields(message)
        if field == number and not isinstance(value, int)
    ]
    if len(found) > 1000:
        raise AttribcheckError(f"{len(found)} messages in one field")
    return found
