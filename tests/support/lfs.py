"""Git LFS pointers and stored objects."""

from __future__ import annotations

import hashlib
from pathlib import Path

from support.repo import Repo

OBJECT = b"Copyright 2025 Foo Corp.\n"


def pointer(content: bytes = OBJECT, *, size: int | None = None, extra: str = "") -> bytes:
    """Return the pointer to ``content``; ``extra`` lines follow its first."""
    oid = hashlib.sha256(content).hexdigest()
    return (
        f"version https://git-lfs.github.com/spec/v1\n{extra}"
        f"oid sha256:{oid}\nsize {len(content) if size is None else size}\n"
    ).encode()


def store(repo: Repo, content: bytes, oid: str | None = None) -> Path:
    """Store ``content`` as the object ``oid``, as a fetch would; return its file."""
    oid = oid or hashlib.sha256(content).hexdigest()
    return repo.write(f".git/lfs/objects/{oid[:2]}/{oid[2:4]}/{oid}", content)
