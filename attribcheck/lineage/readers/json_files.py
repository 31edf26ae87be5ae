"""Reads a JSON object with the places of its values; shared by the readers of configurations."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from attribcheck.core.lineage import ClaimKind, LineageClaim, Strength
from attribcheck.formats import bounded_json
from attribcheck.lineage.readers.base import Places, model_name

_MAX_BYTES = 16 * 2**20
_MAX_DEPTH = 12


class JsonFile:
    """A JSON object.

    Args:
        content: The bytes of the file.

    Attributes:
        value: The object; empty when the document is something else.

    Raises:
        AttribcheckError: it is no JSON, too large, too deep, or repeats a key.
    """

    def __init__(self, content: bytes) -> None:
        self._places = Places(content, _MAX_BYTES)
        value = bounded_json.parse(content.removeprefix(b"\xef\xbb\xbf"), "it")
        self.value: dict[str, Any] = value if isinstance(value, dict) else {}

    def claim(
        self,
        kind: ClaimKind,
        name: str,
        path: tuple[str | int, ...],
        written: str,
        *,
        strength: Strength = Strength.CONFIGURED,
        note: str = "",
    ) -> LineageClaim:
        """Return a claim about the value at ``path``, which is written ``written``."""
        line, excerpt = self._places.of_key(path, written)
        return LineageClaim(kind, name, strength, line, dotted(path), excerpt, note)

    def models(self, key: str, *, note: str = "") -> Iterator[LineageClaim]:
        """Yield a claim for each value of ``key``, at any depth, that is the name of a model."""
        for path, inner in objects(self.value):
            value = inner.get(key)
            if name := model_name(value):
                yield self.claim(ClaimKind.BASE_MODEL, name, (*path, key), str(value), note=note)


def objects(
    value: dict[str, Any], path: tuple[str | int, ...] = ()
) -> Iterator[tuple[tuple[str | int, ...], dict[str, Any]]]:
    """Yield an object and the objects in it, each with its path, down to 12 levels."""
    yield path, value
    if len(path) < _MAX_DEPTH:
        for key, inner in value.items():
            if isinstance(inner, dict):
                yield from objects(inner, (*path, key))


def dotted(path: tuple[str | int, ...]) -> str:
    """Return a path as one writes it: ``vision_config.architectures[0]``."""
    text = ""
    for part in path:
        text += f"[{part}]" if isinstance(part, int) else f".{part}" if text else part
    return text
