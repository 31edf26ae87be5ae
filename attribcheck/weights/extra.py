"""Tells whether the libraries of the extra ``weights`` are installed."""

from __future__ import annotations

import os
from importlib.util import find_spec

from attribcheck.core.errors import AttribcheckError

INSTALL = "pip install 'attribcheck[weights]'"
_NEEDED = ("numpy", "scipy", "safetensors")


def missing() -> str:
    """Return the missing libraries and the extra that brings them, as a clause; "" if none is."""
    names = [name for name in _NEEDED if find_spec(name) is None]
    return f"{', '.join(names)}, which the extra `weights` brings" if names else ""


def require() -> None:
    """Prepare for the first import of the libraries.

    Raises:
        AttribcheckError: one is missing.
    """
    if found := missing():
        raise AttribcheckError(f"comparing weights needs {found}", hint=INSTALL)
    # Read when numpy is first imported. A second thread hashes; more would only get in its way.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
