"""Code that several commands share: options, the scanner, the policy, output."""

from __future__ import annotations

import argparse
import hashlib
import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from attribcheck.core.errors import EXIT_CLEAN, EXIT_FINDINGS
from attribcheck.core.finding import Severity
from attribcheck.system.private_dirs import origins_directory

if TYPE_CHECKING:
    from typing_extensions import Self

    from attribcheck.check.result import CheckResult
    from attribcheck.cli.progress import Progress
    from attribcheck.copies.search import Search
    from attribcheck.core.model import FileScan
    from attribcheck.policy.model import Policy
    from attribcheck.scan.cache import ResultCache
    from attribcheck.scan.prefilter import Prefilter
    from attribcheck.weights.known import KnownWeights


KEEP_ENGINE = "attribcheck.keepEngine"
"""The key of git's configuration for ``resident``."""

_MINUTES_KEPT = range(1, 24 * 60 + 1)

DECLARED_FOLDER = "declared"
"""The folder of the cache for the fingerprints of declared components."""

REVIEW_FOLDER = "review"
"""The folder of the cache for the findings that ``review`` skipped."""

WEIGHTS_FOLDER = "weights"
"""The folder of the cache for the fingerprints of weights that were compared."""


def wants_color(options: argparse.Namespace) -> bool:
    """Whether stdout is a terminal and colours are not disabled (https://no-color.org)."""
    refused = options.no_color or os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb"
    return not refused and sys.stdout.isatty()


def result_cache(options: argparse.Namespace) -> ResultCache | None:
    """Return the cache; None with ``--no-cache``."""
    from attribcheck.scan.cache import ResultCache

    return None if options.no_cache else ResultCache()


class Session:
    """The scanner of one run, with its cache and its progress bar.

    Args:
        options: The parsed command line, with the options of ``add_scan_options``.
        policy: Sets the time and memory limits of the scan.
        memo: Whether an edited file may get the result of an earlier version with the same notices;
            see ``scan.memo``.
        top: The top of the repository, by which the fingerprints of its components are kept; None
            to keep none.
        cache: The cache, which this closes; None for that of ``options``.
    """

    def __init__(
        self,
        options: argparse.Namespace,
        policy: Policy,
        *,
        memo: bool = False,
        top: Path | None = None,
        cache: ResultCache | None = None,
    ) -> None:
        from attribcheck.cli.progress import Progress
        from attribcheck.git import lfs
        from attribcheck.scan.base import Limits
        from attribcheck.scan.cache import default_path
        from attribcheck.scan.engine import ScancodeEngine
        from attribcheck.scan.scanner import CachingScanner

        self._policy = policy
        self._top = top
        self._minutes: str | None = None  # for which a process shall stay; None when not yet known
        self._environment = dict(os.environ)  # the engine adds to it when it is loaded
        self._cache = cache or result_cache(options)
        self._progress = Progress("scanning", "file", shown=not options.quiet)
        self._building = engine_progress(shown=not options.quiet)
        self._reading = Progress("reading declared components", "file", shown=not options.quiet)
        self._comparing = Progress("comparing with known origins", "file", shown=not options.quiet)
        self._measuring = Progress("reading weights", "B", shown=not options.quiet)
        self._engine = ScancodeEngine(
            jobs=options.jobs,
            limits=Limits(timeout=policy.scan.timeout, memory=policy.scan.memory),
            data=default_path().parent,
            progress=self._building,
            meanwhile=self._while_scanning,
        )
        data = self._engine.data_file
        arguments: dict[str, Any] = {
            "is_pointer": lfs.is_pointer,
            "progress": self._progress,
            "nothing": self._nothing,
        }
        self._prefilter: Prefilter | None = None
        self.scanner: CachingScanner
        if memo and self._cache is not None:
            from attribcheck.scan.memo.recalling_scanner import RecallingScanner

            self.scanner = RecallingScanner(self._engine, self._cache, data=data, **arguments)
        else:
            self.scanner = CachingScanner(self._engine, self._cache, **arguments)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc: object) -> None:
        self.close_bars()
        if self._cache is not None:
            self._cache.close()
        if self._minutes and self._engine.was_loaded and self._cache is not None:
            _keep_engine(self._minutes, self._cache, self._environment)

    def close_bars(self) -> None:
        """Remove the progress bars; the next work shows them anew."""
        bars = (self._progress, self._building, self._reading, self._comparing, self._measuring)
        for bar in bars:
            bar.close()

    def search(self, policy: Policy | None = None) -> Search | None:
        """Return the search for copied code; None when there is no origin to compare with.

        Args:
            policy: The policy with the declared components, where it is not that of the session.

        Raises:
            AttribcheckError: the folder of origin indexes can't be used.
        """
        components = (policy or self._policy).components
        found: list[Path] = []
        if origins_directory().is_dir():
            from attribcheck.copies import store  # lazy: most users have no index

            found = store.indexes()
        if not found and not components:
            return None
        from attribcheck.copies.known_origins import KnownOrigins  # lazy: with an origin only

        declared = {name for one in components for name in (one.name, _unversioned(one.purl))}
        folder = None
        if self._cache is not None and self._top is not None:
            folder = self._cache.path.parent / DECLARED_FOLDER / digest_of(self._top)
        return KnownOrigins(found, declared - {""}, folder, self._comparing, self._reading)

    def known_weights(self) -> KnownWeights:
        """Return what compares weights with the fingerprints of the user's store.

        Raises:
            AttribcheckError: the folder of origins can't be used.
        """
        from attribcheck.copies import store  # lazy: few commits hold weights
        from attribcheck.weights.document import SUFFIX
        from attribcheck.weights.known import KnownWeights

        folder = self._cache.path.parent / WEIGHTS_FOLDER if self._cache is not None else None
        return KnownWeights(store.stored(SUFFIX), folder, self._measuring)

    def _nothing(self, content: bytes, path: str) -> FileScan | None:
        if self._prefilter is None:
            from attribcheck.scan.prefilter import Prefilter  # lazy: a miss only

            self._prefilter = Prefilter(self._engine.data_file)
        return self._prefilter.nothing(content, path)

    def _while_scanning(self) -> bool:
        import attribcheck.rules.registry  # noqa: F401 - what comes after the scan needs it

        if self._minutes is None and self._top is not None and self._engine.was_loaded:
            self._minutes = _minutes_kept(self._top)
        return self.scanner.work_ahead()

    def hints(self) -> tuple[str, ...]:
        """Return the problems of the cache and of the engine's data."""
        problems = (self._cache.problem if self._cache else None, self._engine.problem)
        return tuple(problem for problem in problems if problem)


