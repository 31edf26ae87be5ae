"""What a child process does before its function runs, and the bounds that it puts on itself.

``processes`` starts it, hears it and ends it; see there for what holds for every child.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterable
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, NamedTuple, NoReturn, TypeAlias

PipeEnd: TypeAlias = "Connection[Any, Any]"
"""An end of the pipe over which a child and its parent exchange messages."""

Function = Callable[..., int | None]
"""What a child runs: takes its end of the pipe and its arguments; returns the exit code."""

_MEBIBYTE = 1 << 20
_PR_SET_PDEATHSIG = 1  # prctl(2)


class Orders(NamedTuple):
    """What a child needs to begin.

    Attributes:
        function: What it runs.
        arguments: What the function takes besides the child's end of the pipe.
        held: Connections to keep open.
        forked: Whether it is a fork, which begins with all open files of its parent.
        parent: The process id with which it ends; None for a child that outlives its parent.
        by_kernel: Whether the kernel can be asked to see to that.
    """

    function: Function
    arguments: tuple[Any, ...]
    held: tuple[PipeEnd, ...]
    forked: bool
    parent: int | None
    by_kernel: bool


def begin(connection: PipeEnd, orders: Orders) -> NoReturn:
    """Run the function of ``orders``, and end the process with the exit code that it returns."""
    status = 1
    # Not sys.exit: the exit handlers and buffers that a fork inherits are the parent's.
    try:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        if hasattr(signal, "pthread_sigmask"):
            signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
        _let_go([connection, *orders.held], forked=orders.forked)
        if orders.parent is not None:
            _die_with(orders.parent, by_kernel=orders.by_kernel)
        elif hasattr(os, "setsid"):
            os.setsid()
        status = orders.function(connection, *orders.arguments) or 0
    finally:
        os._exit(status)


def bound_memory(mebibytes: int) -> Callable[[], None]:
    """Bound the address space of this process to its present size and ``mebibytes``.

    Returns:
        A function that lifts the bound.
    """
    if sys.platform != "linux":  # elsewhere the size is not known, or the bound has no effect
        return lambda: None
    import resource  # POSIX alone has it

    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    bound = pages * resource.getpagesize() + mebibytes * _MEBIBYTE
    for limit in (soft, hard):
        if limit != resource.RLIM_INFINITY:
            bound = min(bound, limit)
    resource.setrlimit(resource.RLIMIT_AS, (bound, hard))
    return lambda: resource.setrlimit(resource.RLIMIT_AS, (soft, hard))


def bound_time(seconds: int, message: str) -> None:
    """Raise TimeoutError wherever the work stands after a time, and again until it ends.

    Args:
        seconds: The time. There is no such bound on Windows.
        message: Of the error.
    """
    if sys.platform == "win32":
        return

    def stop(*_: object) -> None:
        raise TimeoutError(message)

    signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds, 0.5)


def _let_go(kept: Iterable[PipeEnd], *, forked: bool) -> None:
    """Turn all streams, and in a fork all other files of the parent, into /dev/null.

    What a child's libraries print can carry what a scanned file says (workflow commands). And the
    parent's reader holds a pipe to a git that ends when that pipe is closed everywhere: with copies
    of it in children, the parent would wait for git for ever.
    """
    taken = {0, 1, 2}
    if forked:
        parent = multiprocessing.parent_process()
        used = {connection.fileno() for connection in kept}
        used |= {parent.sentinel} if parent is not None else set()
        taken |= {int(entry.name) for entry in Path("/dev/fd").iterdir()} - used
    null = os.open(os.devnull, os.O_RDWR)
    for descriptor in taken:
        # Not closed: a number that is taken again could be closed once more by its old owner.
        with contextlib.suppress(OSError):
            os.dup2(null, descriptor, inheritable=False)
    # A fork inherits stream objects too, which need not stand on these descriptors.
    sys.stdout = sys.stderr = os.fdopen(null, "w", encoding="utf-8", errors="replace")


def _die_with(parent: int, *, by_kernel: bool) -> None:
    """See to it that this process ends with its parent.

    Args:
        parent: The parent's process id.
        by_kernel: Whether the kernel can be asked: Linux kills with the thread that forked, so that
            has to be the main one.
    """
    if by_kernel and _killed_by_kernel():
        if os.getppid() != parent:  # it was killed before the kernel was asked
            os._exit(1)
    else:
        threading.Thread(target=_leave_with_parent, daemon=True).start()


def _killed_by_kernel() -> bool:
    """Ask Linux to kill this process when its parent ends: prctl(2), PR_SET_PDEATHSIG."""
    try:
        import ctypes  # lazy: a child on Linux only

        prctl = ctypes.CDLL(None).prctl
        return bool(prctl(_PR_SET_PDEATHSIG, ctypes.c_ulong(signal.SIGKILL)) == 0)
    except (ImportError, OSError, AttributeError):
        return False


def _leave_with_parent() -> NoReturn:
    parent = multiprocessing.parent_process()
    assert parent is not None, "this is a child"
    parent.join()
    os._exit(1)
