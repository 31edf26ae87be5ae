"""A whole check on a real repository, with an engine that reads one notice a line."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from textwrap import dedent

import pytest

from attribcheck.check import pipeline
from attribcheck.check.result import CheckResult
from attribcheck.copies.search import Search
from attribcheck.core.finding import Finding
from attribcheck.core.model import FileScan, Notice, ScanFailure
from attribcheck.git import lfs
from attribcheck.git.repository import Repository
from attribcheck.history.walk import check as check_history
from attribcheck.packages.loading import load_policy
from attribcheck.policy.model import Component
from attribcheck.rules.missing_license_text import MissingLicenseText
from attribcheck.scan.base import Request
from attribcheck.scan.lines import decoded_lines
from attribcheck.scan.markers import markers
from attribcheck.scan.scanner import CachingScanner
from attribcheck.sources.base import Source
from attribcheck.sources.commit_range import DiffSource
from attribcheck.sources.commits import HistorySource
from attribcheck.sources.staged import StagedSource
from attribcheck.sources.work_tree import TreeSource
from attribcheck.weights.known import KnownWeights
from support.repo import Repo
from support.scans import copyright_, license_, scan

DAY = date(2026, 1, 2)
"""The day on which expiry is judged unless a test says otherwise."""

Content = str | bytes | FileScan | ScanFailure
"""A file: its text, or what the engine answers for it."""

_STATEMENT = re.compile(
    r"Copyright(?: \(c\)| ©)?(?: (?:19|20)\d\d(?:(?:-|, )\d{4})*)?"
    r"(?: (?P<holder>.+?))?(?: \*/)?$",
    re.IGNORECASE,
)
_TAG = re.compile(r"SPDX-License-Identifier: (?P<license>.+)")


class LineEngine:
    """Stands in for scancode: one notice a line, ``Copyright 2025 HOLDER`` or an SPDX tag.

    Args:
        answers: What to answer for contents that stand for more than their text.
    """

    identity = "lines 1"

    def __init__(self, answers: Mapping[bytes, FileScan | ScanFailure]) -> None:
        self._answers = answers

    def scan(self, requests: Iterable[Request]) -> Iterator[tuple[Request, FileScan | ScanFailure]]:
        """See ``attribcheck.scan.base.Engine``."""
        for request in requests:
            yield request, self._answers.get(request.content) or _read(request.content)


def _read(content: bytes) -> FileScan:
    lines = decoded_lines(content)
    found = [notice for number, line in enumerate(lines, 1) for notice in _notices(line, number)]
    stated = scan(*found, blank=not content.strip())
    return stated._replace(markers=markers(lines))


def _notices(line: str, number: int) -> Iterator[Notice]:
    if match := _TAG.search(line):
        notice = license_(match["license"], line=number, written=line)
    elif match := _STATEMENT.search(line):
        named = (match["holder"],) if match["holder"] else ()
        notice = copyright_(*named, line=number, text=match[0], written=line)
    else:
        return
    yield notice._replace(column=match.start() + 1)


def write(repo: Repo, files: Mapping[str, Content]) -> None:
    """Write ``files``; an answer of the engine is written as its own description."""
    for path, content in files.items():
        repo.write(path, content if isinstance(content, str | bytes) else repr(content))


def tree(repo: Repository) -> Source:
    """The whole work tree."""
    return TreeSource(repo)


def staged(repo: Repository) -> Source:
    """What is about to be committed."""
    return StagedSource(repo)


def last_commit(repo: Repository) -> Source:
    """What the current commit changed."""
    return DiffSource(repo, "HEAD~1..HEAD")


def run(
    repo: Repo,
    source: Callable[[Repository], Source] = tree,
    *,
    answers: Iterable[FileScan | ScanFailure] = (),
    day: date | None = DAY,
    texts: bool = False,
    search: Search | None = None,
    weights: Callable[[], KnownWeights] = KnownWeights,
) -> CheckResult:
    """Check a repository as it stands by the policy that it holds.

    Args:
        repo: The repository.
        source: Makes the source.
        answers: What the engine answers for files that ``write`` wrote from an answer.
        day: The day for which expiry is judged; None for that of the environment.
        texts: Whether missing licence texts are told too: few tests carry any.
        search: Compares files with known origins.
        weights: Makes what compares weights; by default with fingerprints of the policy alone.
    """
    seen = source(Repository.discover(repo.path))
    engine = LineEngine({repr(answer).encode(): answer for answer in answers})
    policy = load_policy(seen)
    scanner = CachingScanner(engine, is_pointer=lfs.is_pointer)
    outcome = pipeline.check(seen, scanner, policy, day=day, search=search, weights=weights)
    kept = (f for f in outcome.findings if texts or f.rule != MissingLicenseText.name)
    return outcome._replace(findings=tuple(kept))


def require_git(repo: Repo, *version: int) -> None:
    """Skip the test when git is older."""
    found = tuple(map(int, re.findall(r"\d+", repo.git("version"))[:2]))
    if found < version:
        pytest.skip(f"needs git {'.'.join(map(str, version))}")


def walk(
    repo: Repo, spec: str = "HEAD", *, answers: Iterable[FileScan | ScanFailure] = ()
) -> CheckResult:
    """Check a history of a repository by the policy at its end; arguments as for ``run``.

    A test is skipped with a git before 2.31, which can't give a history.
    """
    require_git(repo, 2, 31)
    with HistorySource(Repository.discover(repo.path), spec) as source:
        policy = load_policy(source.tip)
        engine = LineEngine({repr(answer).encode(): answer for answer in answers})
        scanner = CachingScanner(engine, is_pointer=lfs.is_pointer)
        return check_history(source, scanner, policy, day=DAY)


def check(
    repo: Repo,
    files: Mapping[str, Content],
    policy: str = "",
    *,
    day: date | None = DAY,
    texts: bool = False,
    search: Search | None = None,
    weights: Callable[[], KnownWeights] = KnownWeights,
) -> CheckResult:
    """Write ``files`` and the policy, track them, and check the whole tree.

    Args:
        repo: The repository.
        files: Content by path.
        policy: The text of ``attribcheck.toml``, indented as the test is; empty for none.
        day: The day for which expiry is judged.
        texts: Whether missing licence texts are told too.
        search: Compares files with known origins.
        weights: See ``run``.
    """
    write(repo, files)
    if policy:
        repo.write("attribcheck.toml", toml(policy))
    repo.add()
    answers = [c for c in files.values() if isinstance(c, FileScan | ScanFailure)]
    return run(repo, answers=answers, day=day, texts=texts, search=search, weights=weights)


def toml(policy: str) -> str:
    """Return a policy as it stands in its file: line 1 is ``version``."""
    return dedent(policy).lstrip("\n")


def found(outcome: CheckResult, rule: str) -> list[Finding]:
    """Return what one rule found."""
    return [finding for finding in outcome.findings if finding.rule == rule]


def only(outcome: CheckResult, rule: str) -> Finding:
    """Return the one thing that a rule found."""
    (finding,) = found(outcome, rule)
    return finding


def places(outcome: CheckResult) -> list[tuple[str, int, str]]:
    """Return path, line and rule of every finding, in order."""
    return [(finding.path, finding.line, finding.rule) for finding in outcome.findings]


def covered(outcome: CheckResult, path: str) -> tuple[Component, ...]:
    """Return the components that cover a checked file."""
    (file,) = (file for file in outcome.files if file.path == path)
    return file.components
