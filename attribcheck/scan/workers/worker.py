"""What runs in a worker process: scan one file after the other, until the parent says no more."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

from attribcheck.core.errors import EngineError
from attribcheck.system.child import PipeEnd, bound_memory

Load = Callable[[], None]
Scan = Callable[[str, bytes, str], Any]
"""Answers for one file: location, content, path. What it returns is pickled, and is never None."""


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
        directory: The jobs' locations are relative to it, and temporary files go there.
        load: Makes the engine ready; None when the process is forked from one that has it.
        scan: Scans one file.
        memory: Mebibytes that the process may grow by.
    """

    directory: str
    load: Load | None
    scan: Scan
    memory: int


def work(connection: PipeEnd, orders: Orders) -> int:
    """Answer the jobs that come in by ``connection``; what a ``processes.Child`` of a crew runs.

    The first answer is Ready, or Broken when the engine does not load; then comes one a job.

    Returns:
        The exit code of the process, which ends because its engine does not load or because a file
        took too much memory. Otherwise it works until it is killed.
    """
    os.chdir(orders.directory)
    tempfile.tempdir = orders.directory
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
