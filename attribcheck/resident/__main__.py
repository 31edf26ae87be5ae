"""Started by a check, with the number of minutes to stay; see the package.

A failure ends it, and the next check runs by itself.
"""

import contextlib
import os
import sys
from functools import partial
from pathlib import Path

from attribcheck.cli.main import main
from attribcheck.core.errors import AttribcheckError
from attribcheck.resident.loading import load
from attribcheck.resident.server import serve
from attribcheck.scan.engine import ScancodeEngine
from attribcheck.system.private_dirs import UntrustedError, cache_directory

os.chdir("/")
sys.path[:] = [place for place in sys.path if place not in {"", "/"}]  # of ``python -m``
with contextlib.suppress(AttribcheckError, UntrustedError, OSError):
    data = ScancodeEngine(data=Path(cache_directory())).data_file()
    if data is not None:
        serve(partial(load, data), main, float(sys.argv[1]), data.exists)
