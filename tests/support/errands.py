"""Functions that tests have run in a process of its own, which imports this module."""

from __future__ import annotations

import os
import signal
import sys
import time

from attribcheck.core.errors import AttribcheckError
from attribcheck.system.child import PipeEnd, bound_memory


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


def echo(connection: PipeEnd, *arguments: object) -> None:
    """Send the arguments, then every message that comes in."""
    connection.send(arguments)
    while True:
        connection.send(connection.recv())


def wait_for_the_end(connection: PipeEnd) -> None:
    connection.send(os.getpid())
    time.sleep(60)


def compute_without_end(connection: PipeEnd) -> None:
    """Stay in one call of C, in which no other thread of this process runs."""
    connection.send(os.getpid())
    sum(range(10**12))


def close_and_live_on(connection: PipeEnd) -> None:
    connection.close()
    time.sleep(60)


def fail(connection: PipeEnd) -> None:
    raise ValueError("no such thing")


def leave(connection: PipeEnd, code: int) -> None:
    os._exit(code)


def be_killed(connection: PipeEnd) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def grow_beyond(connection: PipeEnd, mebibytes: int) -> None:
    bound_memory(mebibytes)
    try:
        # Far more than a parent, whose memory a fork has, may have freed.
        connection.send(len(bytearray(32 * mebibytes << 20)))
    except MemoryError:
        connection.send("refused")


def shout(connection: PipeEnd) -> None:
    """Print in every way, and send what can be read from standard input."""
    os.write(1, b"::error::forged\n")
    os.write(2, b"::error::forged\n")
    for stream in (sys.stdout, sys.stderr):
        stream.write("::error::forged\n")
        stream.flush()
    connection.send(os.read(0, 10))
