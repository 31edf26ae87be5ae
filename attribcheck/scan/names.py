"""The names of files as the engine sees them."""

from __future__ import annotations

import os
import re

# Path separators, what Windows forbids, controls, and surrogates: bytes that were not UTF-8.
_UNWRITABLE = re.compile('[\x00-\x1f\x7f<>:"/\\\\|?*\ud800-\udfff]')
_WINDOWS_DEVICE = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)", re.IGNORECASE)
_NAME_BYTES = 200

LOCALE = "locale"
"""scancode breaks long lines of a file when this word stands anywhere in its location."""


def base_name(path: str) -> str:
    """Return the last part of a POSIX path."""
    return path.rpartition("/")[2]


def in_locale(path: str) -> bool:
    """Whether the engine would find ``locale`` in ``path``."""
    return LOCALE in path


def safe_name(name: str) -> str:
    """Return ``name`` as every platform can write it, with the same ending.

    The engine looks at the ending of a name and at some whole names (``CREDITS``,
    ``package.json``); a name that had to be changed keeps its ending.
    """
    name = _UNWRITABLE.sub("_", name)
    try:
        os.fsencode(name)
    except UnicodeEncodeError:  # a file system encoding that is not UTF-8
        name = name.encode("ascii", "replace").decode("ascii").replace("?", "_")
    while len(name.encode("utf-8")) > _NAME_BYTES:
        name = name[1:]
    if not name.strip("."):
        return f"_{name}"
    if os.name == "nt" and (_WINDOWS_DEVICE.match(name) or name[-1] in " ."):
        return "_" + name.rstrip(" .")
    return name
