"""The caller's side. It imports little: that is most of what a commit costs with it."""

from __future__ import annotations

import os
import sys

from attribcheck.resident import address
from attribcheck.system.private_dirs import UntrustedError, require_private

TYPE_CHECKING = False
if TYPE_CHECKING:
    import socket

COMMANDS = frozenset({"hook", "check"})
"""Those that can be handed over: none of them talks with a person."""

GREETING, ANSWER = b"+", b"="
"""The process listens; it ran the command, and its exit code follows. Else it closes."""

_GREETING_SECONDS = 1.0
_END_SECONDS = 10.0  # for a command that was interrupted
_INTERRUPTED = 130
_LINKS = 40  # that the system follows; see path_resolution(7)


def handed_over(arguments: list[str]) -> int | None:
    """Have a resident process run this command, and return its exit code.

    Args:
        arguments: Those of the command line.

    Returns:
        None where no process ran it to its end, so that the caller has to.
    """
    if not address.SUPPORTED or not COMMANDS.intersection(arguments[:1]):
        return None
    if sys.getfilesystemencoding() != "utf-8":
        return None  # the command starts again in another mode
    if None in (sys.stdin, sys.stdout, sys.stderr):
        return None  # it was closed, so that another file gets its number
    if any(_is_open_file(word.rpartition("=")[2]) for word in arguments):
        return None  # it is not handed over
    try:
        known = address.identity()
        path = address.socket_path(known)
        if path is None or not os.path.exists(path):
            return None
        require_private(os.path.dirname(os.path.realpath(path)), path)
        return _asked(path, known)
    except (OSError, UntrustedError):
        return None
    except KeyboardInterrupt:
        return _INTERRUPTED


def _is_open_file(path: str) -> bool:
    """Whether a path is an open file of this process, such as /dev/fd/3 of a shell's <(...).

    A symbolic link may lead there, which another process would follow to a file of its own.
    """
    try:
        for _ in range(_LINKS):
            folder = os.path.realpath(os.path.dirname(path))
            if "/fd/" in path or folder.endswith("/fd"):
                return True
            path = os.path.join(folder, os.readlink(path))
    except (OSError, ValueError):  # no link, or no path at all
        return False
    return True


def _asked(path: str, known: bytes) -> int | None:
    import socket  # lazy: with a process that listens

    from attribcheck.resident import request

    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection:
        connection.settimeout(_GREETING_SECONDS)
        connection.connect(path)
        address.require_same_user(connection)
        if connection.recv(1) != GREETING:
            return None
        text = request.gathered(known)
        data = b"%d\n%s" % (len(text), text)
        folder = os.open(".", os.O_RDONLY | os.O_DIRECTORY)
        try:
            sent = socket.send_fds(connection, [data], [0, 1, 2, folder])
        finally:
            os.close(folder)
        connection.sendall(data[sent:])
        connection.settimeout(None)
        try:
            return _answer(connection)
        except KeyboardInterrupt:
            # The other side passes it on; what the command then writes should still be seen.
            try:
                connection.shutdown(socket.SHUT_WR)
                connection.settimeout(_END_SECONDS)
                return _answer(connection) or _INTERRUPTED
            except OSError:
                return _INTERRUPTED


def _answer(connection: socket.socket) -> int | None:
    answer = connection.recv(1)
    if answer != ANSWER:
        return None
    code = connection.recv(1)
    return code[0] if code else None
