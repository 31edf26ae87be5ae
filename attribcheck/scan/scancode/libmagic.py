"""Where scancode finds libmagic.

scancode-toolkit brings libmagic and two archive readers in wheels for x86-64 alone. On ARM
(Apple silicon, Linux aarch64) pyproject.toml asks for scancode-toolkit-mini, which is the same code
and the same licences without them, and for pylibmagic, which is libmagic in a wheel. Only the
library of that package is used: its own code changes ctypes.

Where scancode's own plugin is there, typecode would find it by loading all plugins of scancode;
it is told the same two files instead.
"""

from __future__ import annotations

import importlib.util
import os
from itertools import product
from pathlib import Path

# Each package with its libraries and its data, as they stand in it.
_PACKAGES = (
    ("typecode_libmagic", ("lib/libmagic.so",), "data/magic.mgc"),
    ("pylibmagic", ("libmagic.dylib", "libmagic.so"), "magic.mgc"),
)


def provide() -> None:
    """Tell typecode where libmagic stands; call this before typecode is imported.

    Nothing is told when the user's environment says already where it is (TYPECODE_LIBMAGIC_PATH),
    nor when the plugin is built in a way that is not known here: it is asked then.
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
