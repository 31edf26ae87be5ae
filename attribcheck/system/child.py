"""The child's side of ``processes``: isolates the process, then runs its function.

See ``processes`` for the guarantees that every child has.
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
"""Runs in a child: takes its end of the pipe and its arguments; returns the exit code."""

_MEBIBYTE = 1 << 20
_PR_SET_PDEATHSIG = 1  # prctl(2)


class Orders(NamedTuple):
    """Start parameters of a child.

    Attributes:
        function: The function to run.
        arguments: Its arguments after the child's end of the pipe.
        held: Connections to keep open.
        forked: Whether the child is a fork, which inherits all open files of its parent.
        parent: The id of the process to end with; None for a child that outlives its parent.
        by_kernel: Whether the kernel can kill it at its parent's end.
    """

    function: Function
    arguments: tuple[Any, ...]
    held: tuple[PipeEnd, ...]
    forked: bool
    parent: int | None
    by_kernel: bool


def begin(connection: PipeEnd, orders: Orders) -> NoReturn:
    """Run the function of ``orders`` and end the process with its exit code."""
    status = 1
    # os._exit, not sys.exit: exit handlers and buffers of a fork are the parent's.
    try:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        if hasattr(signal, "pthread_sigmask"):
            signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
        _detach_files([connection, *orders.held], forked=orders.forked)
        if orders.parent is not None:
            die_with(orders.parent, by_kernel=orders.by_kernel)
        elif hasattr(os, "setsid"):
            os.setsid()
        status = orders.function(connection, *orders.arguments) or 0
    finally:
        os._exit(status)


def bound_memory(mebibytes: int) -> Callable[[], None]:
    """Limit the growth of this process's address space to ``mebibytes``.

    Returns:
        A function that lifts the limit.
    """
    if sys.platform != "linux":  # elsewhere the size is unknown, or the limit has no effect
        return lambda: None
    import resource  # POSIX only

    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    bound = pages * resource.getpagesize() + mebibytes * _MEBIBYTE
    for limit in (soft, hard):
        if limit != resource.RLIM_INFINITY:
            bound = min(bound, limit)
    resource.setrlimit(resource.RLIMIT_AS, (bound, hard))
    return lambda: resource.setrlimit(resource.RLIMIT_AS, (soft, hard))


def bound_time(seconds: int, message: str) -> None:
    """Raise TimeoutError in the running code after ``seconds``, repeatedly until the process ends.

    Args:
        seconds: The time limit; ignored on Windows.
        message: The message of the error.
    """
    if sys.platform == "win32":
        return

    def stop(*_: object) -> None:
        raise TimeoutError(message)

    signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds, 0.5)


def _detach_files(kept: Iterable[PipeEnd], *, forked: bool) -> None:
    """Redirect the standard streams, and in a fork the parent's other files, to /dev/null.

    A child's libraries could print workflow commands from a scanned file. And git ends only when
    every copy of its input pipe is closed: with copies in children, the parent would wait for ever.
    """
    redirected = {0, 1, 2}
    if forked:
        parent = multiprocessing.parent_process()
        used = {connection.fileno() for connection in kept}
        used |= {parent.sentinel} if parent is not None else set()
        redirected |= {int(entry.name) for entry in Path("/dev/fd").iterdir()} - used
    null = os.open(os.devnull, os.O_RDWR)
    for descriptor in redirected:
        # Not closed: a number in use again could be closed once more by its old owner.
        with contextlib.suppress(OSError):
            os.dup2(null, descriptor, inheritable=False)
    # A fork also inherits stream objects, which may use other descriptors.
    sys.stdout = sys.stderr = os.fdopen(null, "w", encoding="utf-8", errors="replace")


def die_with(parent: int, *, by_kernel: bool) -> None:
    """End this process when its parent ends.

    Args:
        parent: The parent's process id.
        by_kernel: Whether to ask the kernel. Linux kills the child when the *thread* that forked it
            ends, so that must be the main one.
    """
    if by_kernel and _killed_by_kernel():
        if os.getppid() != parent:  # it had ended before
            os._exit(1)
    else:
        threading.Thread(target=_leave_with_parent, daemon=True).start()


def _killed_by_kernel() -> bool:
    """Set PR_SET_PDEATHSIG, prctl(2): Linux then kills this process when its parent ends."""
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
