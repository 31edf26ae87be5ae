"""The process that stays: it forks for each command that is handed over, and waits for its end."""

from __future__ import annotations

import contextlib
import fcntl
import gc
import importlib
import os
import select
import signal
import socket
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import NamedTuple, NoReturn

from attribcheck.core.errors import EXIT_INTERRUPTED
from attribcheck.resident import address
from attribcheck.resident.client import ANSWER, GREETING
from attribcheck.resident.command import LONGEST_NAMES, run_command
from attribcheck.resident.freshness import Sources
from attribcheck.system.child import die_with
from attribcheck.system.private_dirs import UntrustedError, require_private

_LOOK = 5.0  # seconds between two looks whether it is still wanted
_GRACE = 5.0  # seconds for a command to end whose client is gone
_MOST = 64  # commands at once: each takes three open files
_REFUSED = 255  # the exit code of a fork that can't stand for its caller; no command has it


class _Command(NamedTuple):
    """A command that runs in a fork.

    Attributes:
        pid: The fork, and the group of it and its children.
        connection: To its client.
        names: A pipe over which it tells the modules that it had to import.
    """

    pid: int
    connection: socket.socket
    names: int


class Server:
    """Runs the commands that come to a socket.

    Args:
        listener: The socket, which listens.
        known: The identity of this process.
        run: Runs a command, with ``sys.argv``, and returns its exit code.

    Attributes:
        is_current: Whether a new process would still be the same.
    """

    def __init__(self, listener: socket.socket, known: bytes, run: Callable[[], int]) -> None:
        self._listener = listener
        self._known = known
        self._run = run
        self._sources = Sources()
        self._poll = select.epoll()
        self._poll.register(listener, select.EPOLLIN)
        self._running: dict[int, _Command] = {}  # by a file for the end of its process
        self._clients: dict[int, int] = {}  # by the file of its connection: that of its end
        self._abandoned: dict[int, float] = {}  # by the file for its end: when it is killed
        self._last = time.monotonic()
        self.is_current = self._sources.are_unchanged()
        # A fork that is interrupted before it is ready to be would go on as this process.
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})

    @property
    def is_busy(self) -> bool:
        """Whether a command runs."""
        return bool(self._running)

    @property
    def idle(self) -> float:
        """The seconds since a command came or ended."""
        return time.monotonic() - self._last

    def step(self) -> None:
        """Wait some seconds for what happens next, and act on it."""
        listener = self._listener.fileno()
        happened = {file for file, _ in self._poll.poll(_LOOK)}
        # Of one command, its end and that of its client can come together, and a new connection
        # takes the number of a closed one: ends first, new ones last.
        for file in happened & self._running.keys():
            self._ended(file)
        for file in happened & self._clients.keys():
            self._abandon(file)
        if listener in happened:
            self._accept()
        if happened:
            self._last = time.monotonic()
        for file, end in self._abandoned.items():
            if time.monotonic() > end:
                _signal(self._running[file].pid, signal.SIGKILL)

    def _accept(self) -> None:
        try:
            connection, _ = self._listener.accept()
        except OSError:  # its client is gone
            return
        try:
            address.require_same_rights(address.require_same_user(connection))
            self.is_current = self._sources.are_unchanged()
            if self.is_current and len(self._running) < _MOST:
                connection.sendall(GREETING)
                self._start(connection)
                return
        except (UntrustedError, OSError):
            pass
        connection.close()

    def _start(self, connection: socket.socket) -> None:
        names, told = os.pipe()
        parent = os.getpid()
        try:
            pid = os.fork()
            if not pid:
                self._be(connection, told, parent)
            try:
                end = os.pidfd_open(pid)
            except OSError:
                os.kill(pid, signal.SIGKILL)
                os.waitpid(pid, 0)
                raise
        except OSError:
            os.close(names)
            raise
        finally:
            os.close(told)
        with contextlib.suppress(OSError):  # the fork did it, or has ended
            os.setpgid(pid, pid)
        self._running[end] = _Command(pid, connection, names)
        self._poll.register(end, select.EPOLLIN)
        # Not for what can be read: that is for the fork.
        self._poll.register(connection, select.EPOLLRDHUP)
        self._clients[connection.fileno()] = end

    def _be(self, connection: socket.socket, told: int, parent: int) -> NoReturn:
        """Be the fork: run one command."""
        try:
            code = _REFUSED
            try:
                code = self._ran(connection, told, parent)
            except KeyboardInterrupt:
                code = EXIT_INTERRUPTED
            finally:
                os._exit(code)
        except KeyboardInterrupt:  # in the lines above; it comes once
            os._exit(EXIT_INTERRUPTED)

    def _ran(self, connection: socket.socket, told: int, parent: int) -> int:
        die_with(parent, by_kernel=True)  # the client then runs the command: not twice at once
        # As in a shell, Ctrl-C is for git too.
        os.setpgid(0, 0)
        signal.signal(signal.SIGINT, signal.default_int_handler)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
        self._poll.close()
        self._listener.close()
        for end, command in self._running.items():
            os.close(end)
            os.close(command.names)
            command.connection.close()
        return run_command(connection, told, self._known, self._run)

    def _ended(self, file: int) -> None:
        command = self._running.pop(file)
        self._abandoned.pop(file, None)
        # A fork that has just begun can hold both: closed here, they would go on to report.
        self._poll.unregister(file)
        if self._clients.pop(command.connection.fileno(), None) is not None:
            self._poll.unregister(command.connection)
        _, status = os.waitpid(command.pid, 0)
        os.close(file)
        code = os.waitstatus_to_exitcode(status)
        with command.connection as connection, contextlib.suppress(OSError):
            if 0 <= code < _REFUSED:  # else the client has to run it
                connection.sendall(ANSWER + bytes([code]))
        begin = time.time_ns()
        _import_all(_read(command.names).decode("utf-8", "replace").splitlines())
        self._sources.note(begin)

    def _abandon(self, connection: int) -> None:
        """Have a command end whose client was interrupted, or is gone."""
        self._poll.unregister(connection)
        end = self._clients.pop(connection)
        _signal(self._running[end].pid, signal.SIGINT)
        self._abandoned[end] = time.monotonic() + _GRACE


