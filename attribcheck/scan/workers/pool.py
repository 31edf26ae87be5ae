"""The pool of workers: hands files to its crews and joins what they answer."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from attribcheck.core.errors import EngineError
from attribcheck.core.model import FileScan, ScanFailure
from attribcheck.scan.base import Limits, Request
from attribcheck.scan.workers.crew import PERMIT, Crew, Duty, Task
from attribcheck.scan.workers.scratch import Scratch
from attribcheck.system.private_dirs import TemporaryDirectory
from attribcheck.system.processes import FORKS, wait_for_any

CONTENT_LIMIT = 64 * 1024 * 1024
"""Bytes; a larger file is not scanned."""

Result = tuple[Request, FileScan | ScanFailure]
Join = Callable[..., FileScan]
"""Makes one answer of a request and what each crew said of it, in the order of the duties."""


def _sole(request: Request, answer: FileScan) -> FileScan:
    return answer


class WorkerPool:
    """Crews of workers that answer together.

    Args:
        duties: What is done with each file, each by a crew of its own.
        join: See ``Join``; by default the answer of the only duty is taken as it is.
        jobs: How many workers a crew has at most.
        limits: What one file may take, of each crew.
        fork: Whether to fork the workers; by default on Linux alone.
        shared: Whether forked workers share what the parent loads. A single one is ready sooner
            when it loads by itself: no page that it writes to has to be copied.
    """

    def __init__(
        self,
        duties: Sequence[Duty],
        join: Join = _sole,
        *,
        jobs: int,
        limits: Limits | None = None,
        fork: bool | None = None,
        shared: bool = True,
    ) -> None:
        self._duties = duties
        self._join = join
        self._jobs = jobs
        self._limits = limits or Limits()
        self._forks = FORKS if fork is None else fork
        self._shared = shared

    def scan(self, requests: Iterable[Request]) -> Iterator[Result]:
        """Yield an answer for every request; see ``base.Engine``.

        Requests are taken as workers come free, with as many waiting on disk as there are workers.
        However the iteration ends, no worker and no file is left.

        Raises:
            EngineError: The engine is missing, does not start, or answers in an unknown shape; or
                the contents can't be written for it.
        """
        run = _Run(self._crews, self._join, self._jobs)
        try:
            yield from run.results(iter(requests))
        finally:
            run.close()

    def _crews(self, directory: TemporaryDirectory) -> list[Crew]:
        how = {"forks": self._forks, "shared": self._shared}
        return [Crew(duty, self._jobs, self._limits, directory, **how) for duty in self._duties]


class _Run:
    """One pass over requests: its crews, its directory, what was answered and what is done."""

    def __init__(
        self, make_crews: Callable[[TemporaryDirectory], list[Crew]], join: Join, jobs: int
    ) -> None:
        self._make_crews = make_crews
        self._join = join
        self._jobs = jobs
        self._directory: TemporaryDirectory | None = None
        self._scratch: Scratch | None = None
        self._crews: list[Crew] = []
        self._begun: dict[str, tuple[Request, list[Any]]] = {}  # by location: what crews said
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
            for crew in self._crews:
                crew.hand_out()
            if self._done:
                yield self._done.popleft()
            elif exhausted and all(crew.is_done for crew in self._crews):
                return
            elif exhausted or self._ahead() >= self._jobs:
                self._wait()

    def close(self) -> None:
        for crew in self._crews:
            crew.kill()  # all at once: it takes a process some milliseconds to end
        for crew in self._crews:
            crew.close()
        if self._directory is not None:
            self._directory.close()

    def _ahead(self) -> int:
        return max((crew.ahead for crew in self._crews), default=0)

    def _take(self, request: Request) -> None:
        if len(request.content) > CONTENT_LIMIT:
            size = len(request.content) // (1024 * 1024)
            reason = f"it is {size} MiB large; at most {CONTENT_LIMIT // (1024 * 1024)} are scanned"
            self._done.append((request, ScanFailure(reason, PERMIT)))
            return
        try:
            if self._scratch is None:
                self._directory = TemporaryDirectory("attribcheck-scan-")
                self._scratch = Scratch(self._directory.path)
                self._crews = self._make_crews(self._directory)
            location = self._scratch.put(request.path, request.content)
        except OSError as error:
            raise EngineError(
                f"a file for the engine can't be written: {error}",
                hint="make room in the temporary directory, or point TMPDIR elsewhere",
            ) from error
        self._begun[location] = request, [None] * len(self._crews)
        for crew in self._crews:
            crew.add(Task(request.path, location))

    def _wait(self) -> None:
        ready = wait_for_any([child for crew in self._crews for child in crew.busy])
        for at, crew in enumerate(self._crews):
            crew.hear(ready)
            for task, answer in crew.take():
                self._answered(task.location, at, answer)

    def _answered(self, location: str, at: int, answer: Any) -> None:
        request, answers = self._begun[location]
        answers[at] = answer
        if None in answers:
            return
        del self._begun[location]
        assert self._scratch is not None
        self._scratch.remove(location)
        failures = (answer for answer in answers if isinstance(answer, ScanFailure))
        self._done.append((request, next(failures, None) or self._join(request, *answers)))
