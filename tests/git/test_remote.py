"""A revision of a remote repository, without its hooks, submodules or history."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.repo import Repo

from attribcheck.core.errors import GitError
from attribcheck.git import remote


@pytest.fixture
def target(tmp_path: Path) -> Path:
    folder = tmp_path / "target"
    folder.mkdir()
    return folder


def test_one_revision_is_fetched_and_nothing_is_checked_out(repo: Repo, target: Path) -> None:
    first = repo.commit_files({"a.py": "a"})
    repo.commit_files({"a.py": "b"})
    fetched, commit = remote.fetch(repo.path.as_uri(), "main", target)
    assert commit == repo.head()
    assert [blob.path for blob in fetched.tree_entries(commit)] == ["a.py"]
    assert not (target / "a.py").exists()
    assert fetched.resolve(first) is None  # its history was left out


def test_a_commit_that_the_server_does_not_send_alone_is_found_in_the_history(
    repo: Repo, target: Path
) -> None:
    first = repo.commit_files({"a.py": "a"})
    repo.commit_files({"a.py": "b"})
    _, commit = remote.fetch(repo.path.as_uri(), first[:9], target)
    assert commit == first


def test_no_hook_of_a_template_runs(
    repo: Repo, target: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hooks = tmp_path / "template" / "hooks"
    hooks.mkdir(parents=True)
    hook = hooks / "reference-transaction"
    hook.write_text(f"#!/bin/sh\ntouch {tmp_path}/ran\n")
    hook.chmod(0o755)
    monkeypatch.setenv("GIT_TEMPLATE_DIR", str(hooks.parent))
    repo.commit_files({"a.py": "a"})
    remote.fetch(repo.path.as_uri(), "main", target)
    assert not (tmp_path / "ran").exists()


def test_a_transport_that_runs_a_command_is_refused(target: Path, tmp_path: Path) -> None:
    with pytest.raises(GitError):
        remote.fetch(f"ext::sh -c touch% {tmp_path}/ran", "main", target)
    assert not (tmp_path / "ran").exists()


def test_the_surroundings_of_a_hook_do_not_lead_elsewhere(
    repo: Repo, target: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    repo.commit_files({"a.py": "a"})
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "nowhere"))
    monkeypatch.setenv("GIT_INDEX_FILE", str(tmp_path / "nowhere"))
    _, commit = remote.fetch(repo.path.as_uri(), "main", target)
    assert len(commit) == 40


def test_a_repository_that_is_not_there_is_an_error(target: Path, tmp_path: Path) -> None:
    with pytest.raises(GitError):
        remote.fetch((tmp_path / "missing").as_uri(), "main", target)
