"""A git repository at a revision, near and far."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.repo import Repo

from attribcheck.copies.acquire.git_checkout import GitCheckout, _remote, _shown
from attribcheck.core.errors import GitError, UsageError


@pytest.fixture
def old(repo: Repo) -> str:
    """Make two commits; return the id of the first, which has the tag v1."""
    first = repo.commit_files({"a.py": "a = 1\n", "data.bin": b"\0"})
    repo.git("tag", "v1")
    repo.link("link.py", "a.py")
    repo.commit_files({"a.py": "a = 2\n"})
    return first


def acquire(spec: str, scratch: Path) -> tuple[str, dict[str, bytes]]:
    found = GitCheckout().acquire(spec, scratch)
    return found.version, dict(found.files)


@pytest.fixture
def scratch(tmp_path: Path) -> Path:
    (tmp_path / "scratch").mkdir()
    return tmp_path / "scratch"


def test_a_local_repository_is_read_at_the_revision_and_not_as_it_is_on_disk(
    repo: Repo, old: str, scratch: Path
) -> None:
    repo.write("b.py", "b = 1\n")
    assert acquire(f"{repo.path}@v1", scratch) == ("v1", {"a.py": b"a = 1\n"})
    assert acquire(f"{repo.path}@{old}", scratch) == (old[:12], {"a.py": b"a = 1\n"})
    assert acquire(f"{repo.path}@main", scratch) == ("main", {"a.py": b"a = 2\n"})


@pytest.mark.parametrize("prefix", ["", "git+"])
def test_a_remote_repository_is_fetched_at_the_revision(
    prefix: str, repo: Repo, old: str, scratch: Path
) -> None:
    spec = f"{prefix}{repo.path.as_uri()}@v1"
    found = GitCheckout().acquire(spec, scratch)
    assert dict(found.files) == {"a.py": b"a = 1\n"}
    assert (found.name, found.version) == ("repo", "v1")
    assert found.source == f"repository repo at {old[:12]}"


def test_the_commit_of_a_remote_repository_can_be_named_in_short(
    repo: Repo, old: str, scratch: Path
) -> None:
    assert acquire(f"{repo.path.as_uri()}@{old[:8]}", scratch)[1] == {"a.py": b"a = 1\n"}


def test_without_a_revision_a_remote_repository_is_read_at_its_head(
    repo: Repo, old: str, scratch: Path
) -> None:
    version, files = acquire(repo.path.as_uri(), scratch)
    assert (version, files) == (repo.head()[:12], {"a.py": b"a = 2\n"})


@pytest.mark.parametrize("remote", [True, False])
def test_a_revision_that_is_not_there_is_an_error(
    remote: bool, repo: Repo, old: str, scratch: Path
) -> None:
    where = repo.path.as_uri() if remote else str(repo.path)
    with pytest.raises((GitError, UsageError), match="has no revision v9"):
        acquire(f"{where}@v9", scratch)


def test_a_local_repository_shows_no_path_in_an_index(repo: Repo, old: str, scratch: Path) -> None:
    found = GitCheckout().acquire(f"{repo.path}@v1", scratch)
    assert found.source == f"repository repo at {old[:12]}"
    assert found.place == repo.path


@pytest.mark.parametrize(
    ("text", "where", "revision"),
    [
        ("https://host/a.git", "https://host/a.git", "HEAD"),
        ("https://host/a.git@v1", "https://host/a.git", "v1"),
        ("https://user@host/a.git@v1", "https://user@host/a.git", "v1"),
        ("https://user@host/a.git", "https://user@host/a.git", "HEAD"),
        ("git@host:team/a.git@main", "git@host:team/a.git", "main"),
        ("git@host:team/a.git", "git@host:team/a.git", "HEAD"),
    ],
)
def test_the_revision_comes_last(text: str, where: str, revision: str) -> None:
    assert _remote(text)[:2] == (where, revision)


def test_an_index_shows_no_password_and_no_path_of_this_machine() -> None:
    assert _shown("https://user:secret@host/a.git") == "https://host/a.git"
    assert _shown("file:///home/haneul/a.git") == "repository a"


@pytest.mark.parametrize(
    "spec", ["https://host/a.git@--upload-pack=x", "pkg:github/-o/a@v1", "pkg:github/a/b@-x"]
)
def test_nothing_is_passed_to_git_as_an_option(spec: str, scratch: Path) -> None:
    with pytest.raises(UsageError):
        acquire(spec, scratch)


def test_a_transport_that_runs_a_command_is_none(tmp_path: Path) -> None:
    assert not GitCheckout().accepts("ext::sh -c touch% x")
