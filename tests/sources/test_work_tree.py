from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from support.lfs import OBJECT, pointer, store
from support.repo import Repo
from support.sides import contents, sides

from attribcheck.core.errors import GitError
from attribcheck.core.model import Blob, BlobKind
from attribcheck.git.repository import Repository
from attribcheck.sources.base import Source
from attribcheck.sources.work_tree import TreeSource


def tree(repo: Repo) -> TreeSource:
    return TreeSource(Repository.discover(repo.path))


def test_without_paths_it_is_whole(repo: Repo) -> None:
    source: Source = tree(repo)

    assert (source.label, source.complete) == ("tracked files", True)


def test_an_empty_repository_has_nothing(repo: Repo) -> None:
    assert tree(repo).changes() == []


def test_every_tracked_file_is_asked_about_and_has_no_old_side(repo: Repo) -> None:
    repo.commit_files({"b.py": "b\n", "a.py": "a\n", "sub/c.py": "c\n"})
    repo.write("untracked.py", "d\n")

    assert sides(tree(repo)) == [(None, "a.py"), (None, "b.py"), (None, "sub/c.py")]


def test_a_modified_file_is_read_from_the_work_tree(repo: Repo) -> None:
    repo.commit_files({"a.py": "old\n", "b.py": "kept\n"})
    repo.write("a.py", "new\n")
    source = tree(repo)

    assert contents(source) == {"a.py": b"new\n", "b.py": b"kept\n"}
    assert source.listing()["a.py"].oid == repo.git("hash-object", "a.py")


def test_a_staged_file_that_was_written_since_is_read_from_the_work_tree(repo: Repo) -> None:
    repo.commit_files({"a.py": "one\n"})
    repo.stage("a.py", "two\n")
    repo.write("a.py", "three\n")

    assert contents(tree(repo)) == {"a.py": b"three\n"}


def test_a_deleted_file_is_not_there(repo: Repo) -> None:
    repo.commit_files({"a.py": "a\n", "b.py": "b\n"})
    repo.remove("a.py")

    assert list(tree(repo).listing()) == ["b.py"]


def test_a_file_added_by_intent_alone_is_tracked(repo: Repo) -> None:
    repo.write("a.py", "a\n")
    repo.git("add", "--intent-to-add", "a.py")

    assert contents(tree(repo)) == {"a.py": b"a\n"}


def test_a_file_added_by_intent_and_deleted_is_not_there(repo: Repo) -> None:
    repo.write("a.py", "a\n")
    repo.git("add", "--intent-to-add", "a.py")
    repo.remove("a.py")

    assert tree(repo).listing() == {}


def test_unmodified_files_have_the_line_ends_of_the_repository(repo: Repo) -> None:
    repo.commit_files({"a.py": "one\ntwo\n"})
    repo.remove("a.py")
    repo.git("-c", "core.autocrlf=true", "checkout", "a.py")
    repo.git("config", "core.autocrlf", "true")
    assert (repo.path / "a.py").read_bytes() == b"one\r\ntwo\r\n"
    os.utime(repo.path / "a.py", (1, 1))  # touched, so that git has to compare

    assert contents(tree(repo)) == {"a.py": b"one\ntwo\n"}


def test_modified_files_are_read_as_they_are(repo: Repo) -> None:
    repo.commit_files({"a.py": "one\n"})
    repo.git("config", "core.autocrlf", "true")
    repo.write("a.py", "one\r\ntwo\r\n")
    found = Repository.discover(repo.path)
    source = TreeSource(found)

    assert contents(source) == {"a.py": b"one\r\ntwo\r\n"}
    assert source.listing()["a.py"].oid == found.hash_blob(b"one\r\ntwo\r\n")


def test_files_that_a_sparse_checkout_left_out_are_read_from_the_index(repo: Repo) -> None:
    repo.commit_files({"in/a.py": "a\n", "out/b.py": "b\n"})
    repo.git("sparse-checkout", "set", "--cone", "in")
    assert not (repo.path / "out").exists()

    assert contents(tree(repo)) == {"in/a.py": b"a\n", "out/b.py": b"b\n"}


def test_conflicting_files_are_read_once_as_they_stand(repo: Repo) -> None:
    repo.commit_files({"a.py": "base\n"})
    repo.branch("side")
    repo.commit_files({"a.py": "side\n"})
    repo.switch("main")
    repo.commit_files({"a.py": "main\n"})
    repo.merge_conflict("side")

    assert contents(tree(repo)) == {"a.py": (repo.path / "a.py").read_bytes()}


def test_a_conflicting_file_that_was_deleted_is_not_there(repo: Repo) -> None:
    repo.commit_files({"a.py": "base\n"})
    repo.branch("side")
    repo.commit_files({"a.py": "side\n"})
    repo.switch("main")
    repo.commit_files({"a.py": "main\n"})
    repo.merge_conflict("side")
    repo.remove("a.py")

    assert tree(repo).listing() == {}


