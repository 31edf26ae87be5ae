"""A file of a modified component was changed, and nothing in it says so."""

from __future__ import annotations

import pytest
from support.checks import found, last_commit, only, run, toml
from support.records import record
from support.repo import Repo

from attribcheck.core.finding import Severity
from attribcheck.rules.support import change_notices

POLICY = """
    version = 1

    [project]
    holders = ["Haneul Labs"]

    [[component]]
    name = "Foo"
    license = "{}"
    holders = ["Foo Corp."]
    paths = ["foo/**"]
"""
CODE = "# Copyright 2025 Foo Corp.\n"
CHANGED = f"{CODE}a = 1\n"
MARK = "# Modified by Haneul Labs\n"
NAME = "unmarked-modification"


def locked(repo: Repo, license_: str = "Apache-2.0", extra: str = "") -> None:
    """Commit a component whose files are recorded as they stand."""
    policy = toml(POLICY.format(license_)) + extra
    files = {"foo/a.py": CODE, "foo/b.py": CODE, "foo/c.json": "{}", "foo/d.bin": b"\0"}
    repo.commit_files({"attribcheck.toml": policy, **files})
    repo.commit_files({"attribcheck.lock": record(repo)})


def told(repo, source=None):
    outcome = run(repo, source) if source else run(repo)
    return [finding.path for finding in found(outcome, NAME)]


def test_a_changed_file_without_a_mark_is_found(repo: Repo) -> None:
    locked(repo)
    repo.commit_files({"foo/a.py": CHANGED})

    finding = only(run(repo), NAME)
    assert finding.severity is Severity.ERROR
    assert (finding.path, finding.policy_line) == ("foo/a.py", 8)
    assert finding.message == (
        'this file of component "Foo" differs from attribcheck.lock and has no notice of the'
        " change; Apache-2.0, section 4(b), requires one"
    )
    assert finding.fix == "# in its header: Modified by Haneul Labs, 2026: WHAT\n"


def test_a_changed_file_with_a_mark_is_none(repo: Repo) -> None:
    locked(repo)
    repo.commit_files({"foo/a.py": CODE + MARK + "a = 1\n"})

    assert told(repo) == []


def test_a_file_of_our_own_in_the_component_needs_none(repo: Repo) -> None:
    locked(repo)
    repo.commit_files({"foo/new.py": CHANGED})

    assert told(repo) == []


@pytest.mark.parametrize(("path", "content"), [("foo/c.json", "{ }"), ("foo/d.bin", b"\0\1")])
def test_what_can_carry_no_comment_needs_none(repo: Repo, path: str, content: str | bytes) -> None:
    locked(repo)
    repo.commit_files({path: content})

    assert told(repo) == []


def test_a_licence_that_does_not_ask_is_left_alone(repo: Repo) -> None:
    locked(repo, "MIT")
    repo.commit_files({"foo/a.py": CHANGED})

    assert told(repo) == []


def test_a_component_that_is_declared_as_not_modified_is_another_rules(repo: Repo) -> None:
    locked(repo, extra="modified = false\n")
    repo.commit_files({"foo/a.py": CHANGED})

    assert told(repo) == []


def test_the_gpl_asks_for_a_date(repo: Repo) -> None:
    locked(repo, "GPL-2.0-only")
    repo.commit_files({"foo/a.py": CHANGED + MARK})
    assert only(run(repo), NAME).message.endswith(
        "GPL-2.0-only, section 2(a), requires one with a date"
    )
    repo.commit_files({"foo/a.py": f"{CHANGED}# Modified by Haneul Labs, 2026\n"})
    assert told(repo) == []


def test_where_the_work_has_to_carry_it_one_file_is_enough(repo: Repo) -> None:
    locked(repo, "GPL-3.0-only")
    repo.commit_files({"foo/a.py": CHANGED, "foo/b.py": CHANGED})
    finding = only(run(repo), NAME)
    assert (finding.path, finding.line) == ("attribcheck.toml", 8)
    assert '2 changed files of component "Foo" without a notice of the change' in finding.message
    repo.commit_files({"foo/b.py": f"{CHANGED}# Changed by Haneul Labs in 2026\n"})
    assert told(repo) == []
    repo.commit_files({"foo/a.py": f"{CHANGED}b = 2\n"})
    assert told(repo, last_commit) == []


def test_a_commit_answers_for_the_files_that_it_touches(repo: Repo) -> None:
    locked(repo)
    repo.commit_files({"foo/a.py": CHANGED})
    repo.commit_files({"foo/b.py": CHANGED})

    assert told(repo, last_commit) == ["foo/b.py"]


@pytest.mark.parametrize(
    "line",
    [
        "# Modified by Haneul Labs",
        "// Changes: 2025-03-01, routing for two experts",
        " * adapted 2025 for Haneul",
        "; edited by the HANEUL LABS team",
        "<!-- altered in 2024 -->",
        "-- Modifications (c) 2025 Haneul Labs",
    ],
)
def test_what_is_a_mark(line: str) -> None:
    assert change_notices.is_marked("a.py", [line], ["Haneul Labs"], ["Foo Corp."], dated=False)


@pytest.mark.parametrize(
    "line",
    [
        "# modified",
        "# this must not be changed",
        "# Copyright 2025 Haneul Labs",
        "# Changed by Foo Corp. in 2019",
        "modified = 2025",
        "# unmodified since 2020",
        "# see the build of 120250 that was changed",
        "# changed 2025 " + "x" * 400,
    ],
)
def test_what_is_no_mark(line: str) -> None:
    assert not change_notices.is_marked("a.py", [line], ["Haneul Labs"], ["Foo Corp."], dated=False)


@pytest.mark.parametrize(
    "lines",
    [
        ["/*", "Modified by Haneul Labs", "*/"],
        ['"""A router.', "", "Modified by Haneul Labs.", '"""'],
        ["<!--", "  Modified by Haneul Labs -->"],
    ],
)
def test_a_block_of_comment_is_comment_in_every_line(lines: list[str]) -> None:
    assert change_notices.is_marked("a.c", lines, ["Haneul Labs"], [], dated=False)


def test_what_follows_a_block_is_code() -> None:
    lines = ["/* Foo */", "/*", "*/", "changed(2025)"]
    assert not change_notices.is_marked("a.c", lines, ["Haneul Labs"], [], dated=False)


@pytest.mark.parametrize("path", ["README.md", "foo/LICENSE", "foo/index.html"])
def test_in_prose_every_line_counts(path: str) -> None:
    assert change_notices.is_marked(
        path, ["Modified by Haneul Labs"], ["Haneul Labs"], [], dated=False
    )


def test_a_holder_may_be_a_pattern() -> None:
    assert change_notices.is_marked(
        "a.py", ["# Changed by Haneul X"], ["re:haneul .*"], [], dated=False
    )
