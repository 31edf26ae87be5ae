"""Starts, limits and ends child processes; the only module that does.

``Child`` runs one function in a process and exchanges messages with it over a pipe. ``run`` calls a
function in a child once, with limits on time and memory. For every child:

- Each message has a deadline, and an early end is reported with its cause: ``Child.receive``.
- The child's output is discarded. A fork keeps no open file of its parent.
- Ctrl-C reaches the parent only.
- The child ends when its parent is killed. On Linux the kernel ensures that; elsewhere a thread of
  the child does, once a long call in C lets it run.
- ``Child.end`` leaves no zombie.

Linux forks children, which inherit the parent's loaded modules. macOS and Windows spawn them:
forking a process that uses system frameworks is unsafe on macOS, and Windows can't fork.
The memory limit exists on Linux only, the alarm in a function with a time limit on POSIX only.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
import sys
import threading
import time
import warnings
from collections.abc import Callable, Iterable, Iterator
from math import inf
from multiprocessing.connection import wait
from typing import Any

from attribcheck.core.errors import AttribcheckError
from attribcheck.system.child import Function, Orders, PipeEnd, begin, bound_memory, bound_time

FORKS = sys.platform == "linux"
"""Whether children are forked by default."""

_GRACE = 5.0  # seconds for a child in a long call, or one that closed its pipe and runs on
_PAUSE = 0.002  # seconds between two polls for the end of a process


class DiedError(AttribcheckError):
    """A child ended before it sent the expected message.

    Attributes:
        exit_code: As in ``multiprocessing.Process.exitcode``: negative for a signal.
        cause: The exit code or the signal, for people: "exit code 3", "SIGKILL".
    """

    def __init__(self, exit_code: int) -> None:
        self.exit_code = exit_code
        self.cause = _cause(exit_code)
        super().__init__(f"a child process of attribcheck ended ({self.cause})")


class OverdueError(AttribcheckError):
    """A child did not send its next message in time; it is still running."""

    def __init__(self) -> None:
        super().__init__("a child process of attribcheck did not answer in time")


class Child:
    """A child process that runs ``function(connection, *arguments)``.

    Args:
        function: A module-level function. An exception ends the child with exit code 1.
        arguments: Pickled when the child is spawned.
        seconds: Time limit of its first message; ``allow`` sets that of the next.
        forks: Whether it is forked rather than spawned.
        held: Connections that it keeps open, without using them.
        outlives: Whether it survives its parent, to clean up. Signals to the parent's process group
            do not reach it then.

    Attributes:
        connection: The parent's end of the pipe.

    Raises:
        AttribcheckError: no process can be started.
    """

    def __init__(
        self,
        function: Function,
        *arguments: Any,
        seconds: float,
        forks: bool = FORKS,
        held: Iterable[PipeEnd] = (),
        outlives: bool = False,
    ) -> None:
        get_context = multiprocessing.get_context
        context = get_context("fork") if forks else get_context("spawn")
        self.connection, theirs = context.Pipe()
        orders = Orders(
            function,
            arguments,
            tuple(held),
            forked=forks,
            parent=None if outlives else os.getpid(),
            by_kernel=FORKS and threading.current_thread() is threading.main_thread(),
        )
        self._process = context.Process(target=begin, args=(theirs, orders), daemon=True)
        try:
            with _no_interrupt(), warnings.catch_warnings():
                # Python warns of threads that a fork lacks (a progress bar's). A child acquires no
                # lock of theirs.
                warnings.simplefilter("ignore", DeprecationWarning)
                self._process.start()
        except BaseException as error:
            if self._process.pid is not None:
                self._process.kill()
                self._process.join()
            self.connection.close()
            if isinstance(error, OSError):
                raise AttribcheckError(f"can't start a process: {error.strerror}") from error
            raise
        finally:
            theirs.close()
        self.allow(seconds)

    def allow(self, seconds: float) -> None:
        """Set the deadline of the next message to ``seconds`` from now."""
        self.deadline = time.monotonic() + seconds

    @property
    def is_overdue(self) -> bool:
        """Whether the deadline of the next message has passed."""
        return time.monotonic() >= self.deadline

    def send(self, message: object) -> None:
        """Send a message. A child that has ended is reported by ``receive``."""
        with contextlib.suppress(OSError):
            self.connection.send(message)

    def receive(self) -> Any:
        """Wait for the next message and return it.

        Raises:
            OverdueError: the deadline has passed.
            DiedError: the child has ended.
        """
        try:
            if self.connection.poll(max(0.0, self.deadline - time.monotonic())):
                return self.connection.recv()
        except (EOFError, OSError):
            raise DiedError(self._exit_code()) from None
        raise OverdueError

    def kill(self) -> None:
        """Kill the child without waiting; see ``end``."""
        self._process.kill()

    def end(self) -> None:
        """Kill the child if it still runs, wait for it and free its resources."""
        self._process.kill()
        self._process.join()
        self._process.close()
        self.connection.close()

    def _exit_code(self) -> int:
        # Not ``join``: it waits on a file that a fork has already closed.
        end = time.monotonic() + _GRACE
        while self._process.exitcode is None and time.monotonic() < end:
            time.sleep(_PAUSE)
        if self._process.exitcode is None:  # it has only closed its end of the pipe
            self._process.kill()
            self._process.join()
        code = self._process.exitcode
        assert code is not None, "it was waited for"
        return int(code)


def wait_for_any(children: Iterable[Child], patience: float = inf) -> list[Child]:
    """Wait until a child has a message, has ended or is overdue; return all such children.

    Args:
        children: At least one.
        patience: The most seconds to wait; with 0 none may be returned.
    """
    children = list(children)
    timeout = max(0.0, min(child.deadline for child in children) - time.monotonic())
    timeout = min(timeout, patience)
    ready = wait([child.connection for child in children], timeout=timeout)
    return [child for child in children if child.connection in ready or child.is_overdue]


def run(function: Callable[..., str], *arguments: Any, seconds: int, mebibytes: int) -> str:
    """Return ``function(*arguments)``, called in a child process.

    Args:
        function: A module-level function. An exception other than AttribcheckError counts as an end
            without a result.
        arguments: Pickled.
        seconds: Time limit. On POSIX systems TimeoutError is raised in the function then, so that
            it can report its position.
        mebibytes: Memory limit, on top of Python itself.

    Raises:
        AttribcheckError: the function raised one (its message is kept) or exceeded a limit.
    """
    # Spawned: it inherits nothing from this process.
    child = Child(
        _answer, function, arguments, seconds, mebibytes, seconds=seconds + _GRACE, forks=False
    )
    try:
        answered, text = child.receive()
    except OverdueError:
        raise AttribcheckError(_too_long(seconds)) from None
    except DiedError as died:
        raise AttribcheckError(
            f"it ended without a result ({died.cause}); it may have needed more than"
            f" {mebibytes} MiB of memory"
        ) from None
    finally:
        child.end()
    if not answered:
        raise AttribcheckError(text)
    return str(text)


@contextlib.contextmanager
def _no_interrupt() -> Iterator[None]:
    """Block Ctrl-C while a child starts: before it ignores SIGINT it would print a traceback."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _answer(
    connection: PipeEnd,
    function: Callable[..., str],
    arguments: tuple[Any, ...],
    seconds: int,
    mebibytes: int,
) -> None:
    bound_time(seconds, _too_long(seconds))
    bound_memory(mebibytes)
    try:
        answer = True, function(*arguments)
    except AttribcheckError as error:
        answer = False, error.message
    connection.send(answer)


def _too_long(seconds: int) -> str:
    return f"it took more than {seconds} seconds"


def _cause(exit_code: int) -> str:
    if exit_code >= 0:
        return f"exit code {exit_code}"
    try:
        return signal.Signals(-exit_code).name
    except ValueError:
        return f"signal {-exit_code}"
