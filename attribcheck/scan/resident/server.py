"""The process that keeps the engine, and answers one check after the other."""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import socket
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from attribcheck.core.errors import AttribcheckError, EngineError
from attribcheck.core.model import Blob, FileScan
from attribcheck.scan.base import Limits, Request
from attribcheck.scan.codec import encode
from attribcheck.scan.engine import ScancodeEngine
from attribcheck.scan.resident import wire
from attribcheck.scan.scancode import adapter
from attribcheck.system.private_dirs import UntrustedError, require_private

_LOOK = 5.0  # seconds between two looks whether it is still wanted
_RECEIVE = 10.0  # seconds for a client to send its next file, or to take an answer


def serve(path: Path, data: Path, minutes: float) -> None:
    """Load the engine and answer on a socket until nobody asks for ``minutes``.

    Returns at once when another process serves there.

    Args:
        path: The socket, in a private directory.
        data: The file of the mapped data.
        minutes: How long it waits for the next check.

    Raises:
        EngineError: the engine does not load.
        UntrustedError: another user could write into the directory.
        OSError: the socket can't be made.
    """
    require_private(path.parent)
    with contextlib.ExitStack() as stack:
        lock = stack.enter_context(path.with_suffix(".lock").open("a"))
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return
        adapter.load(data)  # before it listens: nobody waits for the load
        path.unlink(missing_ok=True)  # of a process that was killed
        listener = stack.enter_context(socket.socket(socket.AF_UNIX, socket.SOCK_STREAM))
        listener.bind(str(path))
        path.chmod(0o600)
        listener.listen(8)
        listener.settimeout(_LOOK)
        mine = path.lstat().st_ino
        try:
            _answer_all(listener, data, minutes, lambda: _is_there(path, mine) and data.exists())
        finally:
            if _is_there(path, mine):
                path.unlink(missing_ok=True)


def _answer_all(
    listener: socket.socket, data: Path, minutes: float, wanted: Callable[[], bool]
) -> None:
    last = time.monotonic()
    while wanted() and time.monotonic() - last < minutes * 60:
        try:
            connection, _ = listener.accept()
        except TimeoutError:
            continue
        # A client that ends early, or sends what is no request, concerns nobody else.
        with connection, contextlib.suppress(UntrustedError, AttribcheckError, OSError, ValueError):
            wire.require_same_user(connection)
            _answer(connection, data)
        last = time.monotonic()


def _answer(connection: socket.socket, data: Path) -> None:
    connection.settimeout(_RECEIVE)
    wire.send(connection, wire.READY)
    limits = Limits(*json.loads(wire.receive(connection)))
    requests = list(_requests(connection))
    numbers = {id(request): number for number, request in enumerate(requests)}
    engine = ScancodeEngine(limits=limits, data=data.parent, loaded=data)
    try:
        for request, found in engine.scan(requests):
            number = numbers[id(request)].to_bytes(4, "big")
            if isinstance(found, FileScan):
                wire.send(connection, number, wire.SCANNED, encode(found))
            else:
                wire.send(connection, number, wire.FAILED, json.dumps([*found]).encode())
    except EngineError as error:
        told = json.dumps([error.message, error.hint]).encode()
        wire.send(connection, bytes(4), wire.BROKEN, told)


def _requests(connection: socket.socket) -> Iterator[Request]:
    while header := wire.receive(connection):
        path, oid = json.loads(header)
        yield Request(Blob(path, oid), wire.receive(connection))


def _is_there(path: Path, inode: int) -> bool:
    try:
        return path.lstat().st_ino == inode
    except OSError:
        return False


def main(arguments: list[str]) -> None:
    """Serve; see ``serve``. A failure ends the process: the next check scans by itself."""
    path, data, minutes = arguments
    os.chdir("/")
    with contextlib.suppress(AttribcheckError, UntrustedError, OSError):
        serve(Path(path), Path(data), float(minutes))
