"""A command that is handed over: what makes a process the caller's, gathered and put on.

The texts are joined by NUL, which none of them can hold; open files travel beside them
(unix(7), SCM_RIGHTS): stdin, stdout, stderr and the working folder.
"""

from __future__ import annotations

import io
import os
import sys
import time

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TextIO

FILES = 4
"""Open files of a request."""

_HEAD = 8
"""Texts before the arguments: identity, umask, limits, processors, priority, and how each standard
stream was opened."""

_FEW_FILES = 64
"""A fork has some open files more than its caller would have; it could be one too many."""


class OtherProcessError(Exception):
    """This process can't stand for the caller."""


def gathered(known: bytes) -> bytes:
    """Return the command of this process, but for its open files.

    Args:
        known: Its ``address.identity``.
    """
    umask = os.umask(0o077)
    os.umask(umask)
    streams = (sys.stdin, sys.stdout, sys.stderr)
    head = (
        known,
        b"%d" % umask,
        _limits(),
        b" ".join(b"%d" % cpu for cpu in sorted(os.sched_getaffinity(0))),
        b"%d" % os.getpriority(os.PRIO_PROCESS, 0),
        *map(_way, streams),
    )
    arguments = [os.fsencode(word) for word in sys.argv]
    variables = [name + b"=" + value for name, value in os.environb.items()]
    return b"\0".join([*head, b"%d" % len(arguments), *arguments, *variables])


def put_on(text: bytes, files: list[int], known: bytes) -> None:
    """Make this process the caller's: its arguments, environment, folder, streams and limits.

    Args:
        text: What ``gathered`` returned.
        files: The open files; all are closed.
        known: The identity of this process.

    Raises:
        OtherProcessError: it is no request, or of another identity.
        OSError: a limit or a priority can't be set by this process.
        ValueError: likewise.
    """
    parts = text.split(b"\0")
    if len(files) != FILES or len(parts) <= _HEAD or parts[0] != known:
        raise OtherProcessError
    import tempfile  # lazy: the caller needs none

    umask, limits, cpus, priority, *ways = parts[1:_HEAD]
    end = _HEAD + 1 + int(parts[_HEAD])
    _put_on_limits(limits)
    if (chosen := {int(cpu) for cpu in cpus.split()}) != os.sched_getaffinity(0):
        os.sched_setaffinity(0, chosen)
    if int(priority) != os.getpriority(os.PRIO_PROCESS, 0):
        os.setpriority(os.PRIO_PROCESS, 0, int(priority))
    os.umask(int(umask))
    os.fchdir(files[3])
    os.environb.clear()
    os.environb.update(variable.partition(b"=")[::2] for variable in parts[end:])
    time.tzset()
    tempfile.tempdir = None  # found by TMPDIR at its first use, which may have been in this process
    sys.argv[:] = [os.fsdecode(word) for word in parts[_HEAD + 1 : end]]
    _put_on_streams(files, [way.decode() for way in ways])
    for file in files:
        os.close(file)


def _put_on_streams(files: list[int], ways: list[str]) -> None:
    for number in range(3):
        os.dup2(files[number], number)
    streams = [_opened(number, way) for number, way in enumerate(ways)]
    sys.stdin, sys.stdout, sys.stderr = streams
    sys.__stdin__, sys.__stdout__, sys.__stderr__ = streams  # type: ignore[misc] # as at a start


def _way(stream: TextIO) -> bytes:
    """Return how Python opened a standard stream of the caller."""
    names = ("encoding", "errors", "line_buffering", "write_through")
    return ":".join(str(getattr(stream, name, None)) for name in names).encode()


def _opened(number: int, way: str) -> io.TextIOWrapper:
    """Open a standard stream as Python did: ``create_stdio`` in its pylifecycle.c."""
    encoding, errors, by_line, at_once = way.split(":")
    mode, buffering = ("rb", -1) if number == 0 else ("wb", 0 if at_once == "True" else -1)
    return io.TextIOWrapper(
        os.fdopen(number, mode, buffering, closefd=False),
        encoding=encoding,
        errors=errors,
        newline="\n",
        line_buffering=by_line == "True",
        write_through=at_once == "True",
    )


def _limits() -> bytes:
    import resource  # lazy: with a process that listens

    kinds = sorted({number for name, number in vars(resource).items() if name[:7] == "RLIMIT_"})
    return b" ".join(b"%d %d %d" % (kind, *resource.getrlimit(kind)) for kind in kinds)


def _put_on_limits(limits: bytes) -> None:
    import resource  # lazy: with a request

    numbers = [int(number) for number in limits.split()]
    for kind, soft, hard in zip(numbers[::3], numbers[1::3], numbers[2::3], strict=True):
        # A fork is larger than the caller would be, by an engine that the command may not need.
        if soft != resource.RLIM_INFINITY and (
            kind in (resource.RLIMIT_AS, resource.RLIMIT_DATA)
            or (kind == resource.RLIMIT_NOFILE and soft < _FEW_FILES)
        ):
            raise OtherProcessError
        if resource.getrlimit(kind) != (soft, hard):
            resource.setrlimit(kind, (soft, hard))
