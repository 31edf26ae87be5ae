"""Parses JSON of untrusted files: bounded in size and structure, duplicate keys refused."""

from __future__ import annotations

import json
from typing import Any, NoReturn

from attribcheck.core.errors import AttribcheckError

MAX_BYTES = 16 * 2**20
"""The headers of published checkpoints stay below 8 MiB (tens of thousands of tensors)."""
_MAX_CONTAINERS = 400_000
_MAX_COMMAS = 2_000_000


def parse(data: bytes, source: str) -> Any:
    """Return the value of a JSON document.

    The numbers of brackets and commas are counted before anything is built, because 16 MiB of
    ``[],[],`` would become half a gigabyte of lists.

    Args:
        data: The document, UTF-8.
        source: What messages call it, printable.

    Raises:
        AttribcheckError: it is no JSON, too large, too deep, or repeats a key.
    """
    if len(data) > MAX_BYTES:
        raise AttribcheckError(f"{source}: {len(data)} bytes of JSON; at most {MAX_BYTES} are read")
    if data.count(b"[") + data.count(b"{") > _MAX_CONTAINERS or data.count(b",") > _MAX_COMMAS:
        raise AttribcheckError(f"{source}: the JSON has too many entries")
    try:
        return json.loads(
            data.decode("utf-8"), object_pairs_hook=_unique, parse_constant=_refuse_constant
        )
    except RecursionError as error:
        raise AttribcheckError(f"{source}: the JSON is nested too deeply") from error
    except ValueError as error:  # JSONDecodeError, UnicodeDecodeError, an integer of 5,000 digits
        raise AttribcheckError(f"{source}: no valid JSON: {_short(str(error))}") from error


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        seen: set[str] = set()
        for key, _ in pairs:
            if key in seen:
                raise ValueError(f"the key {key[:80]!a} is there twice")
            seen.add(key)
    return found


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is no JSON number")


def _short(text: str) -> str:
    return text if len(text) <= 160 else text[:160] + "..."
