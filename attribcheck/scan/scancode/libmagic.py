"""Tells typecode where libmagic is.

scancode-toolkit installs libmagic and two archive readers from wheels that exist for x86-64 only.
On ARM (Apple silicon, Linux aarch64) pyproject.toml requires scancode-toolkit-mini, which has the
same code and licences without them, and pylibmagic, a wheel of libmagic. That package is not
imported, because its code changes ctypes.

With scancode's own plugin, typecode would load all plugins of scancode to find the same two files.
"""

from __future__ import annotations

import importlib.util
import os
from itertools import product
from pathlib import Path

# Each package with the paths of its libraries and its database.
_PACKAGES = (
    ("typecode_libmagic", ("lib/libmagic.so",), "data/magic.mgc"),
    ("pylibmagic", ("libmagic.dylib", "libmagic.so"), "magic.mgc"),
)


def provide() -> None:
    """Set the location of libmagic for typecode; call this before typecode is imported.

    Does nothing when the user has set it (TYPECODE_LIBMAGIC_PATH), or when the files are not at
    these paths; typecode then searches for its plugin.
    """
    if "TYPECODE_LIBMAGIC_PATH" in os.environ:
        return
    for package, libraries, data in _PACKAGES:
        spec = importlib.util.find_spec(package)
        if spec is None:
            continue
        for folder, name in product(spec.submodule_search_locations or (), libraries):
            library, database = Path(folder, name), Path(folder, data)
            if library.is_file() and database.is_file():
                os.environ["TYPECODE_LIBMAGIC_PATH"] = str(library)
                os.environ["TYPECODE_LIBMAGIC_DB_PATH"] = str(database)
                break
        return
