"""A command that is handed over: what makes a process the caller's, gathered and put on.

The texts are joined by NUL, which none of them can hold; open files travel beside them
(unix(7), SCM_RIGHTS): stdin, stdout, stderr and the working folder.
"""

from __future__ import annotations

import os
import sys
import time

FILES = 4
"""Open files of a request."""

_HEAD = 8
"""Texts before the arguments: identity, umask, limits, processors, priority, and the encodings of
the standard streams."""


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
        *((getattr(stream, "encoding", None) or "utf-8").encode() for stream in streams),
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
    umask, limits, cpus, priority, *encodings = parts[1:_HEAD]
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
    sys.argv[:] = [os.fsdecode(word) for word in parts[_HEAD + 1 : end]]
    _put_on_streams(files, [encoding.decode() for encoding in encodings])
    for file in files:
        os.close(file)


def _put_on_streams(files: list[int], encodings: list[str]) -> None:
    for number in range(3):
        os.dup2(files[number], number)
    # Opened as Python does at its start: lines of a terminal, and of stderr, are written at once.
    streams = [
        os.fdopen(0, "r", encoding=encodings[0], closefd=False),
        os.fdopen(1, "w", encoding=encodings[1], closefd=False),
        os.fdopen(2, "w", 1, encoding=encodings[2], errors="backslashreplace", closefd=False),
    ]
    sys.stdin, sys.stdout, sys.stderr = streams
    sys.__stdin__, sys.__stdout__, sys.__stderr__ = streams  # type: ignore[misc] # as at a start


def _limits() -> bytes:
    import resource  # lazy: with a process that listens

    kinds = sorted({number for name, number in vars(resource).items() if name[:7] == "RLIMIT_"})
    return b" ".join(b"%d %d %d" % (kind, *resource.getrlimit(kind)) for kind in kinds)


def _put_on_limits(limits: bytes) -> None:
    if limits == _limits():
        return
    import resource  # lazy: few callers have others

    numbers = [int(number) for number in limits.split()]
    for kind, soft, hard in zip(numbers[::3], numbers[1::3], numbers[2::3], strict=True):
        if resource.getrlimit(kind) != (soft, hard):
            resource.setrlimit(kind, (soft, hard))
