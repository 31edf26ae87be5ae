"""The one supervisor of child processes: starts them, bounds them, hears them and ends them.

``Child`` is a process that runs one function and exchanges messages with it over a pipe. ``run``
calls a function in a child once, within bounds on time and memory. For every child:

- A message has a deadline, and a death has a cause: ``Child.receive``.
- Nothing that the child prints reaches our output. A fork keeps no open file of its parent either.
- Ctrl-C is for the parent, which decides what becomes of the run.
- A parent that is killed takes the child with it. On Linux the kernel sees to that, whatever the
  child is doing; elsewhere a thread of the child does, once a long call in C lets it run.
- ``Child.end`` leaves no zombie.

On Linux children are forked and inherit what the parent has loaded. Elsewhere they are spawned:
forking a process that uses the system's frameworks is not safe on macOS, and Windows has no fork.
The bound on memory exists on Linux only, the alarm inside of a bounded function on POSIX only.
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
from multiprocessing.connection import wait
from typing import Any

from attribcheck.core.errors import AttribcheckError
from attribcheck.system.child import Function, Orders, PipeEnd, begin, bound_memory, bound_time

FORKS = sys.platform == "linux"
"""Whether children are forked unless their starter says otherwise."""

_GRACE = 5.0  # seconds for a child that is in one long call, or has closed its pipe and lives on
_PAUSE = 0.002  # seconds between two looks for the end of a process that is ending


class DiedError(AttribcheckError):
    """A child ended before it sent what was waited for.

    Attributes:
        exit_code: As in ``multiprocessing.Process.exitcode``: negative for a signal.
        cause: The exit code or the signal, for people: "exit code 3", "SIGKILL".
    """

    def __init__(self, exit_code: int) -> None:
        self.exit_code = exit_code
        self.cause = _cause(exit_code)
        super().__init__(f"a process of attribcheck ended ({self.cause})")


class OverdueError(AttribcheckError):
    """A child did not send its next message in time. It still runs."""

    def __init__(self) -> None:
        super().__init__("a process of attribcheck did not answer in time")


class Child:
    """A child process that runs ``function(connection, *arguments)``.

    Args:
        function: A function of a module. An exception that it lets through ends the child with exit
            code 1.
        arguments: Pickled when the child is spawned.
        seconds: How long its first message may take; ``allow`` says so of the next one.
        forks: Whether it is forked rather than spawned.
        held: Connections that it keeps open as long as it lives, without using them.
        outlives: Whether it lives on when the parent is killed, to clean up. Signals to the
            parent's process group do not reach it then.

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
        how = multiprocessing.get_context
        context = how("fork") if forks else how("spawn")
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
                # Python warns of threads that a fork does not carry over (a progress bar's). A
                # child takes no lock that they could hold.
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
        """Let the next message take ``seconds`` from now."""
        self.deadline = time.monotonic() + seconds

    @property
    def is_overdue(self) -> bool:
        """Whether the time for the next message is up."""
        return time.monotonic() >= self.deadline

    def send(self, message: object) -> None:
        """Send a message; that the child has died is for ``receive`` to say."""
        with contextlib.suppress(OSError):
            self.connection.send(message)

    def receive(self) -> Any:
        """Wait for the next message and return it.

        Raises:
            OverdueError: it did not come in time.
            DiedError: the child ended instead.
        """
        try:
            if self.connection.poll(max(0.0, self.deadline - time.monotonic())):
                return self.connection.recv()
        except (EOFError, OSError):
            raise DiedError(self._exit_code()) from None
        raise OverdueError

    def kill(self) -> None:
        """Kill the child; ``end`` waits for its end."""
        self._process.kill()

    def end(self) -> None:
        """Kill the child, if it still runs, and free everything that it took."""
        self._process.kill()
        self._process.join()
        self._process.close()
        self.connection.close()

    def _exit_code(self) -> int:
        # Not ``join``: it waits by a file that a fork, which keeps none, has let go of.
        end = time.monotonic() + _GRACE
        while self._process.exitcode is None and time.monotonic() < end:
            time.sleep(_PAUSE)
        if self._process.exitcode is None:  # it has closed its end of the pipe, no more
            self._process.kill()
            self._process.join()
        code = self._process.exitcode
        assert code is not None, "it was waited for"
        return int(code)


def wait_for_any(children: Iterable[Child]) -> list[Child]:
    """Wait until a child has a message, has died or is overdue; return all of which that is true.

    Args:
        children: At least one.
    """
    children = list(children)
    patience = max(0.0, min(child.deadline for child in children) - time.monotonic())
    ready = wait([child.connection for child in children], timeout=patience)
    return [child for child in children if child.connection in ready or child.is_overdue]


def run(function: Callable[..., str], *arguments: Any, seconds: int, mebibytes: int) -> str:
    """Return ``function(*arguments)``, called in a child of its own.

    Args:
        function: A function of a module. What it raises besides AttribcheckError counts as an end
            without an answer.
        arguments: Pickled on the way.
        seconds: How long it may take. On POSIX systems TimeoutError is raised inside of it then, so
            that it can say where its work stopped.
        mebibytes: How much memory it may take, on top of Python itself.

    Raises:
        AttribcheckError: with the function's own message, or with the bound that it exceeded.
    """
    # Spawned: it needs nothing of this process, and gets nothing.
    child = Child(
        _answer, function, arguments, seconds, mebibytes, seconds=seconds + _GRACE, forks=False
    )
    try:
        answered, text = child.receive()
    except OverdueError:
        raise AttribcheckError(_too_long(seconds)) from None
    except DiedError as died:
        raise AttribcheckError(
            f"it ended without an answer ({died.cause}), as a process does that needs more than"
            f" {mebibytes} MiB"
        ) from None
    finally:
        child.end()
    if not answered:
        raise AttribcheckError(text)
    return str(text)


@contextlib.contextmanager
def _no_interrupt() -> Iterator[None]:
    """Hold Ctrl-C back while a child starts: until it ignores it, it would print a traceback."""
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
    return f"it takes more than {seconds} seconds"


def _cause(exit_code: int) -> str:
    if exit_code >= 0:
        return f"exit code {exit_code}"
    try:
        return signal.Signals(-exit_code).name
    except ValueError:
        return f"signal {-exit_code}"
