"""A value in a file of the cache, which is believed only as it was written, by this user.

A file that is missing, damaged or another user's costs time, and nothing else.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
from pathlib import Path
from typing import Any

from attribcheck.core.errors import AttribcheckError
from attribcheck.system.files import write_atomic
from attribcheck.system.private_dirs import UntrustedError, make_private_directory, require_private


def read(path: Path) -> Any | None:
    """Return the value that ``write`` put into a file, as JSON has it; None when there is none."""
    with contextlib.suppress(OSError, UntrustedError, ValueError):
        require_private(path.parent, path)
        digest, text = path.read_text("ascii").split("\n")
        if digest == _digest(text):
            return json.loads(text)
    return None


def write(path: Path, value: Any) -> bool:
    """Put a value that JSON has into a file; return whether the cache could be written."""
    text = json.dumps(value)
    try:
        make_private_directory(path.parent)
        write_atomic(path, f"{_digest(text)}\n{text}")
    except (OSError, AttribcheckError):
        return False
    return True


def _digest(text: str) -> str:
    return hashlib.blake2b(text.encode("ascii"), digest_size=16).hexdigest()
