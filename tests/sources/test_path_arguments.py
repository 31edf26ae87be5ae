from __future__ import annotations

import os
from pathlib import Path

import pytest
from support.repo import Repo
from support.sides import contents, sides

from attribcheck.core.errors import UsageError
from attribcheck.core.model import BlobKind
from attribcheck.git.repository import Repository
from attribcheck.sources.work_tree import TreeSource


@pytest.fixture
def project(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> Repo:
    """Three tracked files in two directories; the top is the current directory."""
    repo.commit_files({"a.py": "a\n", "sub/b.py": "b\n", "sub/deep/c.py": "c\n"})
    monkeypatch.chdir(repo.path)
    return repo


def named(*paths: str) -> TreeSource:
    return TreeSource(Repository.discover(), paths)


def selected(*paths: str) -> list[str | None]:
    return [new for _, new in sides(named(*paths))]


def test_named_files_are_asked_about_and_the_listing_stays_whole(project: Repo) -> None:
    source = named("sub/b.py")

    assert sides(source) == [(None, "sub/b.py")]
    assert list(source.listing()) == ["a.py", "sub/b.py", "sub/deep/c.py"]
    assert not source.complete


def test_a_directory_stands_for_its_tracked_files(project: Repo) -> None:
    project.write("sub/untracked.py", "x\n")

    assert selected("sub") == ["sub/b.py", "sub/deep/c.py"]


@pytest.mark.parametrize("name", ["sub/", "./sub", "sub/../sub", "sub/deep/.."])
def test_a_directory_may_be_written_in_any_way(project: Repo, name: str) -> None:
    assert selected(name) == ["sub/b.py", "sub/deep/c.py"]


def test_a_directory_is_not_a_prefix_of_names(project: Repo) -> None:
    project.commit_files({"subtle/d.py": "d\n"})

    assert selected("sub") == ["sub/b.py", "sub/deep/c.py"]


def test_a_dot_at_the_top_is_everything_tracked(project: Repo) -> None:
    assert selected(".") == ["a.py", "sub/b.py", "sub/deep/c.py"]


def test_names_are_relative_to_the_current_directory(
    project: Repo, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(project.path / "sub")

    assert selected(".") == ["sub/b.py", "sub/deep/c.py"]
    assert selected("b.py") == ["sub/b.py"]
    assert selected("../a.py") == ["a.py"]
    assert selected("..") == ["a.py", "sub/b.py", "sub/deep/c.py"]


def test_an_absolute_name_is_taken_as_it_is(project: Repo) -> None:
    assert selected(str(project.path / "a.py")) == ["a.py"]


def test_a_file_named_twice_is_asked_about_once(project: Repo) -> None:
    assert selected("a.py", "./a.py", ".") == ["a.py", "sub/b.py", "sub/deep/c.py"]


def test_the_top_may_be_reached_through_a_symlink(project: Repo, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(project.path)

    assert selected(str(tmp_path / "link" / "sub" / "b.py")) == ["sub/b.py"]


def test_an_untracked_file_that_is_named_is_included(project: Repo) -> None:
    project.write("untracked.py", "new\n")
    source = named("untracked.py")

    assert sides(source) == [(None, "untracked.py")]
    assert contents(source, "untracked.py") == {"untracked.py": b"new\n"}
    assert source.listing()["untracked.py"].oid == project.git("hash-object", "untracked.py")


def test_an_ignored_file_that_is_named_is_included(project: Repo) -> None:
    project.write(".gitignore", "*.log\n")
    project.write("x.log", "new\n")

    assert selected("x.log") == ["x.log"]


def test_an_untracked_symlink_that_is_named_is_not_followed(project: Repo) -> None:
    project.link("link", "/etc/passwd")
    source = named("link")

    assert source.listing()["link"].kind is BlobKind.SYMLINK
    assert contents(source, "link") == {"link": b"/etc/passwd"}


def test_a_modified_file_that_is_named_is_read_from_the_work_tree(project: Repo) -> None:
    project.write("a.py", "modified\n")

    assert contents(named("a.py"), "a.py") == {"a.py": b"modified\n"}


@pytest.mark.parametrize("name", ["out", "out/b.py"])
def test_what_a_sparse_checkout_left_out_may_be_named(project: Repo, name: str) -> None:
    project.commit_files({"out/b.py": "b\n"})
    project.git("sparse-checkout", "set", "--cone", "sub")

    assert selected(name) == ["out/b.py"]


@pytest.mark.parametrize("raw", [b"new\nline", b"-dash", b"*", b":(top)x", b"caf\xe9"])
def test_a_hostile_name_is_taken_literally(project: Repo, raw: bytes) -> None:
    (project.path / os.fsdecode(raw)).write_bytes(b"x\n")
    project.add()

    assert selected(os.fsdecode(raw)) == [raw.decode("utf-8", "surrogateescape")]


def test_a_submodule_may_be_named(project: Repo, tmp_path: Path) -> None:
    library = Repo(tmp_path / "library")
    library.commit_files({"x.py": "x\n"})
    project.submodule(library, "vendor")

    assert selected("vendor") == ["vendor"]


def test_a_file_in_a_submodule_is_refused(project: Repo, tmp_path: Path) -> None:
    library = Repo(tmp_path / "library")
    library.commit_files({"x.py": "x\n"})
    project.submodule(library, "vendor")

    with pytest.raises(UsageError, match=r"vendor/x\.py is in the submodule vendor"):
        named("vendor/x.py")


@pytest.mark.parametrize("name", ["nowhere.py", "sub/nowhere", "a.py/b", "n" * 300])
def test_what_does_not_exist_is_named(project: Repo, name: str) -> None:
    with pytest.raises(UsageError, match=f"{name} can't be checked") as caught:
        named("a.py", name)
    assert caught.value.exit_code == 2


def test_a_tracked_file_that_was_deleted_does_not_exist(project: Repo) -> None:
    project.remove("a.py")

    with pytest.raises(UsageError, match=r"a\.py can't be checked: No such file"):
        named("a.py")


def test_what_is_outside_is_refused(project: Repo, tmp_path: Path) -> None:
    (tmp_path / "outside.py").write_text("x\n")

    with pytest.raises(UsageError, match=r"\.\./outside\.py is outside the repository"):
        named("../outside.py")


def test_what_a_symlink_leads_out_to_is_refused(project: Repo, tmp_path: Path) -> None:
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside" / "x.py").write_text("x\n")
    project.link("way-out", str(tmp_path / "outside"))

    with pytest.raises(UsageError, match="outside the repository"):
        named("way-out/x.py")


def test_a_directory_beside_with_a_longer_name_is_outside(project: Repo, tmp_path: Path) -> None:
    (tmp_path / "repo-2").mkdir()

    with pytest.raises(UsageError, match="outside the repository"):
        named("../repo-2")


def test_a_loop_of_symlinks_is_refused(project: Repo) -> None:
    project.link("loop", "loop")

    with pytest.raises(UsageError, match="loop/x"):
        named("loop/x")


def test_a_directory_without_tracked_files_is_refused(project: Repo) -> None:
    project.write("fresh/untracked.py", "x\n")

    with pytest.raises(UsageError, match="fresh contains no tracked file") as caught:
        named("a.py", "fresh")
    assert "git add" in (caught.value.hint or "")


def test_a_dot_in_an_empty_repository_is_refused(
    repo: Repo, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(repo.path)

    with pytest.raises(UsageError, match="contains no tracked file"):
        named(".")


def test_an_empty_name_is_refused(project: Repo) -> None:
    with pytest.raises(UsageError, match="a path is empty"):
        named("")


@pytest.mark.parametrize("name", [".git", ".git/config"])
def test_gits_own_files_are_refused(project: Repo, name: str) -> None:
    with pytest.raises(UsageError, match=r"is in \.git, which is not checked"):
        named(name)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_a_pipe_is_refused(project: Repo) -> None:
    os.mkfifo(project.path / "pipe")

    with pytest.raises(UsageError, match="pipe is neither a file nor a directory"):
        named("pipe")


def test_terminal_escapes_in_a_name_are_made_visible(project: Repo) -> None:
    with pytest.raises(UsageError, match=r"\\x1b\[31m"):
        named("\x1b[31m")


def test_the_label_names_few_paths_and_counts_many(project: Repo) -> None:
    assert named("a.py", "sub").label == "a.py, sub"
    assert named("a.py", "sub", "sub/b.py", "sub/deep").label == "4 paths"