def _minutes_kept(top: Path) -> str:
    """Return for how many minutes the user's git configuration asks to keep the engine; else "".

    A policy can't ask: a pull request can change that.

    Args:
        top: The top of the repository.
    """
    # lazy: with a scan only
    from attribcheck.git import state
    from attribcheck.git.repository import Repository

    value = state.configured(Repository.discover(top), KEEP_ENGINE)
    return value if value.isdecimal() and int(value) in _MINUTES_KEPT else ""


def _keep_engine(minutes: str, cache: ResultCache, environment: Mapping[str, str]) -> None:
    """Leave a process behind that has the engine.

    Args:
        minutes: How long it stays without a check.
        cache: The cache, in whose folder the process listens.
        environment: The variables of the user, by which the process is found.
    """
    from attribcheck.system import programs  # lazy: few ask for it

    if cache.path.is_absolute():
        programs.leave_behind("attribcheck.resident", [minutes], environment)


def digest_of(top: Path) -> str:
    """Return the name by which the cache keeps what belongs to the repository at ``top``."""
    return hashlib.blake2b(os.fsencode(top), digest_size=12).hexdigest()


def _unversioned(purl: str | None) -> str:
    return (purl or "").partition("@")[0]


def engine_progress(*, shown: bool) -> Progress:
    """Return the bar for the build of the engine's data."""
    from attribcheck.cli.progress import Progress

    return Progress("preparing the engine, once (half a minute)", "rule", shown=shown)


def emit(
    result: CheckResult,
    options: argparse.Namespace,
    *,
    formats: Sequence[tuple[str, str | None]],
    top: Path | None = None,
) -> int:
    """Write each report to its file, or to stdout, and return the exit code.

    Args:
        result: The result of the check.
        options: The parsed command line, with the options of ``add_check_options``.
        formats: Pairs of format and file; None for stdout. Files are written first.
        top: The top of the repository: below it no file is written through a link.

    Raises:
        AttribcheckError: a file can't be written.
    """
    from attribcheck.reports.base import Options, format_named
    from attribcheck.system.files import write_atomic

    code = EXIT_FINDINGS if result.fails(Severity.parse(options.fail_on)) else EXIT_CLEAN
    for name, file in sorted(formats, key=lambda item: item[1] is None):
        color = file is None and wants_color(options)
        how = Options(
            color=color,
            quiet=options.quiet,
            rules_url=options.rules_url or "",
            source_url=options.source_url or "",
        )
        text = format_named(name).render(result, how)
        if file is None:
            print_out(text)
        else:
            write_atomic(Path(file), text, inside=top, named=True)
    return code


def print_out(text: str) -> None:
    """Write ``text`` to stdout and flush it; a closed pipe is no error of the check."""
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
