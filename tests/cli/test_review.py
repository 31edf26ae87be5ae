"""``attribcheck review``, as a person uses it: keys in a real terminal."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from support.command import attribcheck, command, environment
from support.haneul import COMPONENT, FOREIGN, MIT, POLICY
from support.repo import Repo

pexpect = pytest.importorskip("pexpect", reason="Windows has no such terminal")

WEB = "web/widget.js"
WIDGET = "// Copyright 2024 Bar GmbH\n// SPDX-License-Identifier: BSD-3-Clause\n"
ROUTER = "third_party/foo/router.py"
COMMENTED = POLICY + "# What the lawyers said.\n" + COMPONENT
BAR = """
[[component]]
name = "Bar GmbH widget"
license = "BSD-3-Clause"
holders = ["Bar GmbH"]
paths = ["web/widget.js"]
"""


class Terminal:
    """A terminal in which ``attribcheck review`` runs."""

    def __init__(self, folder: Path, *arguments: str, rows: int = 40) -> None:
        program, *words = command("review", "--no-color", *arguments)
        self._child = pexpect.spawn(
            program,
            words,
            cwd=folder,
            env=environment({"TERM": "xterm", "LINES": str(rows), "COLUMNS": "110"}),
            encoding="utf-8",
            timeout=100,
            dimensions=(rows, 110),
        )

    def screen(self) -> str:
        """Wait for a screen, and return it."""
        self._child.expect_exact("[q] quit")
        return self._child.before.rpartition("\x1b[2J\x1b[1;1H")[2].replace("\r\n", "\n")

    def press(self, key: str) -> str:
        """Press a key that leads to another screen, and return that."""
        self._child.send(key)
        return self.screen()

    def answer(self, key: str, *answers: tuple[str, str]) -> str:
        """Press a key and answer the questions; return what was said until then and after."""
        self._child.send(key)
        said = ""
        for question, text in answers:
            self._child.expect_exact(question)
            said += self._child.before
            self._child.sendline(text)
        return said.replace("\r\n", "\n")

    def end(self, key: str = "q") -> tuple[int, str]:
        """Press a key, and return the exit code and the last words."""
        self._child.send(key)
        self._child.expect(pexpect.EOF)
        last = self._child.before.rpartition("quit")[2].replace("\r\n", "\n")
        self._child.close()
        return self._child.exitstatus, last

    def close(self) -> None:
        self._child.close(force=True)


@pytest.fixture
def review(repo: Repo) -> Iterator[Terminal]:
    """A review of a repository with one file of Bar GmbH's, which no component declares."""
    license_ = {"third_party/foo/LICENSE": MIT}
    repo.commit_files({"attribcheck.toml": COMMENTED, ROUTER: FOREIGN, WEB: WIDGET, **license_})
    terminal = Terminal(repo.path)
    yield terminal
    terminal.close()


def policy(repo: Repo) -> str:
    return (repo.path / "attribcheck.toml").read_text()


@pytest.mark.engine
def test_a_declaration_is_shown_written_with_comments_kept_and_settles_its_findings(
    repo: Repo, review: Terminal
) -> None:
    first = review.screen()
    said = review.answer("d", ("name", ""), ("licence", ""), ("version", "2.0"), ("write it?", "y"))
    declared = review.screen()
    code, last = review.end()

    assert first.startswith("review: 2 questions left\n")
    assert f" 1 | {WIDGET.splitlines()[0]}" in first
    assert '+name = "Bar GmbH widget"\n+version = "2.0"\n' in said
    assert policy(repo) == COMMENTED + BAR.replace("license", 'version = "2.0"\nlicense', 1)
    assert 'declared component "Bar GmbH widget"' in declared
    assert "warning[missing-license-text]" in declared
    assert (code, "1 warning left" in last, "git add" in last) == (0, True, True)


