"""The loop of a worker process: scans one file after the other until it is killed."""

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
"""Scans one file: location, content, path. The result is pickled, and never None."""


class Job(NamedTuple):
    """One file for a worker: its location in the scratch directory, and its path."""

    location: str
    path: str


class Ready:
    """The worker has loaded its engine."""


class Broken(NamedTuple):
    """The engine itself failed; the run must stop."""

    message: str
    hint: str | None


class Failed(NamedTuple):
    """The engine raised an exception on this file."""

    reason: str


class OutOfMemory:
    """The file exceeded the memory limit; the worker ends."""


Answer = Any
"""Ready, Broken, Failed, OutOfMemory, or the result of the scan."""


class Orders(NamedTuple):
    """Start parameters of a worker.

    Attributes:
        directory: The root of the jobs' locations, and the place of temporary files.
        load: Loads the engine; None when it is inherited from the parent.
        scan: Scans one file.
        memory: The MiB by which the process may grow.
    """

    directory: str
    load: Load | None
    scan: Scan
    memory: int


def work(connection: PipeEnd, orders: Orders) -> int:
    """Answer the jobs from ``connection``; the function of a ``processes.Child``.

    The first answer is Ready, or Broken when the engine does not load; then one for each job.

    Args:
        connection: The worker's end of the pipe.
        orders: Its parameters.

    Returns:
        The exit code when the engine does not load or a file exceeds the memory limit. Otherwise
        the worker runs until it is killed.
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
    except Exception as error:  # noqa: BLE001 - any failure of the engine concerns only this file
        return Failed(f"the engine failed on it: {type(error).__name__}: {error}"[:500])
