"""A merge is compared with every parent: in the hook, and in a history."""

from __future__ import annotations

import pytest
from support.checks import run, staged, walk
from support.edits import apply, begin, code, lost
from support.haneul import FOREIGN
from support.repo import Repo

from attribcheck.git import state
from attribcheck.git.repository import Repository

FOO = "third_party/foo/a.py"
OTHER = "src/app.py"


def diverge(repo: Repo, ours: str | None, theirs: str, base: str | None = None) -> str:
    """Commit FOO on two branches; return the commit of the other one."""
    begin(repo, {FOO: base} if base is not None else {})
    repo.branch("side")
    apply(repo, {FOO: theirs})
    side = repo.commit("theirs")
    repo.switch("main")
    apply(repo, {OTHER: code(800, 30), **({} if ours is None else {FOO: ours})})
    repo.commit("ours")
    return side


def merge(repo: Repo, files: dict[str, str | None]) -> None:
    """Begin to merge the branch, and resolve it to ``files``."""
    repo.git("merge", "--quiet", "--no-commit", "--no-ff", "--strategy=ours", "side")
    apply(repo, files)


def test_a_notice_that_only_the_other_parent_has(repo: Repo) -> None:
    diverge(repo, code(), FOREIGN + code())
    merge(repo, {})

    assert lost(run(repo, staged)) == ((FOO, 1, "Foo Corp."), (FOO, 2, "MIT"))


def test_a_merge_that_takes_the_other_side(repo: Repo) -> None:
    diverge(repo, code(), FOREIGN + code())
    merge(repo, {FOO: FOREIGN + code()})

    assert lost(run(repo, staged)) == ()


def test_what_our_side_removed_before_is_not_the_merges(repo: Repo) -> None:
    """It was reported for the commit that removed it."""
    diverge(repo, code(), FOREIGN + code(), base=FOREIGN + code())
    merge(repo, {})

    assert lost(run(repo, staged)) == ()


def test_a_notice_of_both_parents_is_reported_once(repo: Repo) -> None:
    diverge(repo, FOREIGN + code() + "ours = 1\n", FOREIGN + code() + "theirs = 1\n")
    merge(repo, {FOO: code()})

    assert lost(run(repo, staged)) == ((FOO, 1, "Foo Corp."), (FOO, 2, "MIT"))


def test_a_licence_file_that_only_the_other_parent_has(repo: Repo) -> None:
    begin(repo, {FOO: code()})
    repo.branch("side")
    apply(repo, {"third_party/foo/LICENSE": FOREIGN})
    repo.commit("theirs")
    repo.switch("main")
    apply(repo, {OTHER: code(800, 30)})
    repo.commit("ours")
    merge(repo, {})

    assert [path for path, _, _ in lost(run(repo, staged))] == ["third_party/foo/LICENSE"] * 2


def test_the_parents_before_git_writes_merge_head(
    repo: Repo, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The hook pre-merge-commit runs then."""
    side = diverge(repo, code(), FOREIGN + code())
    monkeypatch.setenv(f"GITHEAD_{side}", "side")
    monkeypatch.setenv("GITHEAD_--help", "no id")

    assert state.merge_heads(Repository.discover(repo.path)) == (side,)
    assert lost(run(repo, staged)) == ((FOO, 1, "Foo Corp."), (FOO, 2, "MIT"))


def test_a_history_has_what_a_merge_dropped(repo: Repo) -> None:
    diverge(repo, code(), FOREIGN + code())
    merge(repo, {})
    commit = repo.commit("merge")

    outcome = walk(repo)

    assert lost(outcome) == ((FOO, 1, "Foo Corp."), (FOO, 2, "MIT"))
    related = outcome.findings[0].related[0].commit
    assert related is not None
    assert related.oid == commit


def test_a_history_with_a_merge_that_takes_the_other_side(repo: Repo) -> None:
    diverge(repo, code(), FOREIGN + code())
    merge(repo, {FOO: FOREIGN + code()})
    repo.commit("merge")

    assert lost(walk(repo)) == ()


def test_a_history_where_our_side_removed_it_names_that_commit_alone(repo: Repo) -> None:
    diverge(repo, code(), FOREIGN + code(), base=FOREIGN + code())
    removal = repo.head()
    merge(repo, {})
    repo.commit("merge")

    outcome = walk(repo)

    commits = {one.commit.oid for f in outcome.findings for one in f.related if one.commit}
    assert commits == {removal}


def test_a_history_where_a_later_commit_restores_it(repo: Repo) -> None:
    diverge(repo, code(), FOREIGN + code())
    merge(repo, {})
    repo.commit("merge")
    apply(repo, {FOO: FOREIGN + code()})
    repo.commit("restore")

    assert lost(walk(repo)) == ()


@pytest.mark.parametrize("header", [FOREIGN, ""])
def test_a_history_with_a_merge_that_moves_the_code_of_the_other_side(
    repo: Repo, header: str
) -> None:
    diverge(repo, None, FOREIGN + code())
    merge(repo, {"third_party/foo/b.py": header + code(2000, 120) + code()})
    repo.commit("merge")

    found = {(path, names) for path, _, names in lost(walk(repo))}

    assert found == (
        set()
        if header
        else {("third_party/foo/b.py", "Foo Corp."), ("third_party/foo/b.py", "MIT")}
    )
