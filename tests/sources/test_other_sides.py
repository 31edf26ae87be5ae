"""What a change takes from other commits than its base: cherry-picks, several merge bases."""

from __future__ import annotations

import io
import os
import subprocess
import zipfile
from pathlib import Path

import pytest
from support.checks import run, staged
from support.edits import apply, begin, code, lost
from support.haneul import FOREIGN
from support.repo import ISOLATED, Repo

from attribcheck.git import state
from attribcheck.git.repository import Repository
from attribcheck.sources.commit_range import DiffSource

FOO = "third_party/foo/a.py"
OTHER = "third_party/foo/b.py"
APP = "src/app.py"
LOST = ((FOO, 1, "Foo Corp."), (FOO, 2, "MIT"))


def conflict(repo: Repo, *words: str) -> None:
    """Run a git command that stops because of a conflict."""
    done = subprocess.run(
        ["git", *words], cwd=repo.path, env=os.environ | ISOLATED, capture_output=True, check=False
    )
    assert done.returncode, f"git {words} did not conflict"


def at(minute: int) -> dict[str, str]:
    """Return the environment of a commit at some minute."""
    date = f"2026-01-02T03:{minute:02}:00Z"
    return {"GIT_AUTHOR_DATE": date, "GIT_COMMITTER_DATE": date}


def diverge(repo: Repo, theirs: dict[str, str | bytes | None]) -> str:
    """Commit two versions of APP on two branches; return the commit of the other one."""
    begin(repo, {})
    repo.branch("side")
    apply(repo, {APP: code(700, 30), **theirs})
    side = repo.commit("theirs")
    repo.switch("main")
    apply(repo, {APP: code(800, 30)})
    repo.commit("ours")
    return side


@pytest.mark.parametrize("header", [FOREIGN, ""])
def test_a_cherry_pick_with_a_conflict(repo: Repo, header: str) -> None:
    diverge(repo, {FOO: FOREIGN + code()})
    conflict(repo, "cherry-pick", "side")

    apply(repo, {APP: code(750, 30), FOO: header + code()})

    assert lost(run(repo, staged)) == (() if header else LOST)


@pytest.mark.parametrize("header", [FOREIGN, ""])
def test_a_revert_with_a_conflict(repo: Repo, header: str) -> None:
    begin(repo, {FOO: FOREIGN + code()})
    apply(repo, {FOO: None, APP: code(700, 30)})
    repo.commit("remove foo")
    apply(repo, {APP: code(800, 30)})
    repo.commit("more")
    conflict(repo, "revert", "--no-edit", "HEAD~1")

    apply(repo, {APP: code(750, 30), FOO: header + code()})

    assert lost(run(repo, staged)) == (() if header else LOST)


@pytest.mark.parametrize("backend", ["--merge", "--apply"])
def test_a_rebase_with_a_conflict(repo: Repo, backend: str) -> None:
    diverge(repo, {FOO: FOREIGN + code()})
    repo.switch("side")
    conflict(repo, "rebase", backend, "main")

    apply(repo, {APP: code(750, 30), FOO: code()})

    assert lost(run(repo, staged)) == LOST


def test_a_commit_that_is_split_while_a_rebase_edits_it(repo: Repo) -> None:
    begin(repo, {})
    apply(repo, {FOO: FOREIGN + code(), "third_party/foo/LICENSE": FOREIGN})
    repo.commit("foo")
    editor = {"GIT_SEQUENCE_EDITOR": "perl -pi -e s/^pick/edit/"}
    repo.git("rebase", "--quiet", "--interactive", "HEAD~1", env=editor)
    repo.git("reset", "--quiet", "HEAD~1")
    repo.add(FOO)

    assert lost(run(repo, staged)) == ()


def test_a_commit_after_a_cherry_pick_compares_with_head_alone(repo: Repo) -> None:
    diverge(repo, {})
    conflict(repo, "cherry-pick", "side")
    apply(repo, {APP: code(750, 30)})
    repo.commit("picked")

    assert state.sides_in_progress(Repository.discover(repo.path)) == ()


def test_a_fix_that_is_picked_does_not_bring_years_that_were_there_before(repo: Repo) -> None:
    """A release branch has older years than the branch that its fixes come from."""
    newer = FOREIGN.replace("2025", "2025-2026")
    begin(repo, {FOO: FOREIGN + code()})
    repo.branch("side")
    apply(repo, {FOO: newer + code()})
    repo.commit("years")
    apply(repo, {FOO: newer + code() + "fixed = 1\n", APP: code(700, 30)})
    repo.commit("fix")
    repo.switch("main")
    apply(repo, {APP: code(800, 30)})
    repo.commit("ours")
    conflict(repo, "cherry-pick", "side")

    apply(repo, {FOO: FOREIGN + code() + "fixed = 1\n", APP: code(750, 30)})

    assert lost(run(repo, staged)) == ()


