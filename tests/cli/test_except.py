"""``attribcheck except`` adds a reasoned permission to the policy."""

from __future__ import annotations

import pytest
from support.command import attribcheck
from support.haneul import FOREIGN, POLICY
from support.repo import Repo

ROUTER = "third_party/foo/router.py"


def policy(repo: Repo) -> str:
    return (repo.path / "attribcheck.toml").read_text()


def test_an_exception_is_added_with_its_reason_and_last_day(repo: Repo) -> None:
    options = ("--reason", "test data", "--expires", "2099-06-30")
    done = attribcheck(repo, "except", "undeclared-notice", "tests/**", "docs/a.md", *options)
    assert done.code == 0
    assert done.out == "attribcheck.toml: added an exception from undeclared-notice\n"
    assert policy(repo) == (
        f"{POLICY}\n[[exception]]\n"
        'rule = "undeclared-notice"\n'
        'paths = ["tests/**", "docs/a.md"]\n'
        'reason = "test data"\n'
        "expires = 2099-06-30\n"
    )


@pytest.mark.engine
def test_what_is_excepted_passes_and_is_counted(repo: Repo) -> None:
    repo.stage(ROUTER, FOREIGN)
    for rule in ("undeclared-notice", "undeclared-license"):
        attribcheck(repo, "except", rule, ROUTER, "--reason", "test data")
    done = attribcheck(repo, "check")
    assert (done.code, done.out) == (
        0,
        "clean: 3 files checked (tracked files), no findings, 2 excepted\n",
    )


@pytest.mark.engine
def test_an_exception_that_expired_permits_nothing(repo: Repo) -> None:
    repo.stage(ROUTER, FOREIGN)
    options = ("--reason", "until the release", "--expires", "2020-01-01")
    attribcheck(repo, "except", "undeclared-notice", ROUTER, *options)
    done = attribcheck(repo, "check")
    assert done.code == 1
    assert "error[undeclared-notice]" in done.out


def test_what_a_person_wrote_stays_byte_for_byte(repo: Repo) -> None:
    written = f"# ours\r\n{POLICY}\n\n# the end, without a line end"
    repo.write("attribcheck.toml", written)
    assert attribcheck(repo, "except", "undeclared-notice", "a", "--reason", "b").code == 0
    assert (repo.path / "attribcheck.toml").read_bytes().startswith(written.encode())


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["undeclared-notices", "a", "--reason", "b"], "undeclared-notice"),
        (["undeclared-notice", "a"], "--reason"),
        (["undeclared-notice", "--reason", "b"], "PATH"),
        (["undeclared-notice", "a", "--reason", " "], "--reason is empty"),
        (["undeclared-notice", "a", "--reason", "b", "--expires", "2026-13-01"], "2026-13-01"),
        (["undeclared-notice", "", "--reason", "b"], "path"),
        (["undeclared-notice", "../a", "--reason", "b"], "../a"),
    ],
)
def test_what_has_no_meaning_is_refused(repo: Repo, arguments: list[str], message: str) -> None:
    done = attribcheck(repo, "except", *arguments)
    assert (done.code, done.out, policy(repo)) == (2, "", POLICY)
    assert message in done.err


def test_the_same_exception_is_not_added_twice(repo: Repo) -> None:
    attribcheck(repo, "except", "undeclared-notice", "a", "--reason", "b")
    before = policy(repo)

    done = attribcheck(repo, "except", "undeclared-notice", "a", "--reason", "c")

    assert (done.code, policy(repo)) == (2, before)
    assert "an exception from undeclared-notice for a already exists" in done.err


def test_a_path_is_relative_to_the_current_folder(repo: Repo) -> None:
    repo.write("sub/deep/a.py", "x = 1\n")
    options = ("deep/a.py", "deep", "docs/**", "--reason", "test data")
    done = attribcheck(repo.path / "sub", "except", "undeclared-notice", *options)
    assert done.code == 0
    assert 'paths = ["sub/deep/a.py", "sub/deep/**", "docs/**"]\n' in policy(repo)
