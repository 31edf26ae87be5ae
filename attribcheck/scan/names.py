"""File names as the engine sees them."""

from __future__ import annotations

import os
import re

# Path separators, characters that Windows forbids, controls, and surrogates (undecodable bytes).
_UNWRITABLE = re.compile('[\x00-\x1f\x7f<>:"/\\\\|?*\ud800-\udfff]')
_WINDOWS_DEVICE = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)", re.IGNORECASE)
_NAME_BYTES = 200

LOCALE = "locale"
"""scancode splits long lines of a file whose location contains this word."""


def base_name(path: str) -> str:
    """Return the last part of a POSIX path."""
    return path.rpartition("/")[2]


def in_locale(path: str) -> bool:
    """Whether ``path`` contains ``locale``."""
    return LOCALE in path


def safe_name(name: str) -> str:
    """Return ``name`` in a form that every platform can write, with the same extension.

    The engine's result depends on the extension and on some complete names (``CREDITS``,
    ``package.json``).
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
