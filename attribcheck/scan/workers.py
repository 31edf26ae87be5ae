"""Runs an engine in processes of its own, so that no file can take the run down with it.

On Linux the parent loads the engine once and forks: the workers share its memory. Elsewhere each
worker loads its own (forking a process that uses a system's frameworks is not safe there).
"""

from __future__ import annotations

import contextlib
import os
import signal
import sys
import time
import warnings
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess

from attribcheck.errors import EngineError
from attribcheck.model import FileScan, ScanFailure
from attribcheck.scan.base import Limits, Request
from attribcheck.scan.scratch import Scratch
from attribcheck.scan.worker import (
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

CONTENT_LIMIT = 64 * 1024 * 1024
"""Bytes; a larger file is not scanned."""

_LOAD_SECONDS = 600.0  # a worker that loads its own engine, on a slow disk, beside others
_RAISE = "raise timeout or memory in [scan] of the policy, or permit it as unscanned-file"
_PERMIT = "an exception for unscanned-file permits it"

Result = tuple[Request, FileScan | ScanFailure]


class _Task:
    def __init__(self, request: Request, location: str) -> None:
        self.request = request
        self.location = location
        self.attempts = 0


class _Worker:
    def __init__(
        self, process: BaseProcess, connection: Connection[Job | None, Answer], deadline: float
    ) -> None:
        self.process = process
        self.connection = connection
        self.deadline = deadline
        self.task: _Task | None = None
        self.next: _Task | None = None  # sent ahead, so that it need not wait for the parent
        self.ready = False
        self.scanned = 0


class WorkerPool:
    """An engine (``base.Engine``) in worker processes.

    Args:
        identity: Returns the engine's identity.
        load: Makes the engine ready in a process.
        scan: Scans one file: location, content, path. Like ``load`` it must be importable by name.
        jobs: How many workers at most; by default one a usable CPU, up to 4.
        limits: What one file may take.
        fork: Whether to fork the workers; by default on Linux alone.
    """

    def __init__(
        self,
        identity: Callable[[], str],
        load: Load,
        scan: Scan,
        *,
        jobs: int | None = None,
        limits: Limits | None = None,
        fork: bool | None = None,
    ) -> None:
        self._identity = identity
        self._load = load
        self._scan = scan
        self._jobs = max(1, jobs or min(4, usable_cpus()))
        self._limits = limits or Limits()
        self._forks = sys.platform == "linux" if fork is None else fork

    @property
    def identity(self) -> str:
        """See ``base.Engine``."""
        return self._identity()

    def scan(self, requests: Iterable[Request]) -> Iterator[Result]:
        """Yield an answer for every request; see ``base.Engine``.

        Requests are taken as workers come free, with as many waiting on disk as there are workers.
        However the iteration ends, no worker and no file is left.

        Raises:
            EngineError: The engine is missing, does not start, or answers in an unknown shape; or
                the contents can't be written for it.
        """
        run = _Run(self._load, self._scan, self._jobs, self._limits, fork=self._forks)
        try:
            yield from run.results(iter(requests))
        finally:
            run.close()


def usable_cpus() -> int:
    """Return how many CPUs this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


class _Run:
    """One pass over requests: its workers, its directory, what waits and what is done."""

    def __init__(self, load: Load, scan: Scan, jobs: int, limits: Limits, *, fork: bool) -> None:
        self._load = load
        self._scan = scan
        self._jobs = jobs
        self._limits = limits
        self._forks = fork
        self._scratch: Scratch | None = None
        self._workers: list[_Worker] = []
        self._waiting: deque[_Task] = deque()
        self._done: deque[Result] = deque()

    def results(self, requests: Iterator[Request]) -> Iterator[Result]:
        exhausted = False
        while True:
            while not exhausted and self._ahead() < self._jobs:
                request = next(requests, None)
                if request is None:
                    exhausted = True
                else:
                    self._take(request)
                    break  # hand it out before reading on
            self._hand_out()
            if self._done:
                yield self._done.popleft()
            elif exhausted and not self._waiting and not any(w.task for w in self._workers):
                return
            elif exhausted or self._ahead() >= self._jobs:
                self._wait()

    def close(self) -> None:
        for worker in self._workers:
            _end(worker)
        self._workers.clear()
        if self._scratch is not None:
            self._scratch.close()

    def _ahead(self) -> int:
        return len(self._waiting) + sum(worker.next is not None for worker in self._workers)

    def _take(self, request: Request) -> None:
        if len(request.content) > CONTENT_LIMIT:
            size = len(request.content) // (1024 * 1024)
            reason = f"it is {size} MiB large; at most {CONTENT_LIMIT // (1024 * 1024)} are scanned"
            self._done.append((request, ScanFailure(reason, _PERMIT)))
            return
        try:
            if self._scratch is None:
                self._scratch = Scratch()
            location = self._scratch.put(request.path, request.content)
        except OSError as error:
            raise EngineError(
                f"a file for the engine can't be written: {error}",
                hint="make room in the temporary directory, or point TMPDIR elsewhere",
            ) from error
        self._waiting.append(_Task(request, location))

    def _hand_out(self) -> None:
        starting = sum(not worker.ready for worker in self._workers)
        idle = [worker for worker in self._workers if worker.ready and worker.task is None]
        free = self._jobs - len(self._workers)
        for _ in range(min(free, len(self._waiting) - len(idle) - starting)):
            self._workers.append(self._start())
        for worker in idle:
            if self._waiting:
                worker.next = self._send(worker)
                self._begin(worker)
        for worker in self._workers:
            if self._waiting and worker.task and not worker.next:
                worker.next = self._send(worker)

    def _send(self, worker: _Worker) -> _Task:
        task = self._waiting.popleft()
        with contextlib.suppress(OSError):  # it died: _wait will see that
            worker.connection.send(Job(task.location, task.request.path))
        return task

    def _begin(self, worker: _Worker) -> None:
        worker.task, worker.next = worker.next, None
        if worker.task is not None:
            worker.task.attempts += 1
            worker.deadline = time.monotonic() + self._limits.timeout

    def _start(self) -> _Worker:
        if self._forks:
            self._load()  # at most once a process; the workers inherit it
        assert self._scratch is not None
        orders = Orders(
            scratch=str(self._scratch.path),
            load=None if self._forks else self._load,
            scan=self._scan,
            memory=self._limits.memory,
            parent=os.getpid(),
        )
        context = get_context("fork") if self._forks else get_context("spawn")
        ours, theirs = context.Pipe()
        process = context.Process(target=work, args=(theirs, orders), daemon=True)
        with warnings.catch_warnings():
            # Python warns of threads that a fork does not carry over (a progress bar's). A worker
            # takes no lock that they could hold.
            warnings.simplefilter("ignore", DeprecationWarning)
            process.start()
        theirs.close()
        return _Worker(process, ours, time.monotonic() + _LOAD_SECONDS)

    def _wait(self) -> None:
        busy = [worker for worker in self._workers if worker.task or not worker.ready]
        patience = max(0.0, min(worker.deadline for worker in busy) - time.monotonic())
        speaking = wait([worker.connection for worker in busy], timeout=patience)
        for worker in busy:
            if worker.connection in speaking:
                try:
                    answer = worker.connection.recv()
                except (EOFError, OSError):
                    self._died(worker)
                else:
                    self._heard(worker, answer)
            elif time.monotonic() >= worker.deadline:
                self._overdue(worker)

    def _heard(self, worker: _Worker, answer: Answer) -> None:
        if isinstance(answer, Broken):
            raise EngineError(answer.message, hint=answer.hint)
        if isinstance(answer, Ready):
            worker.ready = True
            return
        assert worker.task is not None
        if isinstance(answer, OutOfMemory):
            reason = f"it took more than {self._limits.memory} MiB of memory"
            # What earlier files left behind must not decide: once more, in a fresh worker.
            self._replace(worker, reason, retry=worker.scanned > 0)
            return
        worker.scanned += 1
        task = worker.task
        self._begin(worker)
        self._finish(
            task, ScanFailure(answer.reason, _PERMIT) if isinstance(answer, Failed) else answer
        )

    def _overdue(self, worker: _Worker) -> None:
        if not worker.ready:
            raise EngineError(f"the engine did not load in {_LOAD_SECONDS:.0f} s")
        self._replace(worker, f"it took more than {self._limits.timeout:g} s", retry=False)

    def _died(self, worker: _Worker) -> None:
        worker.process.join()
        how = _cause(worker.process.exitcode)
        if not worker.ready:
            raise EngineError(f"a worker ended while it loaded the engine ({how})")
        self._replace(worker, f"the engine's process ended on it ({how})", retry=True)

    def _replace(self, worker: _Worker, reason: str, *, retry: bool) -> None:
        self._workers.remove(worker)
        _end(worker)
        if worker.next is not None:
            self._waiting.appendleft(worker.next)
        task = worker.task
        assert task is not None
        if retry and task.attempts < 2:
            self._waiting.appendleft(task)
        else:
            self._finish(task, ScanFailure(reason, _RAISE))

    def _finish(self, task: _Task, result: FileScan | ScanFailure) -> None:
        assert self._scratch is not None
        self._scratch.remove(task.location)
        self._done.append((task.request, result))


def _end(worker: _Worker) -> None:
    worker.process.kill()
    worker.process.join()
    worker.process.close()
    worker.connection.close()


def _cause(exit_code: int | None) -> str:
    if exit_code is None or exit_code >= 0:
        return f"exit code {exit_code}"
    try:
        return signal.Signals(-exit_code).name
    except ValueError:
        return f"signal {-exit_code}"
