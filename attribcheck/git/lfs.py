"""Git LFS pointers: small text files in git that reference content stored elsewhere.

Format: https://github.com/git-lfs/git-lfs/blob/main/docs/spec.md (version 1).
"""

from __future__ import annotations

import re
from pathlib import Path

from attribcheck.git.repository import Repository

_LIMIT = 1024  # bytes; by the specification a pointer is smaller
# Strict: a text that only begins like a pointer is scanned, so no notice hides behind a first line.
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
    """Return the SHA-256 of the content that a pointer references; None when it is no pointer."""
    pointer = _parse(content)
    return pointer["oid"].decode("ascii") if pointer else None


def resolve(repo: Repository, content: bytes) -> bytes | None:
    """Return the content that a pointer references.

    Args:
        repo: The repository whose LFS objects are searched; nothing is fetched.
        content: The pointer.

    Returns:
        The object; None when ``content`` is no pointer, or the object is not stored or has another
        size or hash than the pointer declares.
    """
    pointer = _parse(content)
    if pointer is None:
        return None
    import hashlib  # lazy: 3 ms, and pointers are rare

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
