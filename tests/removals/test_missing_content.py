"""What can't be read is not in order: older content that is not stored here, its scan cached."""

from __future__ import annotations

import gzip
import io
import zipfile
from collections.abc import Callable

import pytest
from support.checks import LineEngine, found, staged
from support.edits import RULE, apply, begin, code
from support.haneul import FOREIGN
from support.lfs import pointer, store
from support.repo import Repo

from attribcheck.check import pipeline
from attribcheck.check.result import CheckResult
from attribcheck.core.errors import GitError
from attribcheck.git import lfs
from attribcheck.git.repository import Repository
from attribcheck.policy.loader import load_policy
from attribcheck.scan.scanner import CachingScanner
from attribcheck.sources.work_tree import TreeSource

FOO, LICENSE = "third_party/foo/a.py", "third_party/foo/LICENSE"


class Warm:
    """A scanner that has the scan of every file of a repository."""

    def __init__(self, repo: Repo) -> None:
        self._repo = repo
        self._scanner = CachingScanner(LineEngine({}), is_pointer=lfs.is_pointer)
        source = TreeSource(Repository.discover(repo.path))
        pipeline.check(source, self._scanner, load_policy(source.read_file))

    def check(self) -> CheckResult:
        """Check what is staged."""
        source = staged(Repository.discover(self._repo.path))
        return pipeline.check(source, self._scanner, load_policy(source.read_file))


def drop(repo: Repo, oid: str) -> None:
    """Remove an object, as a partial clone lacks it."""
    (repo.path / ".git/objects" / oid[:2] / oid[2:]).unlink()


def oid(repo: Repo, path: str) -> str:
    return repo.git("rev-parse", f":{path}")


@pytest.mark.parametrize("header", ["", "# SPDX-License-Identifier: MIT\n"])
def test_a_changed_file_whose_older_content_is_missing(repo: Repo, header: str) -> None:
    begin(repo, {FOO: FOREIGN + code()})
    scanner, old = Warm(repo), oid(repo, FOO)
    apply(repo, {FOO: header + code()})
    drop(repo, old)

    (finding,) = found(scanner.check(), RULE)

    assert (finding.path, finding.subject) == (FOO, "older version")
    assert "its content could not be read" in finding.message


def test_a_changed_file_that_keeps_its_notices_needs_no_older_content(repo: Repo) -> None:
    begin(repo, {FOO: FOREIGN + code()})
    scanner, old = Warm(repo), oid(repo, FOO)
    apply(repo, {FOO: FOREIGN + code() + "more = 1\n"})
    drop(repo, old)

    assert found(scanner.check(), RULE) == []


def test_a_deleted_licence_file_whose_content_is_missing(repo: Repo) -> None:
    begin(repo, {FOO: FOREIGN + code(), LICENSE: "Copyright 2025 Foo Corp.\n"})
    scanner, old = Warm(repo), oid(repo, LICENSE)
    apply(repo, {LICENSE: None})
    drop(repo, old)

    (finding,) = found(scanner.check(), RULE)

    assert finding.path == LICENSE
    assert "its notices are unknown" in finding.message


@pytest.mark.parametrize(("path", "is_reported"), [("src/app.py", True), ("notes.md", False)])
def test_a_deleted_file_whose_code_may_be_in_a_changed_one(
    repo: Repo, path: str, is_reported: bool
) -> None:
    begin(repo, {FOO: FOREIGN + code(), "notes.md": "some\n"})
    scanner, old = Warm(repo), oid(repo, FOO)
    apply(repo, {FOO: None, path: code()})
    drop(repo, old)

    assert [f.path for f in found(scanner.check(), RULE)] == ([FOO] if is_reported else [])


def test_a_deleted_file_whose_code_may_be_in_an_added_one(repo: Repo) -> None:
    begin(repo, {FOO: FOREIGN + code()})
    scanner, old = Warm(repo), oid(repo, FOO)
    apply(repo, {FOO: None, "src/new.py": "entirely = 1\n"})
    drop(repo, old)

    with pytest.raises(GitError, match=old):
        scanner.check()


def zipped(text: str) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as opened:
        opened.writestr(zipfile.ZipInfo("z.py"), text)
    return target.getvalue()


@pytest.mark.parametrize(
    ("path", "pack"),
    [
        ("third_party/foo/x.zip", zipped),
        ("third_party/foo/a.py.gz", lambda text: gzip.compress(text.encode(), mtime=0)),
    ],
)
def test_an_archive_whose_older_content_is_missing(
    repo: Repo, path: str, pack: Callable[[str], bytes]
) -> None:
    """Nothing was found in its own bytes, and what it held is not known."""
    begin(repo, {path: pack(FOREIGN + code())})
    scanner, old = Warm(repo), oid(repo, path)
    apply(repo, {path: pack(code())})
    drop(repo, old)

    (finding,) = found(scanner.check(), RULE)

    assert (finding.path, finding.subject) == (path, "older version")


def test_an_archive_in_git_lfs_that_was_not_fetched(repo: Repo) -> None:
    path, content = "third_party/foo/x.zip", zipped(FOREIGN + code())
    begin(repo, {path: pointer(content)})
    stored = store(repo, content)
    scanner = Warm(repo)
    apply(repo, {path: zipped(code())})
    stored.unlink()

    (finding,) = found(scanner.check(), RULE)

    assert "Git LFS pointer" in finding.message


def test_a_git_lfs_object_that_was_not_fetched(repo: Repo) -> None:
    content = (FOREIGN + code()).encode()
    begin(repo, {FOO: pointer(content)})
    stored = store(repo, content)
    scanner = Warm(repo)
    apply(repo, {FOO: code()})
    stored.unlink()

    (finding,) = found(scanner.check(), RULE)

    assert "Git LFS pointer" in finding.message
    assert finding.fix == "# run `git lfs pull`\n"
