"""The socket of a resident engine, and the messages over it.

A message is its length in four bytes, in network order, and its bytes. The engine says that it is
``READY``. A client sends its limits; for each file its path and id, and its content; and an empty
message. It gets a message for each file, in any order: its number in four bytes, a kind in one
(``SCANNED``, ``FAILED`` or ``BROKEN``) and a payload.
"""

from __future__ import annotations

import hashlib
import os
import socket
import struct
import sys
from pathlib import Path

from attribcheck import __version__
from attribcheck.system.private_dirs import UntrustedError, require_private

SUPPORTED = sys.platform == "linux"
PREFIX = "resident-"
"""Begins the names of the socket and of its lock in the directory of the cache."""

READY = b"R"
SCANNED, FAILED, BROKEN = b"S", b"F", b"B"
"""A result; the reason and the fix of a ``ScanFailure``; message and hint of an EngineError."""

_LENGTH = struct.Struct("!I")
_CREDENTIALS = struct.Struct("3i")  # pid, uid, gid: unix(7), SO_PEERCRED
_LONGEST = 1 << 27  # bytes; a file that is scanned has less
_LONGEST_PATH = 107  # bytes: sun_path of unix(7)


def address(folder: Path, identity: str) -> Path | None:
    """Return the path of the socket of an engine; None where there can be none.

    Args:
        folder: The private directory of the cache.
        identity: The identity of the engine.
    """
    text = f"{__version__}\0{sys.executable}\0{identity}"
    name = f"{PREFIX}{hashlib.blake2b(text.encode(), digest_size=8).hexdigest()}.sock"
    path = folder / name
    return path if SUPPORTED and len(os.fsencode(path)) <= _LONGEST_PATH else None


def connected(path: Path, seconds: float) -> socket.socket:
    """Return a connection to the engine at ``path``, whose operations last at most ``seconds``.

    Raises:
        OSError: nobody listens there.
        UntrustedError: another user could have put it there, or listens.
    """
    require_private(path.parent.resolve(), path)
    connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        connection.settimeout(seconds)
        connection.connect(str(path))
        require_same_user(connection)
    except BaseException:
        connection.close()
        raise
    return connection


def require_same_user(connection: socket.socket) -> None:
    """Raise UntrustedError when the other side is a process of another user."""
    option = getattr(socket, "SO_PEERCRED")  # noqa: B009 - missing outside of Linux
    raw = connection.getsockopt(socket.SOL_SOCKET, option, _CREDENTIALS.size)
    if _CREDENTIALS.unpack(raw)[1] != os.geteuid():
        raise UntrustedError("the engine at its socket belongs to another user")


def send(connection: socket.socket, *parts: bytes) -> None:
    """Send one message: the ``parts``, joined."""
    data = b"".join(parts)
    connection.sendall(_LENGTH.pack(len(data)) + data)


def receive(connection: socket.socket) -> bytes:
    """Return the next message.

    Raises:
        OSError: the connection ended, or nothing came in time.
        ValueError: it is no message.
    """
    (length,) = _LENGTH.unpack(_exactly(connection, _LENGTH.size))
    if length > _LONGEST:
        raise ValueError(f"a message of {length} bytes")
    return _exactly(connection, length)


def _exactly(connection: socket.socket, size: int) -> bytes:
    parts, missing = [], size
    while missing:
        part = connection.recv(min(missing, 1 << 20))
        if not part:
            raise ConnectionError("the connection ended")
        parts.append(part)
        missing -= len(part)
    return b"".join(parts)
