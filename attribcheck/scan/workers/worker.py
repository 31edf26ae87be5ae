"""What runs in a worker process: scan one file after the other, until the parent says no more."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, NamedTuple, NoReturn

from attribcheck.core.errors import EngineError
from attribcheck.system.processes import bound_memory

Load = Callable[[], None]
Scan = Callable[[str, bytes, str], Any]
"""Answers for one file: location, content, path. What it returns is pickled, and is never None."""

_WATCH_SECONDS = 1.0


class Job(NamedTuple):
    """One file for a worker: where it stands in the scratch directory, and its path."""

    location: str
    path: str


class Ready:
    """The worker has its engine."""


class Broken(NamedTuple):
    """The engine itself failed: the run must stop."""

    message: str
    hint: str | None


class Failed(NamedTuple):
    """The engine raised on this file."""

    reason: str


class OutOfMemory:
    """The file took more memory than it may; the worker ends."""


Answer = Any
"""Ready, Broken, Failed, OutOfMemory, or what the scan returned."""


class Orders(NamedTuple):
    """What a worker is told at its start.

    Attributes:
        scratch: The directory that the jobs' locations are relative to.
        load: Makes the engine ready; None when the process is forked from one that has it.
        scan: Scans one file.
        memory: Mebibytes that the process may grow by.
        parent: The process id of the parent.
        forked: Whether the process is a fork of the parent.
    """

    scratch: str
    load: Load | None
    scan: Scan
    memory: int
    parent: int
    forked: bool


def work(connection: Connection[Answer, Job], orders: Orders) -> NoReturn:
    """Answer the jobs that come in by ``connection``, until the process is killed; never returns.

    The first answer is Ready, or Broken when the engine does not load; then comes one a job. With a
    parent that was killed it ends, and takes the scratch directory with it.
    """
    # Ctrl-C reaches the whole group; the parent alone decides what becomes of the run.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_leave_with, args=(orders.parent, orders.scratch), daemon=True).start()
    status = 1
    # Not sys.exit: the exit handlers and buffers that a fork inherits are the parent's.
    try:
        _let_go(connection, forked=orders.forked)
        os.chdir(orders.scratch)
        tempfile.tempdir = orders.scratch
        status = _serve(connection, orders)
    except (EOFError, ConnectionError):
        # The parent was killed. `_leave_with` has not seen it yet: it would be cut off.
        shutil.rmtree(orders.scratch, ignore_errors=True)
    finally:
        os._exit(status)


def _serve(connection: Connection[Answer, Job], orders: Orders) -> int:
    try:
        if orders.load is not None:
            orders.load()
    except EngineError as error:
        connection.send(Broken(error.message, error.hint))
        return 1
    connection.send(Ready())
    lift = bound_memory(orders.memory)
    while True:
        answer = _answer(connection.recv(), orders.scan)
        if isinstance(answer, OutOfMemory):
            lift()
        connection.send(answer)
        if isinstance(answer, OutOfMemory):
            return 0


def _answer(job: Job, scan: Scan) -> Answer:
    try:
        return scan(job.location, Path(job.location).read_bytes(), job.path)
    except EngineError as error:
        return Broken(error.message, error.hint)
    except MemoryError:
        return OutOfMemory()
    except Exception as error:  # noqa: BLE001 - any failure of the engine is about this file alone
        return Failed(f"the engine failed on it: {type(error).__name__}: {error}"[:500])


def _leave_with(parent: int, scratch: str) -> None:
    # A parent that was killed can't stop its workers, and a pipe tells nothing while its other end
    # stands open in the workers that were forked later.
    while os.getppid() == parent:
        time.sleep(_WATCH_SECONDS)
    shutil.rmtree(scratch, ignore_errors=True)
    os._exit(1)


def _let_go(connection: Connection[Answer, Job], *, forked: bool) -> None:
    """Turn all streams, and in a fork all files of the parent, into /dev/null.

    What the engine's libraries print can carry what a scanned file says (workflow commands). And
    the parent's reader holds a pipe to a git that ends when that pipe is closed everywhere: with
    copies of it in the workers, the parent would wait for git for ever.
    """
    taken = {0, 1, 2}
    if forked:
        taken |= {int(entry.name) for entry in Path("/dev/fd").iterdir()} - {connection.fileno()}
    null = os.open(os.devnull, os.O_RDWR)
    for descriptor in taken:
        # Not closed: a number that is taken again could be closed once more by its old owner.
        with contextlib.suppress(OSError):
            os.dup2(null, descriptor, inheritable=False)
    # A fork inherits stream objects too, which need not stand on these descriptors.
    sys.stdout = sys.stderr = os.fdopen(null, "w", encoding="utf-8", errors="replace")
