"""Recognises files that hold a text which their names do not tell, by their first bytes.

Containers are opened by their names (``containers.registry``), before any content is read; the
engine takes what is left for a binary.
"""

from __future__ import annotations

import re

_MAGIC = {
    b"PK\x03\x04": "zip archive",
    b"\x1f\x8b\x08": "gzip file",
    b"BZh": "bzip2 file",
    b"\xfd7zXZ\x00": "xz file",
    b"7z\xbc\xaf\x27\x1c": "7z archive",
    b"Rar!\x1a\x07": "RAR archive",
    b"\x28\xb5\x2f\xfd": "Zstandard file",
    b"wOFF": "web font",
    b"wOF2": "web font",
}
_BEGINNINGS = tuple(_MAGIC)
_TENSORS = frozenset("pt pth ckpt npz keras mar bin".split())
"""Zip archives of numbers, which hold no text, if they have one of ``_OF_TENSORS`` in them."""

_OF_TENSORS = (b".pkl", b".npy", b".h5", b"MAR-INF/")
_HEAD, _END = 4096, 65_536  # bytes that hold the first names, and the list of names

_WIDE = rb"(?:[\t\n\r -~]\0){32}|(?:\0[\t\n\r -~]){32}"


def hidden(content: bytes, path: str) -> str:
    """Return what a file is, in a clause, when its name does not tell it; else "".

    Args:
        content: Its bytes.
        path: Its path.
    """
    if content.startswith(_BEGINNINGS):
        from attribcheck.containers.registry import kind_of  # lazy: such contents only

        if kind_of(path) is None and not _has_tensors(content, path):
            label = next(name for magic, name in _MAGIC.items() if content.startswith(magic))
            return f"{label} under a name that does not say so, so it was not opened"
    elif content[:2].count(0) == 1 and re.match(_WIDE, content):
        return "UTF-16 text without a byte order mark"
    return ""


def _has_tensors(content: bytes, path: str) -> bool:
    names = content[:_HEAD], content[-_END:]
    return path.rpartition(".")[2].lower() in _TENSORS and any(
        mark in part for mark in _OF_TENSORS for part in names
    )
