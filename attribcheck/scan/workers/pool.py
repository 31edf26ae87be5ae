"""A pool of workers: distributes files to its crews and joins their results."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from math import inf
from typing import Any

from attribcheck.core.errors import EngineError
from attribcheck.core.model import FileScan, ScanFailure
from attribcheck.scan.base import Limits, Request
from attribcheck.scan.workers.crew import ACCEPT, Crew, Duty, Task
from attribcheck.scan.workers.scratch import Scratch
from attribcheck.system.private_dirs import TemporaryDirectory
from attribcheck.system.processes import FORKS, wait_for_any

CONTENT_LIMIT = 64 * 1024 * 1024
"""Bytes; a larger file is not scanned."""

_BYTES_AHEAD = 4 * 1024 * 1024
"""With more in work, no file is read ahead."""

Result = tuple[Request, FileScan | ScanFailure]
Join = Callable[..., FileScan]
"""Joins the results of all crews for a request, in the order of the duties."""


def _sole(request: Request, answer: FileScan) -> FileScan:
    return answer


class WorkerPool:
    """Crews of workers whose results are joined.

    Args:
        duties: One for each crew; every file goes to all crews.
        join: See ``Join``; by default the result of the only duty.
        jobs: The maximum number of workers of a crew.
        limits: Limits for one file in each crew.
        fork: Whether to fork the workers; by default on Linux only.
        shared: Whether forked workers share an engine that the parent loads. A single worker is
            ready sooner with its own, because no page that it writes to has to be copied.
        ahead: How many files may be read, at most, that no worker has begun; no fewer than there
            are workers, and no more while those in work are large.
        meanwhile: Does a part of other work, if there is any, and returns whether there was; called
            when there is nothing to do but to wait for workers.
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
        ahead: int = 0,
        meanwhile: Callable[[], bool] = lambda: False,
    ) -> None:
        self._duties = duties
        self._join = join
        self._jobs = jobs
        self._limits = limits or Limits()
        self._forks = FORKS if fork is None else fork
        self._shared = shared
        self._most_ahead = ahead
        self._meanwhile = meanwhile

    def scan(self, requests: Iterable[Request]) -> Iterator[Result]:
        """Yield a result for every request; see ``base.Engine``.

        Requests are read as workers become free. The end of the iteration, however it ends, removes
        all workers and files.

        Raises:
            EngineError: the engine is missing, does not start or returns an unknown format, or a
                content can't be written to disk.
        """
        run = _Run(self._crews, self._join, self._jobs, self._most_ahead, self._meanwhile)
        try:
            yield from run.results(iter(requests))
        finally:
            run.close()

    def _crews(self, directory: TemporaryDirectory) -> list[Crew]:
        options = {"forks": self._forks, "shared": self._shared}
        return [Crew(duty, self._jobs, self._limits, directory, **options) for duty in self._duties]


class _Run:
    """The state of one pass over requests."""

    def __init__(
        self,
        make_crews: Callable[[TemporaryDirectory], list[Crew]],
        join: Join,
        jobs: int,
        most_ahead: int,
        meanwhile: Callable[[], bool],
    ) -> None:
        self._make_crews = make_crews
        self._join = join
        self._jobs = jobs
        self._most_ahead = most_ahead
        self._meanwhile = meanwhile
        self._directory: TemporaryDirectory | None = None
        self._scratch: Scratch | None = None
        self._crews: list[Crew] = []
        self._begun: dict[str, tuple[Request, list[Any]]] = {}  # by location: results of crews
        self._bytes = 0
        self._done: deque[Result] = deque()

    def results(self, requests: Iterator[Request]) -> Iterator[Result]:
        exhausted = False
        while True:
            if not exhausted and self._may_read_on():
                request = next(requests, None)
                if request is None:
                    exhausted = True
                else:
                    self._add(request)
            for crew in self._crews:
                crew.dispatch()
            if self._done:
                yield self._done.popleft()
            elif exhausted and all(crew.is_done for crew in self._crews):
                return
            elif exhausted or not self._may_read_on():
                self._receive(0 if self._meanwhile() else inf)
            else:
                self._receive(0)

    def close(self) -> None:
        for crew in self._crews:
            crew.kill()  # all at once: a process takes some milliseconds to end
        for crew in self._crews:
            crew.close()
        if self._directory is not None:
            self._directory.close()

    def _may_read_on(self) -> bool:
        ahead = self._ahead()
        return ahead < self._jobs or (ahead < self._most_ahead and self._bytes < _BYTES_AHEAD)

    def _ahead(self) -> int:
        return max((crew.ahead for crew in self._crews), default=0)

    def _add(self, request: Request) -> None:
        if len(request.content) > CONTENT_LIMIT:
            size = len(request.content) // (1024 * 1024)
            reason = f"it has {size} MiB; the limit is {CONTENT_LIMIT // (1024 * 1024)} MiB"
            self._done.append((request, ScanFailure(reason, ACCEPT)))
            return
        try:
            if self._scratch is None:
                self._directory = TemporaryDirectory("attribcheck-scan-")
                self._scratch = Scratch(self._directory.path)
                self._crews = self._make_crews(self._directory)
            location = self._scratch.put(request.path, request.content)
        except OSError as error:
            raise EngineError(
                f"can't write a temporary file for the engine: {error}",
                hint="free space in the temporary directory, or set TMPDIR to another one",
            ) from error
        self._bytes += len(request.content)
        self._begun[location] = request, [None] * len(self._crews)
        for crew in self._crews:
            crew.add(Task(request.path, location))

    def _receive(self, patience: float) -> None:
        busy = [child for crew in self._crews for child in crew.busy]
        ready = wait_for_any(busy, patience) if busy else []
        for at, crew in enumerate(self._crews):
            crew.receive(ready)
            for task, answer in crew.results():
                self._answered(task.location, at, answer)

    def _answered(self, location: str, at: int, answer: Any) -> None:
        request, answers = self._begun[location]
        answers[at] = answer
        if None in answers:
            return
        del self._begun[location]
        self._bytes -= len(request.content)
        assert self._scratch is not None
        self._scratch.remove(location)
        failures = (answer for answer in answers if isinstance(answer, ScanFailure))
        self._done.append((request, next(failures, None) or self._join(request, *answers)))
