"""Exceptions: which findings the policy, or a comment in the file, permits."""

from __future__ import annotations

import time
from datetime import date

import pytest
from support.checks import LineEngine, check, found, only, places, run, staged
from support.repo import Repo
from support.scans import license_, scan
from support.scans import permitted as comment

from attribcheck.check import pipeline
from attribcheck.check.result import CheckResult
from attribcheck.git.repository import Repository
from attribcheck.policy.loader import load_policy
from attribcheck.scan.scanner import CachingScanner

NAME = "attrib" + "check"  # in parts, so that none of the comments below counts in this file
FOREIGN = "# Copyright 2025 Foo Corp.\n"
POLICY = """\
version = 1

[[exception]]
rule = "undeclared-notice"
paths = ["data/**", "!data/real/**"]
reason = "licence texts used as test data"
"""


def ignore(rules: str, reason: str) -> str:
    return f"{NAME}: ignore[{rules}] {reason}".rstrip()


def permitted(outcome: CheckResult) -> list[tuple[str, int, str, int | None]]:
    """Return path, line, reason and line in the policy of what is permitted."""
    return [
        (item.finding.path, item.finding.line, item.reason, item.policy_line)
        for item in outcome.suppressed
    ]


def test_an_exception_permits_findings_of_its_rule_at_its_paths(repo: Repo) -> None:
    outcome = check(repo, {"data/a.txt": f"\n{FOREIGN}"}, POLICY)

    assert outcome.findings == ()
    assert permitted(outcome) == [("data/a.txt", 2, "licence texts used as test data", 3)]


def test_it_permits_nothing_at_other_paths(repo: Repo) -> None:
    files = {"data/a.txt": FOREIGN, "data/real/a.txt": FOREIGN, "src/a.txt": FOREIGN}

    outcome = check(repo, files, POLICY)

    assert [finding.path for finding in outcome.findings] == ["data/real/a.txt", "src/a.txt"]


def test_it_permits_nothing_of_another_rule(repo: Repo) -> None:
    files = {"data/a.txt": f"{FOREIGN}# SPDX-License-Identifier: MIT\n"}

    outcome = check(repo, files, POLICY)

    assert [finding.rule for finding in outcome.findings] == ["undeclared-license"]


def test_one_exception_permits_many_findings(repo: Repo) -> None:
    outcome = check(repo, {"data/a.txt": FOREIGN * 2, "data/b.txt": FOREIGN}, POLICY)

    assert [item[:2] for item in permitted(outcome)] == [
        ("data/a.txt", 1),
        ("data/a.txt", 2),
        ("data/b.txt", 1),
    ]


@pytest.mark.parametrize(
    ("day", "rules"),
    [
        (date(2027, 6, 29), []),
        (date(2027, 6, 30), []),
        (date(2027, 7, 1), ["expired-exception", "undeclared-notice"]),
    ],
    ids=["before", "on", "after"],
)
def test_it_holds_up_to_and_on_its_last_day(repo: Repo, day: date, rules: list[str]) -> None:
    policy = f"{POLICY}expires = 2027-06-30\n"

    outcome = check(repo, {"data/a.txt": FOREIGN}, policy, day=day)

    assert [finding.rule for finding in outcome.findings] == rules


def test_of_two_exceptions_the_one_in_force_permits(repo: Repo) -> None:
    policy = f"{POLICY}expires = 2025-01-01\n\n" + POLICY.partition("\n\n")[2]

    outcome = check(repo, {"data/a.txt": FOREIGN}, policy)

    assert [finding.rule for finding in outcome.findings] == ["expired-exception"]
    assert permitted(outcome) == [("data/a.txt", 1, "licence texts used as test data", 9)]


COMPONENT = """\
version = 1
[licenses]
deny = ["GPL-3.0-only"]
[[component]]
name = "Foo"
license = "GPL-3.0-only"
holders = ["Foo Corp."]
paths = ["foo/**"]
[[exception]]
rule = "disallowed-license"
reason = "only used to build"
"""
FOO = {"foo/a.c": "// Copyright Foo Corp.\n", "foo/sub/b.c": "// Copyright Foo Corp.\n"}


