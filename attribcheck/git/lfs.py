"""Git LFS pointers: small texts that stand in git for content that is stored elsewhere.

Format: https://github.com/git-lfs/git-lfs/blob/main/docs/spec.md (version 1).
"""

from __future__ import annotations

import re
from pathlib import Path

from attribcheck.git.repository import Repository

_LIMIT = 1024  # the specification: a pointer is smaller
# Strict on purpose: a text that merely begins like a pointer is scanned as the text it is, so that
# no notice hides behind a first line.
_POINTER = re.compile(
    rb"version https://git-lfs\.github\.com/spec/v1\n"
    rb"(?:ext-[0-9]-[a-z0-9.-]+ sha256:[0-9a-f]{64}\n)*"
    rb"oid sha256:(?P<oid>[0-9a-f]{64})\n"
    rb"size (?P<size>[0-9]{1,19})\n?"
)


def is_pointer(content: bytes) -> bool:
    """Return whether ``content`` is an LFS pointer rather than the content itself."""
    return _parse(content) is not None


def sha256(content: bytes) -> str | None:
    """Return the SHA-256 of the content that a pointer stands for; None when it is no pointer."""
    pointer = _parse(content)
    return pointer["oid"].decode("ascii") if pointer else None


def resolve(repo: Repository, content: bytes) -> bytes | None:
    """Return the content that a pointer stands for.

    Args:
        repo: Where the object may be stored; nothing is fetched.
        content: The pointer.

    Returns:
        The object; None when ``content`` is no pointer, or when the object is not stored, is not
        of the size that the pointer states, or does not have its hash.
    """
    pointer = _parse(content)
    if pointer is None:
        return None
    import hashlib  # lazy: 3 ms, and few commits hold a pointer

    oid, size = pointer["oid"].decode("ascii"), int(pointer["size"])
    stored = repo.common_dir / "lfs" / "objects" / oid[:2] / oid[2:4] / oid
    data = _read(stored, size)
    if data is None or hashlib.sha256(data).hexdigest() != oid:
        return None
    return data


def _parse(content: bytes) -> re.Match[bytes] | None:
    return _POINTER.fullmatch(content) if len(content) < _LIMIT else None


def _read(path: Path, size: int) -> bytes | None:
    try:
        return path.read_bytes() if path.stat().st_size == size else None
    except OSError:
        return None