def _read(pipe: int) -> bytes:
    """Return what a process that has ended wrote into ``pipe``, and close it."""
    os.set_blocking(pipe, False)  # a child of that process can hold the other end
    try:
        return os.read(pipe, LONGEST_NAMES)
    except BlockingIOError:
        return b""
    finally:
        os.close(pipe)


def _import_all(names: Iterable[str]) -> None:
    """Import what a command had to: the next one need not."""
    for name in names:
        with contextlib.suppress(Exception):  # a module that is made, not imported
            importlib.import_module(name)
    gc.freeze()


def _signal(group: int, number: int) -> None:
    with contextlib.suppress(OSError):
        os.killpg(group, number)


def _is_there(path: Path, inode: int) -> bool:
    try:
        return path.lstat().st_ino == inode
    except OSError:
        return False


def serve(
    load: Callable[[], None],
    run: Callable[[], int],
    minutes: float,
    is_wanted: Callable[[], bool] = lambda: True,
) -> None:
    """Listen, and run commands until none came for ``minutes``.

    Returns at once when another process listens there, or none can.

    Args:
        load: Called before it listens: nobody waits for it.
        run: See ``Server``.
        minutes: How long it waits for the next command.
        is_wanted: Whether it should go on.

    Raises:
        UntrustedError: another user could write into the directory.
        OSError: the socket can't be made.
    """
    known = address.identity()
    place = address.socket_path(known)
    if place is None:
        return
    path = Path(place)
    require_private(path.parent.resolve())
    with contextlib.ExitStack() as stack:
        lock = stack.enter_context(path.with_suffix(".lock").open("a"))
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return
        load()
        path.unlink(missing_ok=True)  # of a process that was killed
        listener = stack.enter_context(socket.socket(socket.AF_UNIX, socket.SOCK_STREAM))
        listener.bind(str(path))
        path.chmod(0o600)
        listener.listen(_MOST)
        mine = path.lstat().st_ino
        server = Server(listener, known, run)
        try:
            while server.is_busy or (
                server.is_current
                and server.idle < minutes * 60
                and _is_there(path, mine)
                and is_wanted()
            ):
                server.step()
        finally:
            if _is_there(path, mine):
                path.unlink(missing_ok=True)
