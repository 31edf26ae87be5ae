"""The fork: receives a command, runs it as its caller would, and tells what it had to import."""

from __future__ import annotations

import contextlib
import os
import socket
import sys
import traceback
from collections.abc import Callable

from attribcheck.core.errors import EXIT_FINDINGS
from attribcheck.resident import request

_RECEIVE = 10.0  # seconds for a client to send its request
_LONGEST = 1 << 26  # bytes of a request; Linux allows far less for arguments and environment
_UNWRITTEN = 120  # Python's exit code where its last output can't be written
LONGEST_NAMES = 60_000  # bytes: a pipe takes 65,536 without a reader, pipe(7)


def run_command(connection: socket.socket, told: int, known: bytes, main: Callable[[], int]) -> int:
    """Run the command of a client in this process, and return its exit code.

    Args:
        connection: To the client; closed once the command has come.
        told: A pipe for the names of the modules that it had to import, one a line.
        known: The identity of this process.
        main: Runs a command, with ``sys.argv``, and returns its exit code.

    Raises:
        OtherProcessError: what came is no command for this process.
        OSError: none came, or this process can't be made the client's.
        ValueError: likewise.
    """
    connection.settimeout(_RECEIVE)
    text, files = _received(connection)
    request.put_on(text, files, known)
    connection.close()
    before = frozenset(sys.modules)
    code = _code(main)
    # A library that starts threads, such as that of numpy, would leave forks without them.
    has_threads = len(os.listdir("/proc/self/task")) > 1  # noqa: PTH208 - as short
    names = "\n".join(name for name in sys.modules if name not in before and not has_threads)
    with contextlib.suppress(OSError):  # the process is gone
        os.write(told, names.encode()[:LONGEST_NAMES])
    return code


def _received(connection: socket.socket) -> tuple[bytes, list[int]]:
    """Return the next request and its open files.

    Raises:
        OtherProcessError: it is no request.
        OSError: it does not come.
    """
    data, files, _, _ = socket.recv_fds(connection, 1 << 16, request.FILES)
    size, mark, text = data.partition(b"\n")
    if not mark or not size.isdigit() or int(size) > _LONGEST:
        raise request.OtherProcessError
    parts, missing = [text], int(size) - len(text)
    while missing > 0:
        parts.append(connection.recv(missing))
        missing -= len(parts[-1])
        if not parts[-1]:
            raise request.OtherProcessError
    return b"".join(parts), list(files)


def _code(run: Callable[[], int]) -> int:
    """Call ``run`` as Python runs a script, and return the exit code."""
    try:
        code = run()
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else EXIT_FINDINGS * bool(end.code)
    except Exception:  # noqa: BLE001 - as Python does: it is shown, and the process goes on
        traceback.print_exc()
        code = EXIT_FINDINGS
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except OSError:
        return _UNWRITTEN
    return code
