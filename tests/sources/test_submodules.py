"""A submodule that becomes a folder: its files are compared with those of the submodule."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from support.checks import run, staged, walk
from support.edits import code, lost
from support.haneul import FOREIGN, POLICY
from support.repo import Repo

from attribcheck.git.repository import Repository

ZED = """
[[component]]
name = "zed"
license = "MIT"
holders = ["Foo Corp."]
paths = ["third_party/zed"]
"""
FILES = {"z.py": FOREIGN + code(), "deep/y.py": FOREIGN + code(100), "LICENSE": FOREIGN}


@pytest.fixture
def vendored(repo: Repo, tmp_path: Path) -> Repo:
    """A repository whose submodule is a folder in the index, with all of its files."""
    other = Repo(tmp_path / "zed")
    other.commit_files(dict(FILES))
    repo.commit_files({"attribcheck.toml": POLICY + ZED})
    repo.submodule(other, "third_party/zed")
    repo.commit("zed as a submodule")
    repo.git("rm", "--quiet", "--cached", "third_party/zed")
    (repo.path / "third_party/zed/.git").unlink()
    repo.git("config", "-f", ".gitmodules", "--remove-section", "submodule.third_party/zed")
    repo.add()
    return repo


def test_the_files_as_they_were_lose_nothing(vendored: Repo) -> None:
    assert lost(run(vendored, staged)) == ()


def test_a_header_that_is_cut_is_a_removed_notice(vendored: Repo) -> None:
    vendored.stage("third_party/zed/z.py", code())

    assert lost(run(vendored, staged)) == (
        ("third_party/zed/z.py", 1, "Foo Corp."),
        ("third_party/zed/z.py", 2, "MIT"),
    )


def test_a_licence_file_that_is_left_out_is_a_removed_notice(vendored: Repo) -> None:
    vendored.stage("third_party/zed/z.py", "# nothing is stated here\n" + code())
    vendored.git("rm", "--quiet", "--force", "third_party/zed/LICENSE")

    paths = [path for path, _, _ in lost(run(vendored, staged))]

    assert "third_party/zed/LICENSE" in paths


def test_a_submodule_with_another_name_than_its_path(repo: Repo, tmp_path: Path) -> None:
    other = Repo(tmp_path / "zed")
    other.commit_files(dict(FILES))
    repo.commit_files({"attribcheck.toml": POLICY + ZED})
    path = "third_party/zed"
    repo.git("submodule", "--quiet", "add", "--name", "other", str(other.path), path)
    repo.commit("zed as a submodule")
    repo.git("rm", "--quiet", "--cached", path)
    (repo.path / path / ".git").unlink()
    repo.write(f"{path}/z.py", code())
    repo.add()

    assert len(lost(run(repo, staged))) == 2


@pytest.mark.parametrize("has_gitmodules", [True, False])
def test_a_submodule_whose_objects_are_not_here_can_not_be_compared(
    vendored: Repo, has_gitmodules: bool
) -> None:
    vendored.stage("third_party/zed/z.py", code())
    if not has_gitmodules:
        vendored.git("rm", "--quiet", "--force", ".gitmodules")
    shutil.rmtree(vendored.path / ".git/modules")

    subjects = {(path, subject) for path, _, subject in lost(run(vendored, staged))}

    assert subjects == {(f"third_party/zed/{name}", "older version") for name in FILES}


def test_files_that_go_to_another_folder(vendored: Repo) -> None:
    for name in FILES:
        vendored.git("rm", "--quiet", "--force", f"third_party/zed/{name}")
    vendored.stage("third_party/zed2/z.py", code())

    assert lost(run(vendored, staged)) == (
        ("third_party/zed2/z.py", 1, "Foo Corp."),
        ("third_party/zed2/z.py", 1, "MIT"),
    )


def test_a_submodule_that_is_removed_and_some_other_file(vendored: Repo) -> None:
    for name in FILES:
        vendored.git("rm", "--quiet", "--force", f"third_party/zed/{name}")
    vendored.stage("src/app.py", code(900))
    source = staged(Repository.discover(vendored.path))

    assert lost(run(vendored, staged)) == ()
    assert all(change.new for change in source.changes() if change.old is None)


def test_a_history_in_which_a_submodule_becomes_a_folder(vendored: Repo) -> None:
    vendored.stage("third_party/zed/z.py", code())
    vendored.commit("zed as a folder")

    assert lost(walk(vendored)) == (
        ("third_party/zed/z.py", 1, "Foo Corp."),
        ("third_party/zed/z.py", 2, "MIT"),
    )


@pytest.mark.parametrize("named", [True, False])
def test_a_submodule_in_the_place_of_tracked_files(repo: Repo, tmp_path: Path, named: bool) -> None:
    """Without an entry in .gitmodules nobody can fetch what the files held."""
    other = Repo(tmp_path / "zed")
    other.commit_files(dict(FILES))
    files = {f"third_party/zed/{name}": content for name, content in FILES.items()}
    repo.commit_files({"attribcheck.toml": POLICY + ZED, **files})
    repo.git("rm", "--quiet", "-r", "third_party/zed")
    repo.submodule(other, "third_party/zed")
    if not named:
        repo.git("rm", "--quiet", "--force", "--cached", ".gitmodules")

    outcome = run(repo, staged)

    found = [(f.path, f.subject) for f in outcome.findings if f.rule == "unscanned-file"]
    assert found == ([] if named else [("third_party/zed", "unnamed submodule")])
