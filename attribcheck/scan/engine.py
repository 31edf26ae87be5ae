"""The engine that checks use: scancode in workers, on the fast path's data where possible."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from itertools import chain, islice
from operator import length_hint
from pathlib import Path

from attribcheck.core.model import Scan
from attribcheck.scan.base import Limits, Progress, Request
from attribcheck.scan.scancode import installed

_MOST_JOBS = 4
"""The default maximum of workers."""

_FEW = 20
"""Up to so many files, two processes that load a half of the engine each are done before two that
have to wait until all of it is loaded."""


class ScancodeEngine:
    """scancode in worker processes, imported at the first scan.

    It uses mapped data (``fast``) where possible, else its own index; the results are equal.

    Args:
        jobs: The maximum number of workers; by default one per usable CPU, up to 4.
        limits: Limits for one file.
        data: The private directory for the mapped data; None to use scancode's own index.
        progress: Called while the data is built, which takes half a minute, once.
        meanwhile: Does other work while this waits for workers; see ``WorkerPool``.

    Attributes:
        problem: Why scans are slower than they could be, in a sentence; else None.
        was_loaded: Whether a scan had to wait until the engine was loaded.
    """

    def __init__(
        self,
        *,
        jobs: int | None = None,
        limits: Limits | None = None,
        data: Path | None = None,
        progress: Progress = lambda done, total: None,
        meanwhile: Callable[[], bool] = lambda: False,
    ) -> None:
        self.problem: str | None = None
        self.was_loaded = False
        self._jobs = jobs
        self._limits = limits
        self._data = data
        self._progress = progress
        self._meanwhile = meanwhile

    @property
    def identity(self) -> str:
        """See ``base.Engine``."""
        return installed.identity()

    def scan(self, requests: Iterable[Request]) -> Iterator[tuple[Request, Scan]]:
        """See ``base.Engine``."""
        # lazy: a warm check scans nothing, and multiprocessing takes 15 ms
        from attribcheck.scan.scancode import adapter
        from attribcheck.scan.workers.crew import Duty
        from attribcheck.scan.workers.pool import WorkerPool

        data = self.prepare()
        # A fork of a resident process: its workers share what that has loaded.
        is_there = adapter.has_loaded(data)
        self.was_loaded = self.was_loaded or not is_there
        load = partial(adapter.load, data)
        jobs = self._jobs or min(_MOST_JOBS, _usable_cpus())
        if is_there:
            # Nothing has to be loaded, so this can wait until it knows how many there are.
            remaining = iter(requests)
            few = list(islice(remaining, jobs // 2 + 1))
            requests, is_few = chain(few, remaining), 0 < len(few) <= jobs // 2
        else:
            is_few = jobs > 1 and 0 <= length_hint(requests, -1) <= max(jobs // 2, _FEW)
        if is_few:
            # With idle CPUs, separate processes scan each half, and load it if need be.
            halves = [
                Duty(load if is_there else partial(load, halves=frozenset([half])), scan)
                for half, scan in adapter.HALVES.items()
            ]
            pool = WorkerPool(
                halves,
                adapter.joined,
                jobs=jobs // 2,
                shared=is_there,
                ahead=_FEW,
                meanwhile=self._before_joining,
                limits=self._limits,
            )
        else:
            pool = WorkerPool(
                [Duty(load, adapter.scan_file)],
                jobs=jobs,
                shared=jobs > 1 or is_there,
                meanwhile=self._meanwhile,
                limits=self._limits,
            )
        return pool.scan(requests)

    def _before_joining(self) -> bool:
        from attribcheck.scan.scancode import adapter  # lazy: a miss only

        adapter.import_joining()
        return self._meanwhile()

    def data_file(self) -> Path | None:
        """Return the file of the mapped data, or None when it is not built yet.

        Raises:
            EngineError: scancode is not installed.
        """
        if self._data is None:
            return None
        from attribcheck.scan.fast import store  # lazy: a miss only

        path = store.path_in(self._data, installed.data_identity())
        return path if path.exists() else None

    def prepare(self, *, thorough: bool = False) -> Path | None:
        """Return the file of the mapped data, built if missing; None when it can't be used.

        Args:
            thorough: See ``fast.store.ready``.

        Raises:
            EngineError: scancode is not installed.
        """
        if self._data is None:
            return None
        # lazy: a miss only
        from attribcheck.scan import fast
        from attribcheck.scan.fast import store
        from attribcheck.scan.scancode import adapter

        try:
            path = store.ready(
                self._data,
                installed.data_identity(),
                installed.version(),
                adapter.load,
                self._progress,
                thorough=thorough,
            )
        except store.UnservedError as error:
            self.problem = f"scancode's own index is used, which takes seconds to load: {error}"
            return None
        if missing := fast.left_out(path):
            changed = sorted(set(chain.from_iterable(missing.values())))
            self.problem = (
                f"scans are slower, without {', '.join(missing)}: the installed scancode differs"
                f" from the one that attribcheck knows in {', '.join(changed)}"
            )
        return path


def _usable_cpus() -> int:
    """Return the number of CPUs that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