def test_a_merge_does_not_repeat_what_our_side_removed(repo: Repo) -> None:
    """The other side changed the file too, and left the notice as it was."""
    begin(repo, {FOO: FOREIGN + code()})
    repo.branch("side")
    apply(repo, {FOO: FOREIGN + code() + "theirs = 1\n"})
    repo.commit("theirs")
    repo.switch("main")
    apply(repo, {FOO: code()})
    repo.commit("removed, and reported then")
    repo.git("merge", "--quiet", "--no-commit", "--no-ff", "side")

    assert repo.git("show", f":{FOO}").endswith("theirs = 1")
    assert lost(run(repo, staged)) == ()


def test_a_merge_that_moves_the_code_of_the_other_side(repo: Repo) -> None:
    diverge(repo, {FOO: FOREIGN + code()})
    repo.git("merge", "--quiet", "--no-commit", "--strategy=ours", "side")

    apply(repo, {OTHER: code(2000, 120) + code()})

    assert lost(run(repo, staged)) == ((OTHER, 121, "Foo Corp."), (OTHER, 121, "MIT"))


def archive(text: str) -> bytes:
    """Return a zip archive of one file."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as opened:
        opened.writestr(zipfile.ZipInfo("z.py"), text)
    return target.getvalue()


def test_a_merge_opens_the_archives_of_the_other_side(repo: Repo) -> None:
    path = "third_party/foo/x.zip"
    begin(repo, {path: archive("x = 1\n")})
    repo.branch("side")
    apply(repo, {path: archive(FOREIGN + code())})
    repo.commit("theirs")
    repo.switch("main")
    apply(repo, {APP: code(800, 30)})
    repo.commit("ours")
    repo.git("merge", "--quiet", "--no-commit", "--no-ff", "side")

    assert lost(run(repo, staged)) == ()
    apply(repo, {path: archive(code())})

    found = {(place, names) for place, _, names in lost(run(repo, staged))}
    assert found >= {(f"{path}!/z.py", "Foo Corp."), (f"{path}!/z.py", "MIT")}


@pytest.mark.parametrize("minutes", [(10, 20), (20, 10)])
def test_a_range_between_branches_that_merged_each_other(
    repo: Repo, minutes: tuple[int, int]
) -> None:
    """It has two merge bases, and the dates of the commits decide which one git names first."""
    begin(repo, {})
    repo.branch("side")
    apply(repo, {"src/s.txt": "side\n"})
    repo.git("commit", "--quiet", "--message", "S", env=at(minutes[0]))
    side = repo.head()
    repo.switch("main")
    apply(repo, {FOO: FOREIGN + code()})
    repo.git("commit", "--quiet", "--message", "M", env=at(minutes[1]))
    main = repo.head()
    repo.git("merge", "--quiet", "--message", "merge S", side, env=at(50))
    repo.switch("side")
    repo.git("merge", "--quiet", "--message", "merge M", main, env=at(50))

    def source(found: Repository) -> DiffSource:
        return DiffSource(found, "main...side")

    assert lost(run(repo, source)) == ()
    apply(repo, {FOO: code()})
    repo.git("commit", "--quiet", "--message", "cut", env=at(55))

    assert lost(run(repo, source)) == LOST


def test_what_a_remote_has_of_a_branch_that_joins_two(repo: Repo, tmp_path: Path) -> None:
    begin(repo, {})
    repo.git("init", "--quiet", "--bare", str(tmp_path / "remote.git"))
    repo.git("remote", "add", "origin", str(tmp_path / "remote.git"))
    repo.branch("side")
    side = repo.commit("side")
    repo.switch("main")
    main = repo.commit("main")
    repo.git("push", "--quiet", "origin", "main", "side")
    repo.branch("new")
    repo.git("merge", "--quiet", "--no-ff", "--message", "joined", "side")
    found = Repository.discover(repo.path)

    assert set(state.known_to_remote(found, repo.head(), "origin")) == {main, side}
    assert state.known_to_remote(found, main, "origin") == (main,)
    assert state.remotes(found) == {"origin"}