@pytest.mark.parametrize("paths", ['"foo/**"', '"foo/a.c", "foo/sub/"', '"*.c"'])
def test_a_finding_about_a_component_is_permitted_by_an_exception_for_all_its_files(
    repo: Repo, paths: str
) -> None:
    outcome = check(repo, FOO, f"{COMPONENT}paths = [{paths}]\n")

    assert outcome.findings == ()
    assert permitted(outcome) == [("attribcheck.toml", 6, "only used to build", 9)]


def test_a_finding_about_a_component_is_not_permitted_by_an_exception_for_a_part(
    repo: Repo,
) -> None:
    outcome = check(repo, FOO, f'{COMPONENT}paths = ["foo/a.c"]\n')

    assert only(outcome, "disallowed-license").component == "Foo"


def test_a_finding_about_a_component_is_permitted_at_the_policy_itself(repo: Repo) -> None:
    outcome = check(repo, FOO, f'{COMPONENT}paths = ["/attribcheck.toml"]\n')

    assert outcome.findings == ()


def test_a_component_without_files_is_permitted_by_no_exception_for_files(repo: Repo) -> None:
    policy = COMPONENT.replace("disallowed-license", "unused-declaration")

    outcome = check(repo, {"a.c": ""}, f'{policy}paths = ["**/*.c"]\n')

    messages = [finding.message for finding in found(outcome, "unused-declaration")]
    assert 'component "Foo" covers no file: its paths match nothing' in messages


def test_all_files_of_the_component_count_also_those_that_a_commit_does_not_touch(
    repo: Repo,
) -> None:
    repo.commit_files({**FOO, "attribcheck.toml": f'{COMPONENT}paths = ["foo/a.c"]\n'})
    repo.stage("foo/a.c", "// Copyright Foo Corp.\nint a;\n")

    assert only(run(repo, staged), "disallowed-license").component == "Foo"


def test_that_an_exception_is_over_is_permitted_by_none(repo: Repo) -> None:
    policy = (
        f"{POLICY}expires = 2025-01-01\n\n"
        '[[exception]]\nrule = "expired-exception"\npaths = ["**"]\nreason = "later"\n'
    )

    outcome = check(repo, {"a.txt": ""}, policy)

    assert only(outcome, "expired-exception").line == 7
    assert outcome.suppressed == ()


def test_an_exception_that_permits_nothing_is_judged_only_in_a_whole_tree(repo: Repo) -> None:
    repo.commit_files({"attribcheck.toml": POLICY})
    repo.stage("a.txt", "text\n")

    assert places(run(repo, staged)) == []
    assert places(run(repo)) == [("attribcheck.toml", 3, "unused-declaration")]


def test_a_comment_permits_a_finding_on_its_own_line(repo: Repo) -> None:
    line = f"x = 'Copyright Foo Corp.'  # {ignore('undeclared-notice', 'a string')}\n"

    outcome = check(repo, {"a.py": f"\n{line}"})

    assert outcome.findings == ()
    assert permitted(outcome) == [("a.py", 2, "a string", None)]


def test_a_comment_permits_a_finding_on_the_line_below(repo: Repo) -> None:
    outcome = check(
        repo, {"a.py": f"# {ignore('undeclared-notice', 'a string')}\n{FOREIGN}{FOREIGN}"}
    )

    assert [item[1] for item in permitted(outcome)] == [2]
    assert only(outcome, "undeclared-notice").line == 3


def test_a_comment_permits_nothing_on_the_line_above(repo: Repo) -> None:
    outcome = check(repo, {"a.py": f"{FOREIGN}# {ignore('undeclared-notice', 'a string')}\n"})

    assert only(outcome, "undeclared-notice").line == 1


def test_a_comment_permits_nothing_of_another_rule(repo: Repo) -> None:
    outcome = check(repo, {"a.py": f"# {ignore('undeclared-license', 'a string')}\n{FOREIGN}"})

    assert len(found(outcome, "undeclared-notice")) == 1


def test_a_comment_permits_nothing_in_another_file(repo: Repo) -> None:
    files = {"a.py": f"# {ignore('undeclared-notice', 'a string')}\n", "b.py": f"\n{FOREIGN}"}

    assert only(check(repo, files), "undeclared-notice").path == "b.py"


