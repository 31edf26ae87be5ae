"""Names the engine that a check uses; a faster one takes its place here and nowhere else."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from attribcheck.model import FileScan, ScanFailure
from attribcheck.scan import scancode
from attribcheck.scan.base import Engine, Limits, Request


class ScancodeEngine:
    """scancode in worker processes; nothing of either is imported before the first scan.

    Args:
        jobs: How many workers at most; by default one a usable CPU, up to 4.
        limits: What one file may take.
    """

    def __init__(self, *, jobs: int | None = None, limits: Limits | None = None) -> None:
        self._jobs = jobs
        self._limits = limits

    @property
    def identity(self) -> str:
        """See ``base.Engine``."""
        return scancode.identity()

    def scan(self, requests: Iterable[Request]) -> Iterator[tuple[Request, FileScan | ScanFailure]]:
        """See ``base.Engine``."""
        # lazy: a warm check scans nothing, and multiprocessing costs 15 ms
        from attribcheck.scan.workers import WorkerPool

        pool = WorkerPool(
            scancode.identity,
            scancode.load,
            scancode.scan_file,
            jobs=self._jobs,
            limits=self._limits,
        )
        return pool.scan(requests)


def default_engine(*, jobs: int | None = None, limits: Limits | None = None) -> Engine:
    """Return the engine that checks use; see ``ScancodeEngine``."""
    return ScancodeEngine(jobs=jobs, limits=limits)
