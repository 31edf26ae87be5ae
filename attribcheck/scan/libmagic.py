"""Where scancode finds libmagic on machines for which its own plugins have no wheel.

scancode-toolkit brings libmagic and two archive readers in wheels for x86-64 alone. On ARM
(Apple silicon, Linux aarch64) pyproject.toml asks for scancode-toolkit-mini, which is the same code
and the same licences without them, and for pylibmagic, which is libmagic in a wheel. Only the
library of that package is used: its own code changes ctypes.
"""

from __future__ import annotations

import importlib.util
import os
from pathlib import Path

_NAMES = ("libmagic.dylib", "libmagic.so")


def provide() -> None:
    """Tell typecode where pylibmagic's library stands; call this before typecode is imported.

    Nothing is told when typecode's own plugin is there, or when the user's environment says
    already where libmagic is (TYPECODE_LIBMAGIC_PATH).
    """
    if importlib.util.find_spec("typecode_libmagic") or "TYPECODE_LIBMAGIC_PATH" in os.environ:
        return
    spec = importlib.util.find_spec("pylibmagic")
    for folder in (spec and spec.submodule_search_locations) or ():
        library = next((file for name in _NAMES if (file := Path(folder, name)).is_file()), None)
        if library is not None:
            os.environ["TYPECODE_LIBMAGIC_PATH"] = str(library)
            os.environ["TYPECODE_LIBMAGIC_DB_PATH"] = str(library.with_name("magic.mgc"))
            return
