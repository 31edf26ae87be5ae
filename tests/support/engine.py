"""A cheap engine whose behaviour stands in the content that it scans.

It is a module of its own, since a spawned worker imports it by its name.
"""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path

from attribcheck.core.errors import EngineError
from attribcheck.core.model import FileScan


def load() -> None:
    """The fake engine is ready at once."""


def load_nothing() -> None:
    raise EngineError("scancode is not installed", hint="pip install scancode-toolkit")


def scan(location: str, content: bytes, path: str) -> FileScan:
    """Do what the content says; the answer's expression tells what the engine was given."""
    order, _, argument = content.decode().partition(" ")
    ORDERS[order](argument)
    if order == "pid":
        return FileScan(str(os.getpid()))
    return FileScan(f"{location}|{path}|{content.decode()}")


def count(location: str, content: bytes, path: str) -> tuple[int, int]:
    """Return the process that answers and the length of the content."""
    if content == b"echo half":
        raise ValueError("no half")
    return os.getpid(), len(content)


def die(_: str) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def die_once(marker: str) -> None:
    if not Path(marker).exists():
        Path(marker).touch()
        os.kill(os.getpid(), signal.SIGKILL)


def refuse(text: str) -> None:
    raise ValueError(text)


def misshape(text: str) -> None:
    raise EngineError(text, hint="install 32")


def shout(text: str) -> None:
    os.write(1, text.encode())
    sys.stderr.write(text)


def nothing(_: str) -> None:
    """Do nothing."""


ORDERS: dict[str, Callable[[str], object]] = {
    "sleep": lambda seconds: time.sleep(float(seconds)),
    "allocate": lambda mebibytes: bytearray(int(mebibytes) * 1024 * 1024),
    "die": die,
    "die-once": die_once,
    "leave": lambda _: os._exit(3),
    "raise": refuse,
    "misshape": misshape,
    "print": shout,
    "pid": nothing,
    "echo": nothing,
}
