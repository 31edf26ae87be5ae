"""``attribcheck hook`` before a push: every ref is checked, as pre-commit and as git say it."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from support.command import command, environment
from support.haneul import COMPONENT, FOREIGN, POLICY
from support.repo import Repo

FOO = "third_party/foo/a.py"
CODE = "".join(f"route_{n} = table_{n}[{n}] + offset\n" for n in range(40))


@pytest.fixture
def pushed(tmp_path: Path) -> Repo:
    """A repository with a remote that has its branch ``main``; two more branches are local."""
    repo = Repo(tmp_path / "local")
    repo.commit_files({"attribcheck.toml": POLICY + COMPONENT, FOO: FOREIGN + CODE})
    remote = tmp_path / "remote.git"
    repo.git("init", "--quiet", "--bare", str(remote))
    repo.git("remote", "add", "origin", str(remote))
    repo.git("push", "--quiet", "origin", "main")
    repo.branch("good")
    repo.commit_files({"README.md": "good\n"})
    repo.branch("lose", "main")
    repo.commit_files({FOO: CODE})
    repo.switch("main")
    return repo


def hook(repo: Repo, stdin: str, *arguments: str, **env: str) -> tuple[int, str]:
    """Run the hook with ``stdin`` from a pipe, as git does before a push."""
    done = subprocess.run(
        command("hook", *arguments),
        cwd=repo.path,
        env=environment(env),
        input=stdin,
        text=True,
        capture_output=True,
        check=False,
    )
    return done.returncode, done.stdout + done.stderr


def line(repo: Repo, name: str, remote: str = "0" * 40) -> str:
    return f"refs/heads/{name} {repo.git('rev-parse', name)} refs/heads/{name} {remote}\n"


@pytest.mark.engine
@pytest.mark.parametrize("arguments", [(), ("origin", "../remote.git")])
def test_every_ref_of_a_push_is_checked(pushed: Repo, arguments: tuple[str, ...]) -> None:
    code, out = hook(pushed, line(pushed, "good") + line(pushed, "lose"), *arguments)

    assert code == 1
    assert "copyright notice of Foo Corp. was removed" in out
    assert out.count(" checked (changes in ") == 2


@pytest.mark.engine
def test_a_branch_that_the_remote_has_is_checked_since_its_commit(pushed: Repo) -> None:
    main = pushed.git("rev-parse", "main")

    code, out = hook(pushed, line(pushed, "lose", remote=main))

    assert code == 1
    assert f"1 file checked (changes in {main}..." in out


@pytest.mark.engine
def test_a_commit_of_the_remote_that_was_not_fetched(pushed: Repo) -> None:
    code, out = hook(pushed, line(pushed, "lose", remote="1" * 40))

    assert code == 1
    assert "copyright notice of Foo Corp. was removed" in out


@pytest.mark.engine
def test_a_remote_without_a_commit_gets_all_files_of_the_branch(pushed: Repo) -> None:
    pushed.git("update-ref", "-d", "refs/remotes/origin/main")
    pushed.switch("lose")
    pushed.commit_files({"src/z.py": "# Copyright 2018 Zed Corp.\n"})
    pushed.switch("main")

    for stdin, env in (
        (line(pushed, "lose"), {}),
        ("", {"PRE_COMMIT": "1", "PRE_COMMIT_LOCAL_BRANCH": "refs/heads/lose"}),
    ):
        code, out = hook(pushed, stdin, **env)
        assert code == 1
        assert "copyright of Zed Corp. is not declared" in out
        assert "checked (all files of refs/heads/lose)" in out


def test_a_push_that_deletes_a_branch_or_brings_nothing(pushed: Repo) -> None:
    deletion = f"(delete) {'0' * 40} refs/heads/old {'1' * 40}\n"
    expected = (0, "clean: nothing is pushed that a remote does not have\n")

    assert hook(pushed, deletion + line(pushed, "main")) == expected
    assert hook(pushed, "", "origin", "../remote.git") == expected


def test_deleted_files_are_no_remote(pushed: Repo) -> None:
    pushed.git("rm", "--quiet", FOO, "attribcheck.toml")

    _, out = hook(pushed, "", "attribcheck.toml", FOO)

    assert "(staged changes)" in out
    assert "nothing is pushed" not in out


@pytest.mark.engine
@pytest.mark.parametrize("runner", ["git", "pre-commit"])
def test_a_merge_that_drops_what_the_other_branch_of_the_remote_has(
    pushed: Repo, runner: str
) -> None:
    pushed.branch("side", "good")
    pushed.git("push", "--quiet", "origin", "side")
    side = pushed.head()
    pushed.switch("main")
    pushed.commit_files({"third_party/foo/b.py": FOREIGN + CODE.replace("route", "way")})
    pushed.git("push", "--quiet", "origin", "main")
    pushed.switch("side")
    pushed.git("merge", "--quiet", "--no-commit", "main")
    pushed.stage("third_party/foo/b.py", CODE.replace("route", "way"))
    pushed.commit("merge")
    refs = {
        "PRE_COMMIT": "1",
        "PRE_COMMIT_FROM_REF": side,
        "PRE_COMMIT_TO_REF": "side",
        "PRE_COMMIT_REMOTE_NAME": "origin",
    }

    if runner == "git":
        code, out = hook(pushed, line(pushed, "side", side), "origin", "../remote.git")
    else:
        code, out = hook(pushed, "", **refs)

    assert code == 1
    assert "copyright notice of Foo Corp. was removed" in out


def test_standard_input_that_is_no_list_of_refs(pushed: Repo) -> None:
    code, out = hook(pushed, "yes\n")

    assert code == 3
    assert "standard input holds no list of pushed refs: yes" in out


def test_an_occasion_that_can_not_be_told_is_not_clean(pushed: Repo) -> None:
    process = subprocess.Popen(
        command("hook"),
        cwd=pushed.path,
        env=environment(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stderr is not None
    errors = process.stderr.read().decode()
    code = process.wait()
    process.communicate()

    assert code == 3
    assert "can't tell a commit from a push" in errors


def test_a_commit_reads_no_standard_input(pushed: Repo) -> None:
    code, out = hook(pushed, "yes\n", GIT_INDEX_FILE=str(pushed.path / ".git/index"))

    assert (code, out) == (0, "clean: 0 files checked (staged changes), no findings\n")