@pytest.mark.engine
def test_undo_takes_back_what_was_written_and_skip_is_remembered(
    repo: Repo, review: Terminal
) -> None:
    review.screen()
    review.answer("e", ("reason", "a test"), ("expires", "2099-12-31"), ("write it?", ""))
    excepted = review.screen(), policy(repo)
    undone = review.press("u"), policy(repo)
    skipped = review.press("s")
    code, _ = review.end()
    again = Terminal(repo.path)
    resumed = again.screen()
    again.close()
    anew = Terminal(repo.path, "--again")
    from_the_start = anew.screen()
    anew.close()

    assert "added an exception from undeclared-notice" in excepted[0]
    assert 'reason = "a test"\nexpires = 2099-12-31\n' in excepted[1]
    assert undone[0].startswith("review: 2 questions left\n")
    assert undone[1] == COMMENTED
    assert skipped.startswith("review: 1 question left\n\nerror[undeclared-license]")
    assert code == 1
    assert resumed.startswith("review: 1 question left\n\nerror[undeclared-license]")
    assert from_the_start.startswith("review: 2 questions left\n")


@pytest.mark.engine
def test_a_component_is_widened(repo: Repo, review: Terminal) -> None:
    review.screen()
    said = review.answer("w", ("number of the component", "1"), ("write it?", ""))
    review.screen()

    assert "1 foo\n" in said
    assert 'holders = ["Foo Corp.", "Bar GmbH"]\n' in policy(repo)
    assert 'paths = ["third_party/foo/**", "web/widget.js"]\n' in policy(repo)


@pytest.mark.engine
@pytest.mark.parametrize("refusal", [("write it?", "n"), ("write it?", "\x04")])
def test_nothing_is_written_without_consent(
    repo: Repo, review: Terminal, refusal: tuple[str, str]
) -> None:
    review.screen()
    review.answer("d", ("name", ""), ("licence", ""), ("version", ""), refusal)

    assert "nothing was written" in review.screen()
    assert policy(repo) == COMMENTED


@pytest.mark.engine
def test_a_removed_notice_is_put_back_and_taken_away_again(repo: Repo) -> None:
    code = "".join(f"def f{n}(x):\n    return x * {n}\n\n" for n in range(9))
    repo.commit_files({"attribcheck.toml": COMMENTED, ROUTER: FOREIGN + code})
    repo.stage(ROUTER, code)
    terminal = Terminal(repo.path, "--staged")
    terminal.screen()
    while "removed-notice" not in (shown := terminal.press("s")):
        pass
    said = terminal.answer("f", ("write it?", ""))
    after = terminal.screen()
    fixed = (repo.path / ROUTER).read_text()
    terminal.press("u")
    terminal.close()

    assert "[f] fix" in shown
    assert "+# Copyright 2025 Foo Corp.\n" in said
    assert "git add it" in after
    assert fixed.startswith("# Copyright 2025 Foo Corp.\n")
    assert (repo.path / ROUTER).read_text() == code


@pytest.mark.engine
def test_a_finding_is_cut_to_the_height_of_the_terminal(repo: Repo) -> None:
    repo.commit_files({f"web/w{number}.js": WIDGET for number in range(40)})
    terminal = Terminal(repo.path, rows=16)
    shown = terminal.screen()
    terminal.close()

    assert len(shown.splitlines()) < 16
    assert "more lines" in shown


def test_without_a_terminal_it_is_an_error_that_names_what_works(repo: Repo) -> None:
    done = attribcheck(repo, "review")

    assert (done.code, done.out) == (2, "")
    assert done.err == (
        "error: review needs a terminal, and standard input or output is none\n"
        "hint: attribcheck check lists the findings\n"
    )


def test_without_a_policy_init_is_named(tmp_path: Path) -> None:
    repo = Repo(tmp_path / "new")
    child = pexpect.spawn(
        sys.executable, ["-m", "attribcheck", "review"], cwd=repo.path, encoding="utf-8", timeout=60
    )
    child.expect(pexpect.EOF)
    child.close()

    assert child.exitstatus == 2
    assert "attribcheck init drafts one" in child.before
