"""What differs between a component's files and what was recorded of them."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from support.repo import Repo

from attribcheck.core.errors import AttribcheckError
from attribcheck.core.model import BlobKind
from attribcheck.git.repository import Repository
from attribcheck.policy import lock_comparison
from attribcheck.policy.lock_comparison import Difference, DifferenceKind
from attribcheck.policy.lockfile import LockedFile
from attribcheck.sources.work_tree import TreeSource

FOO = {"foo/a.c": "int a;\n", "foo/b.c": "int b;\nint c;\n"}


def source(repo: Repo) -> TreeSource:
    return TreeSource(Repository.discover(repo.path))


def record(repo: Repo) -> dict[str, LockedFile]:
    seen = source(repo)
    return dict(lock_comparison.record(seen, [path for path in seen.listing() if "foo/" in path]))


def differing(repo: Repo, old: dict[str, LockedFile], seen: TreeSource | None = None):
    seen = seen or source(repo)
    paths = [path for path in seen.listing() if path.startswith("foo/")]
    return lock_comparison.differences(old, paths, seen)


def test_a_record_holds_what_git_and_auditors_call_the_content(repo: Repo) -> None:
    repo.commit_files(FOO)
    repo.link("foo/link", "a.c")
    repo.add()
    assert record(repo)["foo/a.c"] == LockedFile(
        repo.git("rev-parse", "HEAD:foo/a.c"), hashlib.sha256(b"int a;\n").hexdigest()
    )
    assert record(repo)["foo/link"].kind is BlobKind.SYMLINK
    assert record(repo)["foo/link"].sha256 == hashlib.sha256(b"a.c").hexdigest()


def test_the_policy_and_the_lock_are_of_no_component(repo: Repo) -> None:
    repo.commit_files({"attribcheck.toml": "", "attribcheck.lock": "", "a": ""})
    seen = source(repo)
    assert list(lock_comparison.record(seen, seen.listing())) == ["a"]


def test_nothing_differs_from_what_was_just_recorded(repo: Repo) -> None:
    repo.commit_files(FOO)
    assert differing(repo, record(repo)) == ()


def test_changed_added_and_missing_files_are_each_named(repo: Repo) -> None:
    repo.commit_files({**FOO, "foo/c.c": "int c;\n"})
    old = record(repo)
    repo.write("foo/a.c", "int z;\n")
    repo.remove("foo/b.c")
    repo.write("foo/new.c", "")
    repo.add()
    assert differing(repo, old) == (
        Difference("foo/a.c", DifferenceKind.CHANGED),
        Difference("foo/b.c", DifferenceKind.MISSING),
        Difference("foo/new.c", DifferenceKind.ADDED),
    )


def test_a_recorded_file_that_the_paths_leave_out_is_compared_all_the_same(repo: Repo) -> None:
    repo.commit_files(FOO)
    old = record(repo)
    repo.commit_files({"foo/a.c": "int z;\n"})
    seen = source(repo)
    assert lock_comparison.differences(old, ["foo/b.c"], seen) == (
        Difference("foo/a.c", DifferenceKind.CHANGED),
    )


def test_only_what_has_another_id_is_read(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    repo.commit_files(FOO)
    old = record(repo)
    repo.commit_files({"foo/a.c": "int z;\n"})
    seen = source(repo)
    read: list[str] = []
    real = seen.read

    def watched(blobs):
        blobs = list(blobs)
        read.extend(blob.path for blob in blobs)
        return real(blobs)

    monkeypatch.setattr(seen, "read", watched)
    differing(repo, old, seen)
    assert read == ["foo/a.c"]


def test_only_what_is_asked_about_is_looked_at(repo: Repo) -> None:
    repo.commit_files(FOO)
    old = record(repo)
    repo.commit_files({"foo/a.c": "int z;\n", "foo/b.c": "int z;\n"})
    found = lock_comparison.differences(old, FOO, source(repo), lambda path: path == "foo/b.c")
    assert found == (Difference("foo/b.c", DifferenceKind.CHANGED),)


@pytest.mark.parametrize(("before", "after"), [("a\r\nb\r\n", "a\nb\n"), ("a\nb\n", "a\r\nb\r\n")])
def test_line_ends_that_were_all_converted_are_no_change(
    repo: Repo, before: str, after: str
) -> None:
    repo.commit_files({"foo/a.c": before})
    old = record(repo)
    repo.commit_files({"foo/a.c": after})
    assert differing(repo, old) == ()


def test_line_ends_of_what_is_not_text_count(repo: Repo) -> None:
    repo.commit_files({"foo/a": b"\0\r\n"})
    old = record(repo)
    repo.commit_files({"foo/a": b"\0\n"})
    assert differing(repo, old) == (Difference("foo/a", DifferenceKind.CHANGED),)


def test_a_file_that_became_a_link_is_changed(repo: Repo) -> None:
    repo.commit_files({"foo/a": "b"})
    old = record(repo)
    repo.remove("foo/a")
    repo.link("foo/a", "b")
    repo.add()
    assert differing(repo, old) == (Difference("foo/a", DifferenceKind.CHANGED),)


def test_a_repository_of_another_object_format_has_the_same_content(
    repo: Repo, tmp_path: Path
) -> None:
    repo.commit_files(FOO)
    other = Repo(tmp_path / "other", "--object-format=sha256")
    other.commit_files(FOO)
    old = record(repo)
    assert old["foo/a.c"].git != record(other)["foo/a.c"].git
    assert differing(other, old) == ()


def test_a_file_that_moved_to_lfs_is_the_same_without_its_object(repo: Repo) -> None:
    repo.commit_files(FOO)
    old = record(repo)
    sha256 = hashlib.sha256(b"int a;\n").hexdigest()
    pointer = f"version https://git-lfs.github.com/spec/v1\noid sha256:{sha256}\nsize 7\n"
    repo.commit_files({"foo/a.c": pointer})
    assert differing(repo, old) == ()
    assert record(repo)["foo/a.c"].sha256 == sha256


def test_another_pointer_is_another_content(repo: Repo) -> None:
    repo.commit_files(FOO)
    old = record(repo)
    pointer = f"version https://git-lfs.github.com/spec/v1\noid sha256:{'a' * 64}\nsize 7\n"
    repo.commit_files({"foo/a.c": pointer})
    assert differing(repo, old) == (Difference("foo/a.c", DifferenceKind.CHANGED),)


def test_a_submodule_is_recorded_by_its_commit(repo: Repo, tmp_path: Path) -> None:
    other = Repo(tmp_path / "other")
    other.commit_files({"a": ""})
    repo.submodule(other, "foo/sub")
    repo.commit()
    old = record(repo)
    assert old["foo/sub"] == LockedFile(other.head(), None, BlobKind.SUBMODULE)
    assert differing(repo, old) == ()
    moved = {"foo/sub": old["foo/sub"]._replace(git="0" * 40)}
    assert differing(repo, moved) == (Difference("foo/sub", DifferenceKind.CHANGED),)


def test_a_file_that_cannot_be_read_is_not_recorded(
    repo: Repo, monkeypatch: pytest.MonkeyPatch
) -> None:
    repo.commit_files(FOO)
    seen = source(repo)
    monkeypatch.setattr(seen, "read", lambda blobs: ((blob, None) for blob in blobs))
    with pytest.raises(AttribcheckError, match=r"foo/a\.c could not be read"):
        lock_comparison.record(seen, FOO)
