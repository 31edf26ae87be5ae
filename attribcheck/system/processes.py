"""Runs a function in a process of its own, for a bounded time and within bounded memory.

What can be bounded differs. An alarm inside of the process, which can say where the work stood,
needs a POSIX system, and the bound on memory Linux. Elsewhere the process is killed when its time
is up, and its memory is not bounded.
"""

from __future__ import annotations

import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from attribcheck.core.errors import AttribcheckError

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

_MEBIBYTE = 1 << 20
_GRACE = 5.0  # seconds for what stands in one long call, where no alarm is heard
_DONE, _FAILED = b"+", b"-"


def run(function: Callable[..., str], *arguments: Any, seconds: int, mebibytes: int) -> str:
    """Return ``function(*arguments)``.

    Args:
        function: A function of a module; what it raises besides AttribcheckError is told as an end
            without an answer.
        arguments: What it is given; pickled on the way.
        seconds: How long it may take.
        mebibytes: How much memory it may take, on top of Python itself.

    Raises:
        AttribcheckError: with the function's own message, or with what bound it exceeded.
    """
    import multiprocessing

    # Not forked: of this process nothing has to be there, and nothing is.
    context = multiprocessing.get_context("spawn")
    receiver, sender = context.Pipe(duplex=False)
    process = context.Process(
        target=_child, args=(sender, function, arguments, seconds, mebibytes), daemon=True
    )
    try:
        process.start()
        sender.close()
        if not receiver.poll(seconds + _GRACE):
            raise AttribcheckError(_too_long(seconds))
        answer = receiver.recv_bytes()
    except EOFError:
        raise AttribcheckError(
            f"it ended without an answer, as a process does that needs more than {mebibytes} MiB"
        ) from None
    finally:
        if process.pid is not None:
            process.kill()
            process.join()
        receiver.close()
    text = answer[1:].decode("utf-8", "surrogatepass")
    if answer[:1] == _FAILED:
        raise AttribcheckError(text)
    return text


def _child(
    sender: Connection,
    function: Callable[..., str],
    arguments: tuple[Any, ...],
    seconds: int,
    mebibytes: int,
) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent, which ends this
    _bound_time(seconds)
    bound_memory(mebibytes)
    try:
        answer = _DONE + function(*arguments).encode("utf-8", "surrogatepass")
    except AttribcheckError as error:
        answer = _FAILED + error.message.encode("utf-8", "surrogatepass")
    except MemoryError:
        sys.exit(1)
    sender.send_bytes(answer)


def _bound_time(seconds: int) -> None:
    """Raise TimeoutError wherever the work stands after ``seconds``, and again until it ends."""
    if sys.platform == "win32":
        return

    def stop(*_: object) -> None:
        raise TimeoutError(_too_long(seconds))

    signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds, 0.5)


def _too_long(seconds: int) -> str:
    return f"it takes more than {seconds} seconds"


def bound_memory(mebibytes: int) -> Callable[[], None]:
    """Bound the address space to its present size and ``mebibytes``; return what lifts it."""
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