def test_a_symlink_has_its_target_as_content_and_is_not_followed(
    repo: Repo, tmp_path: Path
) -> None:
    secret = tmp_path / "secret"
    secret.write_text("outside\n")
    repo.link("link", str(secret))
    repo.add()
    repo.commit()
    source = tree(repo)

    assert source.listing()["link"].kind is BlobKind.SYMLINK
    assert contents(source) == {"link": os.fsencode(secret)}


def test_a_file_replaced_by_a_symlink_is_a_symlink(repo: Repo, tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("outside\n")
    repo.commit_files({"a.py": "a\n"})
    repo.remove("a.py")
    repo.link("a.py", f"{tmp_path}/./secret")
    found = Repository.discover(repo.path)
    source = TreeSource(found)
    target = os.fsencode(f"{tmp_path}/./secret")

    assert source.listing()["a.py"] == Blob("a.py", found.hash_blob(target), BlobKind.SYMLINK)
    assert contents(source) == {"a.py": target}


def test_files_behind_a_directory_that_became_a_symlink_are_not_there(
    repo: Repo, tmp_path: Path
) -> None:
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside" / "a.py").write_text("outside\n")
    repo.commit_files({"sub/a.py": "inside\n"})
    shutil.rmtree(repo.path / "sub")
    repo.link("sub", str(tmp_path / "outside"))

    assert tree(repo).listing() == {}


def test_a_symlink_replaced_by_a_file_is_a_file(repo: Repo) -> None:
    repo.link("a", "target")
    repo.add()
    repo.commit()
    repo.remove("a")
    repo.write("a", "text\n")
    source = tree(repo)

    assert source.listing()["a"].kind is BlobKind.FILE
    assert contents(source) == {"a": b"text\n"}


def test_a_file_replaced_by_a_directory_is_not_there(repo: Repo) -> None:
    repo.commit_files({"a": "text\n"})
    repo.remove("a")
    repo.write("a/b", "untracked\n")

    assert tree(repo).listing() == {}


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_a_file_replaced_by_a_pipe_has_no_content_and_does_not_block(repo: Repo) -> None:
    repo.commit_files({"a": "text\n"})
    repo.remove("a")
    os.mkfifo(repo.path / "a")

    assert contents(tree(repo)) == {"a": None}


@pytest.mark.skipif(hasattr(os, "geteuid") and os.geteuid() == 0, reason="root reads everything")
def test_a_file_that_must_not_be_read_has_no_content(repo: Repo) -> None:
    repo.commit_files({"a": "text\n"})
    repo.write("a", "more text\n").chmod(0)

    assert contents(tree(repo)) == {"a": None}


def test_a_file_that_vanished_since_has_no_content(repo: Repo) -> None:
    repo.commit_files({"a": "text\n"})
    repo.write("a", "more text\n")
    source = tree(repo)
    source.listing()
    repo.remove("a")

    assert contents(source) == {"a": None}


def test_a_file_that_became_a_symlink_since_is_not_followed(repo: Repo, tmp_path: Path) -> None:
    repo.commit_files({"a": "text\n"})
    repo.write("a", "more text\n")
    source = tree(repo)
    source.listing()
    repo.remove("a")
    (tmp_path / "outside").write_text("more text\n")
    repo.link("a", str(tmp_path / "outside"))

    assert contents(source) == {"a": None}


def test_a_file_that_changed_since_stops_the_check(repo: Repo) -> None:
    repo.commit_files({"a.py": "one\n"})
    repo.write("a.py", "two\n")
    source = tree(repo)
    source.listing()
    repo.write("a.py", "three\n")

    with pytest.raises(GitError, match=r"a\.py changed during the check"):
        contents(source)


def test_contents_from_git_and_from_the_work_tree_come_in_the_order_asked(repo: Repo) -> None:
    repo.commit_files({"a": "1\n", "b": "2\n", "c": "3\n"})
    repo.write("b", "two\n")
    source = tree(repo)
    wanted = [source.listing()[path] for path in ("c", "b", "a", "b")]

    assert [content for _, content in source.read(wanted)] == [b"3\n", b"two\n", b"1\n", b"two\n"]


def test_a_submodule_has_no_content(repo: Repo, tmp_path: Path) -> None:
    library = Repo(tmp_path / "library")
    library.commit_files({"x": "x\n"})
    repo.submodule(library, "vendor")
    repo.add()
    repo.commit()
    Repo(repo.path / "vendor", init=False).commit("moved on")
    source = tree(repo)

    assert source.listing()["vendor"].kind is BlobKind.SUBMODULE
    assert contents(source, "vendor") == {"vendor": None}


def test_a_submodule_replaced_by_a_file_is_a_file(repo: Repo, tmp_path: Path) -> None:
    library = Repo(tmp_path / "library")
    library.commit_files({"x": "x\n"})
    repo.submodule(library, "vendor")
    repo.commit()
    shutil.rmtree(repo.path / "vendor")
    repo.write("vendor", "text\n")

    assert contents(tree(repo), "vendor") == {"vendor": b"text\n"}


def test_an_lfs_pointer_gives_the_stored_object(repo: Repo) -> None:
    store(repo, OBJECT)
    repo.commit_files({"clean.bin": pointer(), "modified.bin": "x\n"})
    repo.write("modified.bin", pointer())

    assert contents(tree(repo)) == {"clean.bin": OBJECT, "modified.bin": OBJECT}


def test_a_policy_counts_as_soon_as_it_is_written(repo: Repo) -> None:
    assert tree(repo).read_file("attribcheck.toml") is None

    repo.write("attribcheck.toml", "# untracked\n")
    assert tree(repo).read_file("attribcheck.toml") == b"# untracked\n"

    repo.add()
    repo.commit()
    repo.write("attribcheck.toml", "# modified\n")
    assert tree(repo).read_file("attribcheck.toml") == b"# modified\n"


def test_a_policy_that_was_deleted_is_not_there(repo: Repo) -> None:
    repo.commit_files({"attribcheck.toml": "version = 1\n"})
    repo.remove("attribcheck.toml")

    assert tree(repo).read_file("attribcheck.toml") is None


def test_a_policy_that_a_sparse_checkout_left_out_is_read_from_the_index(repo: Repo) -> None:
    repo.commit_files({"attribcheck.toml": "version = 1\n", "in/a.py": "a\n"})
    repo.git("sparse-checkout", "set", "--no-cone", "/in/")
    assert not (repo.path / "attribcheck.toml").exists()

    assert tree(repo).read_file("attribcheck.toml") == b"version = 1\n"


def test_a_work_tree_has_no_base_policy(repo: Repo) -> None:
    repo.commit_files({"attribcheck.toml": "version = 1\n"})

    assert tree(repo).base_file("attribcheck.toml") is None


def test_a_linked_work_tree_is_read_and_not_the_main_one(repo: Repo, tmp_path: Path) -> None:
    repo.commit_files({"a.py": "one\n"})
    linked = repo.worktree(tmp_path / "linked")
    repo.write("a.py", "in the main work tree\n")
    linked.write("a.py", "in the linked work tree\n")

    assert contents(tree(linked)) == {"a.py": b"in the linked work tree\n"}


def test_a_sha256_repository_is_read(tmp_path: Path) -> None:
    repo = Repo(tmp_path / "r", "--object-format=sha256")
    repo.commit_files({"a.py": "one\n", "b.py": "b\n"})
    repo.write("a.py", "two\n")
    source = tree(repo)

    assert contents(source) == {"a.py": b"two\n", "b.py": b"b\n"}
    assert source.listing()["a.py"].oid == repo.git("hash-object", "a.py")


@pytest.mark.parametrize("raw", [b"new\nline", b'quo"te', b"caf\xe9", "한글".encode()])
def test_hostile_names_are_read_from_both_places(repo: Repo, raw: bytes) -> None:
    path = raw.decode("utf-8", "surrogateescape")
    file = repo.path / os.fsdecode(raw)
    file.write_bytes(b"one\n")
    repo.add()
    repo.commit()
    assert contents(tree(repo)) == {path: b"one\n"}

    file.write_bytes(b"two\n")
    assert contents(tree(repo)) == {path: b"two\n"}


@pytest.mark.parametrize("hint", ["--assume-unchanged", "--skip-worktree"])
def test_a_file_that_git_is_told_not_to_look_at_is_read(repo: Repo, hint: str) -> None:
    repo.commit_files({"a.py": "old\n", "b.py": "old\n"})
    repo.git("update-index", hint, "a.py", "b.py")
    repo.write("a.py", "new\n")
    repo.remove("b.py")

    assert contents(tree(repo)) == {"a.py": b"new\n", "b.py": b"old\n"}


@pytest.mark.parametrize(
    ("name", "codec"), [("UTF-16LE-BOM", "utf-16"), ("UTF-16", "utf-16"), ("EUC-KR", "euc-kr")]
)
def test_a_file_with_an_encoding_of_its_own_is_read_as_git_stores_it(
    repo: Repo, name: str, codec: str
) -> None:
    repo.commit_files({".gitattributes": f"*.rc working-tree-encoding={name}\n"})
    repo.stage("a.rc", "\ud55c\n".encode(codec))
    repo.commit()
    repo.write("a.rc", "\ud55c\uae00\n".encode(codec))

    assert contents(tree(repo), "a.rc") == {"a.rc": "\ud55c\uae00\n".encode()}


def test_a_file_that_is_not_in_its_encoding_can_not_be_read(repo: Repo) -> None:
    repo.commit_files({".gitattributes": "*.rc working-tree-encoding=UTF-16\n"})
    repo.stage("a.rc", "a\n".encode("utf-16"))
    repo.commit()
    repo.write("a.rc", b"\xff\xfe\x00")

    assert contents(tree(repo), "a.rc") == {"a.rc": None}
