"""Functions that tests have run in a process of its own, which imports this module."""

from __future__ import annotations

import os
import time

from attribcheck.core.errors import AttribcheckError


def shown(text: str) -> str:
    return f"{text} by {os.getpid()}"


def refuse(text: str) -> str:
    raise AttribcheckError(text)


def one_long_call() -> str:
    return str(sum(range(10**12)))


def sleep() -> str:
    try:
        time.sleep(60)
    except TimeoutError as error:
        return str(error)
    return "awake"


def grow() -> str:
    return "x" * (1 << 31)


def die() -> str:
    os._exit(3)