def test_a_comment_can_name_several_rules(repo: Repo) -> None:
    comment = ignore("undeclared-notice, undeclared-license", "quoted")
    files = {
        "a.py": f"# {comment}\n{FOREIGN}",
        "b.py": f"# {comment}\n# SPDX-License-Identifier: MIT\n",
    }

    outcome = check(repo, files)

    assert outcome.findings == ()
    assert len(outcome.suppressed) == 2


def test_a_comment_without_a_reason_permits_nothing_and_the_finding_says_so(repo: Repo) -> None:
    outcome = check(repo, {"a.py": f"\n# {ignore('undeclared-notice', '')}\n{FOREIGN}"})

    assert only(outcome, "undeclared-notice").message == (
        "copyright of Foo Corp. is not declared (no licence stated)"
        " (the inline exception at line 2 has no reason, so it does not apply)"
    )
    assert outcome.suppressed == ()


def test_of_two_comments_the_one_with_a_reason_permits(repo: Repo) -> None:
    with_reason = ignore("undeclared-notice", "a string")
    without = ignore("undeclared-notice", "")
    files = {
        "a.py": f"# {with_reason}\n# Copyright Foo Corp. {without}\n",
        "b.py": f"# {without}\n# Copyright Foo Corp. {with_reason}\n",
    }

    assert check(repo, files).findings == ()


def test_a_comment_at_the_end_of_a_notice_of_several_lines_permits_it(repo: Repo) -> None:
    long = scan(license_("MIT", line=3, end=8))
    at_the_end = long._replace(markers=(comment("undeclared-license", 8, "a quote"),))
    below = long._replace(markers=(comment("undeclared-license", 9, "a quote"),))

    outcome = check(repo, {"a.md": at_the_end, "b.md": below})

    assert [finding.path for finding in outcome.findings] == ["b.md"]


def test_a_comment_permits_nothing_about_the_whole_file(repo: Repo) -> None:
    files = {
        "foo/LICENSE": "SPDX-License-Identifier: MIT\n",
        "foo/a.py": f"# {ignore('undeclared-license', 'ours')}\n",
    }

    outcome = check(repo, files)

    assert ("foo/a.py", 0, "undeclared-license") in places(outcome)


def test_an_exception_of_the_policy_is_taken_before_a_comment(repo: Repo) -> None:
    files = {"data/a.txt": f"# {ignore('undeclared-notice', 'a string')}\n{FOREIGN}"}

    outcome = check(repo, files, POLICY)

    assert permitted(outcome) == [("data/a.txt", 2, "licence texts used as test data", 3)]


def test_an_untrusted_author_permits_nothing(repo: Repo) -> None:
    """``check --base-policy``: the author of a fork writes comments as he writes the policy."""
    start, end = "# REUSE-" + "IgnoreStart", "# REUSE-" + "IgnoreEnd"
    inline = "attrib" + "check: ignore[undeclared-notice] ours"
    repo.commit_files({"attribcheck.toml": POLICY})
    repo.stage("a.py", f"# {inline}\n# Copyright 2025 Foo Corp.\n")
    repo.stage("b.py", f"{start}\n# Copyright 2025 Bar GmbH\n{end}\n")
    source = staged(Repository.discover(repo.path))

    outcome = pipeline.check(
        source, CachingScanner(LineEngine({})), load_policy(source.read_file), trusted=False
    )

    assert outcome.suppressed == ()
    first, second = found(outcome, "undeclared-notice")
    assert (first.path, second.path) == ("a.py", "b.py")
    assert "the inline exception at line 1 is not trusted, so it does not apply" in first.message


def test_thousands_of_inline_exceptions_of_thousands_of_findings(repo: Repo) -> None:
    inline = "attrib" + "check: ignore[undeclared-notice]"
    lines = "".join(f"# Copyright 2025 Foo {n} {inline} r\n" for n in range(4000))
    started = time.monotonic()

    outcome = check(repo, {"a.py": lines}, POLICY)

    assert found(outcome, "undeclared-notice") == []
    assert time.monotonic() - started < 60
