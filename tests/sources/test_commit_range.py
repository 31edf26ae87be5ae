from __future__ import annotations

from pathlib import Path

import pytest
from support.lfs import OBJECT, pointer, store
from support.repo import Repo
from support.sides import contents, sides

from attribcheck.core.errors import GitError, UsageError
from attribcheck.git.repository import Repository
from attribcheck.sources.base import Source
from attribcheck.sources.commit_range import DiffSource


def diff(repo: Repo, spec: str) -> DiffSource:
    return DiffSource(Repository.discover(repo.path), spec)


@pytest.fixture
def forked(repo: Repo) -> Repo:
    """``main`` and ``side`` parted from one commit; ``side`` is checked out."""
    repo.commit_files({"base.py": "base\n"})
    repo.branch("side")
    repo.commit_files({"side.py": "side\n"})
    repo.switch("main")
    repo.commit_files({"main.py": "main\n"})
    repo.switch("side")
    return repo


def test_it_is_a_source_of_a_part(forked: Repo) -> None:
    source: Source = diff(forked, "main...side")

    assert (source.label, source.complete) == ("changes in main...side", False)


@pytest.mark.parametrize("spec", ["main...side", "main", "main...HEAD", "main..."])
def test_three_dots_begin_where_the_branches_parted(forked: Repo, spec: str) -> None:
    assert sides(diff(forked, spec)) == [(None, "side.py")]


def test_two_dots_compare_directly(forked: Repo) -> None:
    assert sides(diff(forked, "main..side")) == [("main.py", None), (None, "side.py")]


def test_before_is_what_stood_where_the_branches_parted(forked: Repo) -> None:
    before = diff(forked, "main...side").before(["base.py", "main.py", "side.py"])
    assert before is not None
    assert (sides(before), before.complete) == ([(None, "base.py")], False)
    assert contents(before) == {"base.py": b"base\n"}
    assert before.before([]) is None


def test_the_policy_of_the_tip_is_not_that_of_before(forked: Repo) -> None:
    forked.switch("main")
    forked.commit_files({"attribcheck.toml": "new"})
    source = diff(forked, "main...side")
    assert source.base_file("attribcheck.toml") is None
    assert source.tip().read_file("attribcheck.toml") == b"new"


def test_a_base_that_is_left_out_is_head(forked: Repo) -> None:
    assert sides(diff(forked, "...main")) == [(None, "main.py")]


def test_content_and_listing_are_those_of_the_head(forked: Repo) -> None:
    forked.write("side.py", "in the work tree\n")
    forked.stage("staged.py", "staged\n")

    assert contents(diff(forked, "main...side")) == {"base.py": b"base\n", "side.py": b"side\n"}
    assert list(diff(forked, "side...main").listing()) == ["base.py", "main.py"]


def test_changes_come_by_path_with_renames_followed(repo: Repo) -> None:
    start = repo.commit_files({"z-old.py": "line\n" * 20, "gone.py": "something else\n"})
    repo.git("mv", "z-old.py", "a-new.py")
    repo.git("rm", "--quiet", "gone.py")
    repo.stage("new.py", "more\n")
    repo.commit()

    assert sides(diff(repo, start)) == [
        ("z-old.py", "a-new.py"),
        ("gone.py", None),
        (None, "new.py"),
    ]


def test_the_old_side_can_be_read(repo: Repo) -> None:
    start = repo.commit_files({"a.py": "old\n"})
    repo.commit_files({"a.py": "new\n"})
    source = diff(repo, start)
    (change,) = source.changes()
    assert change.old is not None

    assert list(source.read([change.old])) == [(change.old, b"old\n")]


def test_the_base_policy_is_that_of_the_merge_base(repo: Repo) -> None:
    repo.commit_files({"attribcheck.toml": "# at the fork\n"})
    repo.branch("side")
    repo.commit_files({"attribcheck.toml": "# on the side\n"})
    repo.switch("main")
    repo.commit_files({"attribcheck.toml": "# on main since\n"})

    assert diff(repo, "main...side").base_file("attribcheck.toml") == b"# at the fork\n"
    assert diff(repo, "main..side").base_file("attribcheck.toml") == b"# on main since\n"


def test_the_policy_is_that_of_the_head(repo: Repo) -> None:
    start = repo.commit_files({"attribcheck.toml": "# before\n"})
    repo.commit_files({"attribcheck.toml": "# after\n"})
    repo.write("attribcheck.toml", "# written since\n")

    assert diff(repo, start).read_file("attribcheck.toml") == b"# after\n"


