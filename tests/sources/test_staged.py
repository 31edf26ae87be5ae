from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

import pytest
from support.lfs import OBJECT, pointer, store
from support.repo import Repo
from support.sides import contents, sides

from attribcheck.core.errors import GitError, NotRegularError
from attribcheck.core.model import Blob, BlobKind
from attribcheck.git import state
from attribcheck.git.repository import Repository
from attribcheck.sources.base import Source
from attribcheck.sources.staged import StagedSource
from attribcheck.sources.work_tree import TreeSource

LONG = "".join(f"line {number}\n" for number in range(30))


@pytest.fixture(autouse=True, params=["a small index", "a large one"])
def size(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a large index only the paths are listed; the result is the same."""
    if request.param == "a large one":
        monkeypatch.setattr(state, "_LARGE", 0)


def staged(repo: Repo) -> StagedSource:
    return StagedSource(Repository.discover(repo.path))


def test_it_is_a_source_of_a_part(repo: Repo) -> None:
    source: Source = staged(repo)

    assert (source.label, source.complete) == ("staged changes", False)


def test_an_empty_repository_has_no_changes(repo: Repo) -> None:
    source = staged(repo)

    assert source.changes() == []
    assert source.listing() == {}
    assert source.base_file("attribcheck.toml") is None


def test_everything_staged_before_the_first_commit_is_new(repo: Repo) -> None:
    repo.stage("b.py", "b\n")
    repo.stage("a.py", "a\n")

    assert sides(staged(repo)) == [(None, "a.py"), (None, "b.py")]


def test_added_modified_and_deleted_files_are_changes_by_path(repo: Repo) -> None:
    repo.commit_files({"deleted.py": "one\n", "kept.py": "two\n", "modified.py": "three\n"})
    repo.git("rm", "--quiet", "deleted.py")
    repo.stage("modified.py", "four\n")
    repo.stage("added.py", "five\n")

    assert sides(staged(repo)) == [
        (None, "added.py"),
        ("deleted.py", None),
        ("modified.py", "modified.py"),
    ]


def test_the_index_is_read_and_not_the_work_tree(repo: Repo) -> None:
    repo.stage("a.py", "staged\n")
    repo.write("a.py", "written since\n")

    assert contents(staged(repo)) == {"a.py": b"staged\n"}


def test_what_is_not_staged_is_not_listed(repo: Repo) -> None:
    repo.stage("a.py", "a\n")
    repo.write("untracked.py", "b\n")

    assert list(staged(repo).listing()) == ["a.py"]


def test_both_sides_of_a_change_can_be_read(repo: Repo) -> None:
    repo.commit_files({"a.py": "old\n"})
    repo.stage("a.py", "new\n")
    source = staged(repo)
    (change,) = source.changes()
    assert change.old is not None
    assert change.new is not None

    assert [content for _, content in source.read([change.old, change.new])] == [b"old\n", b"new\n"]


def test_a_rename_with_an_edit_is_one_change(repo: Repo) -> None:
    repo.commit_files({"old.py": "line\n" * 20})
    repo.git("mv", "old.py", "new.py")
    repo.stage("new.py", "line\n" * 20 + "more\n")

    assert sides(staged(repo)) == [("old.py", "new.py")]


def test_a_copy_of_a_changed_file_has_its_origin_as_old_side(repo: Repo) -> None:
    text = "".join(f"line {number}\n" for number in range(20))
    repo.commit_files({"origin.py": text})
    repo.stage("origin.py", text + "more\n")
    repo.stage("copy.py", text)
    source = staged(repo)

    assert sides(source) == [("origin.py", "copy.py"), ("origin.py", "origin.py")]
    assert "origin.py" in source.listing()


def test_a_file_added_by_intent_alone_is_not_part_of_the_commit(repo: Repo) -> None:
    repo.commit_files({"a.py": "a\n", "__init__.py": ""})
    repo.write("b.py", "b\n")
    repo.git("add", "--intent-to-add", "b.py")
    source = staged(repo)

    assert source.changes() == []
    assert list(source.listing()) == ["__init__.py", "a.py"]


@pytest.mark.parametrize("version", ["3", "4"])
def test_so_it_is_in_an_index_of_a_newer_version(repo: Repo, version: str) -> None:
    repo.commit_files({"a.py": "a\n", "__init__.py": ""})
    repo.git("update-index", "--index-version", version)
    repo.write("b.py", "")
    repo.git("add", "--intent-to-add", "b.py")
    source = staged(repo)

    assert source.changes() == []
    assert list(source.listing()) == ["__init__.py", "a.py"]


def test_so_it_is_in_a_split_index(repo: Repo) -> None:
    repo.commit_files({"a.py": "a\n", "__init__.py": ""})
    repo.write("b.py", "")
    repo.git("add", "--intent-to-add", "b.py")
    repo.git("update-index", "--split-index")
    repo.stage("c.py", "c\n")

    assert list(staged(repo).listing()) == ["__init__.py", "a.py", "c.py"]


def test_so_it_is_in_a_split_index_elsewhere(
    repo: Repo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    repo.commit_files({"a.py": "a\n", "__init__.py": ""})
    repo.write("b.py", "")
    repo.git("add", "--intent-to-add", "b.py")
    repo.git("update-index", "--split-index")
    other = tmp_path / "elsewhere" / "index"
    other.parent.mkdir()
    shutil.copy(repo.path / ".git/index", other)
    monkeypatch.setenv("GIT_INDEX_FILE", str(other))
    monkeypatch.chdir(repo.path)

    assert list(StagedSource(Repository.discover()).listing()) == ["__init__.py", "a.py"]


def test_every_entry_is_the_one_of_the_commit(repo: Repo) -> None:
    for path in (*(f"src/{n}.py" for n in range(9)), "b", "b.py"):
        repo.stage(path, f"{path}\n")
    repo.commit()
    repo.git("mv", "src/8.py", "src/a.py")
    repo.git("rm", "--quiet", "src/7.py")
    repo.stage("src/6.py", "changed\n")
    repo.stage("z.py", "new\n")
    listing = staged(repo).listing()
    tree = Repository.discover(repo.path).tree_entries(repo.git("write-tree").strip())

    assert list(listing.values()) == tree
    assert [listing.get(path) for path in ("src/8.py", "src/7.py", "src", "")] == [None] * 4


def test_unmerged_files_stop_it_and_are_named(repo: Repo) -> None:
    repo.commit_files({"a.py": "base\n"})
    repo.branch("side")
    repo.commit_files({"a.py": "side\n"})
    repo.switch("main")
    repo.commit_files({"a.py": "main\n"})
    repo.merge_conflict("side")
    source = staged(repo)

    with pytest.raises(GitError, match=r"a\.py"):
        source.changes()
    with pytest.raises(GitError, match=r"a\.py"):
        source.listing()


def test_a_merge_is_compared_with_its_first_parent(repo: Repo) -> None:
    repo.commit_files({"a.py": "base\n"})
    repo.branch("side")
    repo.commit_files({"from-side.py": "side\n"})
    repo.switch("main")
    repo.commit_files({"from-main.py": "main\n"})
    repo.git("merge", "--quiet", "--no-commit", "--no-ff", "side")

    assert sides(staged(repo)) == [(None, "from-side.py")]


def test_the_index_that_git_names_is_read(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    repo.commit_files({"a.py": "one\n"})
    shutil.copy(repo.path / ".git" / "index", repo.path / ".git" / "index.lock")
    repo.write("a.py", "two\n")
    repo.git("add", "a.py", env={"GIT_INDEX_FILE": ".git/index.lock"})
    monkeypatch.chdir(repo.path)

    monkeypatch.setenv("GIT_INDEX_FILE", ".git/index.lock")  # as ``git commit --all`` does
    assert contents(StagedSource(Repository.discover())) == {"a.py": b"two\n"}

    monkeypatch.delenv("GIT_INDEX_FILE")
    assert contents(StagedSource(Repository.discover())) == {"a.py": b"one\n"}


@pytest.mark.parametrize("option", ["--all", "a.py"])
def test_in_a_hook_it_sees_what_git_commits(repo: Repo, option: str, tmp_path: Path) -> None:
    repo.commit_files({"a.py": "one\n"})
    repo.write("a.py", "two\n")
    seen = tmp_path / "seen"
    hook = repo.write(
        ".git/hooks/pre-commit",
        f"#!{sys.executable}\n"
        "import pathlib\n"
        "from attribcheck.git.repository import Repository\n"
        "from attribcheck.sources.staged import StagedSource\n"
        "source = StagedSource(Repository.discover())\n"
        "read = [content for _, content in source.read(source.listing().values())]\n"
        f"pathlib.Path({str(seen)!r}).write_bytes(b''.join(read))\n",
    )
    hook.chmod(0o755)
    top = str(Path(__file__).parents[2])

    repo.git("commit", "--quiet", "--message", "two", option, env={"PYTHONPATH": top})

    assert seen.read_bytes() == b"two\n"


def test_line_ends_are_those_of_the_repository(repo: Repo) -> None:
    repo.write("a.py", "one\r\n")
    repo.git("-c", "core.autocrlf=true", "add", "a.py")

    assert contents(staged(repo)) == {"a.py": b"one\n"}


def test_a_file_that_became_a_symlink_has_its_target_as_content(repo: Repo) -> None:
    repo.commit_files({"a": "text\n"})
    repo.remove("a")
    repo.link("a", "/etc/passwd")
    repo.add()
    source = staged(repo)
    (change,) = source.changes()

    assert change.old is not None
    assert change.old.kind is BlobKind.FILE
    assert source.listing()["a"].kind is BlobKind.SYMLINK
    assert contents(source) == {"a": b"/etc/passwd"}


def test_a_file_that_became_a_directory_is_a_deletion_and_an_addition(repo: Repo) -> None:
    repo.commit_files({"a": "one\n"})
    repo.git("rm", "--quiet", "a")
    repo.stage("a/b", "quite another text\n")

    assert sides(staged(repo)) == [("a", None), (None, "a/b")]


def test_a_submodule_has_no_content(repo: Repo, tmp_path: Path) -> None:
    library = Repo(tmp_path / "library")
    commit = library.commit_files({"x": "x\n"})
    repo.submodule(library, "vendor")
    repo.stage("z", "z\n")
    source = staged(repo)

    assert source.listing()["vendor"] == Blob("vendor", commit, BlobKind.SUBMODULE)
    assert contents(source, "vendor", "z") == {"vendor": None, "z": b"z\n"}


def test_an_lfs_pointer_gives_the_stored_object(repo: Repo) -> None:
    store(repo, OBJECT)
    repo.stage("here.bin", pointer())
    repo.stage("elsewhere.bin", pointer(b"never fetched"))

    assert contents(staged(repo)) == {
        "here.bin": OBJECT,
        "elsewhere.bin": pointer(b"never fetched"),
    }


def test_a_symlink_that_reads_like_an_lfs_pointer_keeps_its_target(repo: Repo) -> None:
    store(repo, OBJECT)
    repo.link("link", pointer().decode())
    repo.add()

    assert contents(staged(repo)) == {"link": pointer()}


def test_the_policy_is_that_of_the_index(repo: Repo) -> None:
    repo.commit_files({"attribcheck.toml": "# committed\n"})
    repo.stage("attribcheck.toml", "# staged\n")
    repo.write("attribcheck.toml", "# written since\n")

    assert staged(repo).read_file("attribcheck.toml") == b"# staged\n"
    assert staged(repo).read_file("other.toml") is None


def test_a_file_that_is_a_symlink_is_refused(repo: Repo) -> None:
    repo.link("attribcheck.toml", "/etc/passwd")
    repo.add()

    with pytest.raises(NotRegularError, match="is a symlink"):
        staged(repo).read_file("attribcheck.toml")


def test_the_base_policy_is_that_of_head(repo: Repo) -> None:
    repo.commit_files({"attribcheck.toml": "version = 1\n"})
    repo.stage("attribcheck.toml", "version = 2\n")
    source = staged(repo)

    assert source.base_file("attribcheck.toml") == b"version = 1\n"
    assert source.base_file("other.toml") is None


def test_a_symlink_is_no_base_policy(repo: Repo) -> None:
    repo.link("attribcheck.toml", "/etc/passwd")
    repo.add()
    repo.commit()

    assert staged(repo).base_file("attribcheck.toml") is None


def test_a_linked_work_tree_has_its_own_index(repo: Repo, tmp_path: Path) -> None:
    repo.commit_files({"a.py": "a\n"})
    linked = repo.worktree(tmp_path / "linked")
    linked.stage("b.py", "b\n")

    assert sides(staged(linked)) == [(None, "b.py")]
    assert sides(staged(repo)) == []


def test_a_sparse_index_is_listed_whole(repo: Repo) -> None:
    repo.commit_files({"in/a.py": "a\n", "out/deep/b.py": "b\n"})
    repo.git("sparse-checkout", "set", "--cone", "--sparse-index", "in")

    assert contents(staged(repo)) == {"in/a.py": b"a\n", "out/deep/b.py": b"b\n"}


def test_a_sha256_repository_is_read(tmp_path: Path) -> None:
    repo = Repo(tmp_path / "r", "--object-format=sha256")
    repo.commit_files({"a.py": "one\n"})
    repo.stage("a.py", "two\n")
    source = staged(repo)

    assert sides(source) == [("a.py", "a.py")]
    assert contents(source) == {"a.py": b"two\n"}
    assert len(source.listing()["a.py"].oid) == 64


def test_a_name_that_is_not_utf8_is_read(repo: Repo) -> None:
    (repo.path / os.fsdecode(b"caf\xe9.py")).write_bytes(b"x\n")
    repo.add()

    assert contents(staged(repo)) == {"caf\udce9.py": b"x\n"}


def test_a_copy_of_a_file_that_did_not_change_is_told_when_it_is_asked_for(repo: Repo) -> None:
    repo.commit_files({"a.py": LONG})
    repo.stage("b.py", LONG + "more\n")
    source = staged(repo)

    assert sides(source) == [(None, "b.py")]
    (copy,) = source.copies()
    assert (copy.old, copy.new) == (source.listing()["a.py"], source.listing()["b.py"])


def test_without_an_added_file_there_are_no_copies(repo: Repo) -> None:
    repo.commit_files({"a.py": LONG, "b.py": LONG})
    repo.stage("b.py", LONG + "more\n")

    assert staged(repo).copies() == ()


def test_a_sparse_index_lists_every_file(repo: Repo) -> None:
    """From git 2.40 on, a diff names a folder that a sparse index collapsed as one entry."""
    repo.commit_files({"third_party/foo/a.py": "a\n", "src/main.py": "b\n"})
    repo.git("sparse-checkout", "set", "--cone", "--sparse-index", "src")
    repo.stage("src/main.py", "c\n")

    source = staged(repo)

    assert sorted(source.listing()) == ["src/main.py", "third_party/foo/a.py"]
    assert sides(source) == [("src/main.py", "src/main.py")]


@pytest.mark.parametrize("size", [-1, -30, 100])
@pytest.mark.parametrize("make", [StagedSource, TreeSource])
def test_a_truncated_index_is_refused(
    repo: Repo, make: type[StagedSource | TreeSource], size: int
) -> None:
    repo.commit_files({f"{name}.py": name for name in "abcdef"})
    index = repo.path / ".git/index"
    index.write_bytes(index.read_bytes()[:size])

    with pytest.raises(GitError, match="index"):
        make(Repository.discover(repo.path)).listing()
