"""A group of equal workers with a queue of files and one retry for each file.

Forked workers can share an engine that the parent has loaded; spawned ones load their own.
"""

from __future__ import annotations

import contextlib
import tempfile
from collections import deque
from collections.abc import Container, Iterator
from typing import Any, NamedTuple

from attribcheck.core.errors import EngineError
from attribcheck.core.model import ScanFailure
from attribcheck.scan.base import Limits
from attribcheck.scan.workers.worker import (
    Answer,
    Broken,
    Failed,
    Job,
    Load,
    Orders,
    OutOfMemory,
    Ready,
    Scan,
    work,
)
from attribcheck.system.private_dirs import TemporaryDirectory
from attribcheck.system.processes import Child, DiedError, OverdueError

ACCEPT = "add an exception for unscanned-file to accept it"
_RAISE = "raise timeout or memory in [scan] of the policy, or add an exception for unscanned-file"

_LOAD_SECONDS = 600.0  # to load an engine on a slow disk, with other workers


class Duty(NamedTuple):
    """The functions of a crew; both must be importable by name.

    Attributes:
        load: Prepares a process.
        scan: Scans one file: location, content, path.
    """

    load: Load
    scan: Scan


class Task:
    """One file for a crew: its path and its location in the scratch directory."""

    def __init__(self, path: str, location: str) -> None:
        self.path = path
        self.location = location
        self.attempts = 0


class _Worker:
    def __init__(self, child: Child) -> None:
        self.child = child
        self.task: Task | None = None
        self.next: Task | None = None  # sent early, so that the worker need not wait for the parent
        self.ready = False
        self.scanned = 0


class Crew:
    """At most ``size`` workers, started when files wait.

    Args:
        duty: The functions of the workers.
        size: The maximum number of workers.
        limits: Limits for one file.
        directory: The root of the tasks' locations, and the place of temporary files.
        forks: Whether workers are forked.
        shared: Whether forked workers share an engine that the parent loads before the first fork.
    """

    def __init__(
        self,
        duty: Duty,
        size: int,
        limits: Limits,
        directory: TemporaryDirectory,
        *,
        forks: bool,
        shared: bool,
    ) -> None:
        self._duty = duty
        self._size = size
        self._limits = limits
        self._directory = directory
        self._forks = forks
        self._shared = forks and shared
        self._workers: list[_Worker] = []
        self._waiting: deque[Task] = deque()
        self._done: deque[tuple[Task, Any]] = deque()

    @property
    def ahead(self) -> int:
        """The number of tasks that no worker has begun."""
        return len(self._waiting) + sum(worker.next is not None for worker in self._workers)

    @property
    def busy(self) -> list[Child]:
        """The workers from which a message is expected."""
        return [worker.child for worker in self._busy]

    @property
    def _busy(self) -> list[_Worker]:
        return [worker for worker in self._workers if worker.task or not worker.ready]

    @property
    def is_done(self) -> bool:
        """Whether every task has its result."""
        return not self._waiting and not any(worker.task for worker in self._workers)

    def add(self, task: Task) -> None:
        """Queue a task."""
        self._waiting.append(task)

    def dispatch(self) -> None:
        """Send waiting tasks to workers, and start workers where needed."""
        starting = sum(not worker.ready for worker in self._workers)
        idle = [worker for worker in self._workers if worker.ready and worker.task is None]
        free = self._size - len(self._workers)
        for _ in range(min(free, len(self._waiting) - len(idle) - starting)):
            self._workers.append(self._start())
        for worker in idle:
            if self._waiting:
                worker.next = self._send(worker)
                self._begin(worker)
        for worker in self._workers:
            if self._waiting and worker.task and not worker.next:
                worker.next = self._send(worker)

    def receive(self, ready: Container[Child]) -> None:
        """Receive results, and replace workers that have ended or are overdue.

        Args:
            ready: The result of ``wait_for_any``; workers of other crews are ignored.

        Raises:
            EngineError: the engine itself failed.
        """
        for worker in self._busy:
            if worker.child not in ready:
                continue
            try:
                answer = worker.child.receive()
            except DiedError as died:
                self._died(worker, died)
            except OverdueError:
                self._overdue(worker)
            else:
                self._received(worker, answer)

    def results(self) -> Iterator[tuple[Task, Any]]:
        """Yield each received result once: that of ``scan``, or a ScanFailure."""
        while self._done:
            yield self._done.popleft()

    def kill(self) -> None:
        """Kill all workers without waiting; see ``close``."""
        for worker in self._workers:
            worker.child.kill()

    def close(self) -> None:
        """End all workers."""
        for worker in self._workers:
            worker.child.end()
        self._workers.clear()

    def _send(self, worker: _Worker) -> Task:
        task = self._waiting.popleft()
        worker.child.send(Job(task.location, task.path))
        return task

    def _begin(self, worker: _Worker) -> None:
        worker.task, worker.next = worker.next, None
        if worker.task is not None:
            worker.task.attempts += 1
            worker.child.allow(self._limits.timeout)

    def _start(self) -> _Worker:
        if self._shared:
            with self._temporary_files():
                self._duty.load()  # at most once a process; the workers inherit it
        orders = Orders(
            directory=str(self._directory.path),
            load=None if self._shared else self._duty.load,
            scan=self._duty.scan,
            memory=self._limits.memory,
        )
        return _Worker(
            Child(
                work,
                orders,
                seconds=_LOAD_SECONDS,
                forks=self._forks,
                held=[self._directory.lifeline],
            )
        )

    @contextlib.contextmanager
    def _temporary_files(self) -> Iterator[None]:
        """Create temporary files in the directory of the crew."""
        before = tempfile.tempdir
        tempfile.tempdir = str(self._directory.path)
        try:
            yield
        finally:
            tempfile.tempdir = before

    def _received(self, worker: _Worker, answer: Answer) -> None:
        if isinstance(answer, Broken):
            raise EngineError(answer.message, hint=answer.hint)
        if isinstance(answer, Ready):
            worker.ready = True
            return
        assert worker.task is not None
        if isinstance(answer, OutOfMemory):
            reason = f"the scan took more than {self._limits.memory} MiB of memory"
            # Earlier files may have used the memory: retry in a new worker.
            self._replace(worker, reason, retry=worker.scanned > 0)
            return
        worker.scanned += 1
        task = worker.task
        self._begin(worker)
        failed = isinstance(answer, Failed)
        self._done.append((task, ScanFailure(answer.reason, ACCEPT) if failed else answer))

    def _overdue(self, worker: _Worker) -> None:
        if not worker.ready:
            raise EngineError(f"the engine did not load in {_LOAD_SECONDS:.0f} s")
        self._replace(worker, f"the scan took more than {self._limits.timeout:g} s", retry=False)

    def _died(self, worker: _Worker, died: DiedError) -> None:
        if not worker.ready:
            raise EngineError(f"a worker process died while loading the engine ({died.cause})")
        self._replace(
            worker, f"the engine's process died during the scan ({died.cause})", retry=True
        )

    def _replace(self, worker: _Worker, reason: str, *, retry: bool) -> None:
        self._workers.remove(worker)
        worker.child.end()
        if worker.next is not None:
            self._waiting.appendleft(worker.next)
        task = worker.task
        assert task is not None
        if retry and task.attempts < 2:
            self._waiting.appendleft(task)
        else:
            self._done.append((task, ScanFailure(reason, _RAISE)))