def test_a_base_without_a_policy_gives_none(forked: Repo) -> None:
    assert diff(forked, "main").base_file("attribcheck.toml") is None


@pytest.mark.parametrize("spec", ["", "..", "..."])
def test_no_revision_is_a_usage_error(forked: Repo, spec: str) -> None:
    with pytest.raises(UsageError, match="names no revision"):
        diff(forked, spec)


@pytest.mark.parametrize("spec", ["nowhere", "nowhere...HEAD", "HEAD...nowhere", "HEAD..nowhere"])
def test_an_unknown_revision_is_named(forked: Repo, spec: str) -> None:
    with pytest.raises(GitError, match="nowhere names no commit") as caught:
        diff(forked, spec)
    assert "git branch --all" in (caught.value.hint or "")


@pytest.mark.parametrize("spec", ["--output=written", "-h", "HEAD...--output=written"])
def test_a_revision_is_never_an_option(forked: Repo, spec: str) -> None:
    with pytest.raises(GitError, match="names no commit"):
        diff(forked, spec)
    assert not (forked.path / "written").exists()


def test_terminal_escapes_in_a_revision_are_made_visible(forked: Repo) -> None:
    with pytest.raises(GitError, match=r"\\x1b\[31m"):
        diff(forked, "\x1b[31m")


def test_an_unborn_head_is_an_error(repo: Repo) -> None:
    with pytest.raises(GitError, match="HEAD names no commit"):
        diff(repo, "HEAD")


def test_unrelated_histories_are_an_error_that_offers_two_dots(repo: Repo) -> None:
    repo.commit_files({"a.py": "a\n"})
    repo.git("checkout", "--quiet", "--orphan", "other")
    repo.commit_files({"b.py": "b\n"})

    with pytest.raises(GitError, match="main and other have no commit in common") as caught:
        diff(repo, "main...other")
    assert "main..other" in (caught.value.hint or "")


def test_a_base_that_a_shallow_clone_lacks_is_explained(repo: Repo, tmp_path: Path) -> None:
    base = repo.commit("one")
    repo.commit("two")
    clone = repo.clone(tmp_path / "clone", "--depth=1")

    with pytest.raises(GitError, match=base) as caught:
        diff(clone, f"{base}...HEAD")
    assert "git fetch --unshallow" in (caught.value.hint or "")
    assert "fetch-depth: 0" in (caught.value.hint or "")
    assert caught.value.exit_code == 3


def test_a_merge_base_that_a_shallow_clone_lacks_is_explained(forked: Repo, tmp_path: Path) -> None:
    clone = forked.clone(tmp_path / "clone", "--depth=1", "--no-single-branch")

    with pytest.raises(GitError, match="no commit in common") as caught:
        diff(clone, "origin/main...HEAD")
    assert "git fetch --unshallow" in (caught.value.hint or "")


def test_a_shallow_clone_compares_directly(forked: Repo, tmp_path: Path) -> None:
    clone = forked.clone(tmp_path / "clone", "--depth=1", "--no-single-branch")

    assert sides(diff(clone, "origin/main..HEAD")) == [("main.py", None), (None, "side.py")]


def test_an_lfs_pointer_gives_the_stored_object(repo: Repo) -> None:
    start = repo.commit()
    store(repo, OBJECT)
    repo.commit_files({"weights.bin": pointer()})

    assert contents(diff(repo, start)) == {"weights.bin": OBJECT}


def test_a_sha256_repository_is_read(tmp_path: Path) -> None:
    repo = Repo(tmp_path / "r", "--object-format=sha256")
    start = repo.commit_files({"a.py": "one\n"})
    repo.commit_files({"a.py": "two\n"})

    assert contents(diff(repo, start)) == {"a.py": b"two\n"}


def test_a_copy_of_a_file_that_did_not_change_is_told_when_it_is_asked_for(repo: Repo) -> None:
    lines = "".join(f"line {number}\n" for number in range(30))
    repo.commit_files({"a.py": lines})
    repo.commit_files({"b.py": lines + "more\n"})
    source = diff(repo, "HEAD~1")

    assert sides(source) == [(None, "b.py")]
    (copy,) = source.copies()
    assert (copy.old, copy.new) == (source.listing()["a.py"], source.listing()["b.py"])
