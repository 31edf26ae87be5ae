"""A change answers for what it introduces, and for nothing that stood before it."""

from __future__ import annotations

from collections.abc import Sequence

from support.checks import DAY, LineEngine, found, toml
from support.repo import Repo

from attribcheck.check import baseline, pipeline
from attribcheck.check.result import CheckResult
from attribcheck.core.finding import Finding
from attribcheck.core.model import ScanFailure
from attribcheck.git import lfs
from attribcheck.git.repository import Repository
from attribcheck.policy.loader import load_policy, parse_policy
from attribcheck.scan.scanner import CachingScanner
from attribcheck.sources.commit_range import DiffSource
from attribcheck.sources.staged import StagedSource
from attribcheck.sources.work_tree import TreeSource

POLICY = """
    version = 1

    [project]
    license = "Apache-2.0"
    holders = ["Haneul Labs"]
"""
FOO = """
    [[component]]
    name = "Foo"
    license = "MIT"
    holders = ["Foo Corp."]
    paths = ["foo/**"]
"""
BASE = toml(POLICY)
WITH_FOO = BASE + toml(FOO)
LICENSE = "SPDX-License-Identifier: MIT\nCopyright 2025 Foo Corp.\n"
FOREIGN = "# Copyright 2025 Bar GmbH\n"
CODE = "".join(f"line {number}\n" for number in range(30))


def changed(
    repo: Repo,
    spec: str = "HEAD~1..HEAD",
    *,
    policy: str | None = None,
    failing: Sequence[str] = (),
) -> CheckResult:
    """Check what the last commit introduced.

    Args:
        repo: The repository.
        spec: Another range.
        policy: A policy that holds for both sides.
        failing: Contents that the engine can't scan.
    """
    source = DiffSource(Repository.discover(repo.path), spec)
    engine = LineEngine({text.encode(): ScanFailure("it died") for text in failing})
    scanner = CachingScanner(engine, is_pointer=lfs.is_pointer)
    given = None if policy is None else parse_policy(policy.encode(), "p.toml")
    used = given or load_policy(source.read_file)
    check = checked_by(scanner)
    return baseline.apply(check(source, used), source, check, policy=given)


def checked_by(scanner: CachingScanner) -> baseline.Check:
    return lambda source, policy: pipeline.check(source, scanner, policy, day=DAY)


def places(findings: Sequence[Finding]) -> list[tuple[str, int, str]]:
    return [(finding.path, finding.line, finding.rule) for finding in findings]


def test_a_new_file_counts(repo: Repo) -> None:
    repo.commit_files({"attribcheck.toml": BASE, "a.py": FOREIGN})
    repo.commit_files({"b.py": FOREIGN})
    outcome = changed(repo)
    assert places(outcome.findings) == [("b.py", 1, "undeclared-notice")]
    assert outcome.preexisting == ()


def test_what_stood_before_does_not_count_also_when_its_lines_move(repo: Repo) -> None:
    repo.commit_files({"attribcheck.toml": BASE, "a.py": FOREIGN})
    repo.commit_files({"a.py": f"import b\n\n{FOREIGN}"})
    outcome = changed(repo)
    assert outcome.findings == ()
    assert places(outcome.preexisting) == [("a.py", 3, "undeclared-notice")]


def test_a_second_notice_in_the_same_file_counts(repo: Repo) -> None:
    repo.commit_files({"attribcheck.toml": BASE, "a.py": FOREIGN})
    repo.commit_files({"a.py": FOREIGN + "\n" + FOREIGN + "# Copyright Foo Corp.\n"})
    outcome = changed(repo)
    assert places(outcome.findings) == [
        ("a.py", 3, "undeclared-notice"),
        ("a.py", 4, "undeclared-notice"),
    ]
    assert places(outcome.preexisting) == [("a.py", 1, "undeclared-notice")]


def test_another_holder_in_the_same_place_counts(repo: Repo) -> None:
    repo.commit_files({"attribcheck.toml": BASE, "a.py": FOREIGN})
    repo.commit_files({"a.py": "# Copyright 2025 Foo Corp.\n"})
    assert places(changed(repo).findings) == [
        ("a.py", 1, "removed-notice"),
        ("a.py", 1, "undeclared-notice"),
    ]


def test_a_file_that_moves_takes_its_findings_with_it(repo: Repo) -> None:
    repo.commit_files({"attribcheck.toml": BASE, "a.py": FOREIGN + CODE})
    repo.git("mv", "a.py", "b.py")
    repo.commit()
    outcome = changed(repo)
    assert outcome.findings == ()
    assert places(outcome.preexisting) == [("b.py", 1, "undeclared-notice")]


def test_a_copy_is_new_while_the_original_stands(repo: Repo) -> None:
    repo.commit_files({"attribcheck.toml": BASE, "a.py": FOREIGN + CODE})
    repo.commit_files({"b.py": FOREIGN + CODE, "a.py": FOREIGN + CODE + "more\n"})
    outcome = changed(repo)
    assert places(outcome.findings) == [("b.py", 1, "undeclared-notice")]
    assert places(outcome.preexisting) == [("a.py", 1, "undeclared-notice")]


def test_of_two_files_that_come_from_one_that_is_gone_one_is_new(repo: Repo) -> None:
    repo.commit_files({"attribcheck.toml": BASE, "a.py": FOREIGN + CODE})
    repo.remove("a.py")
    repo.write("b.py", FOREIGN + CODE)
    repo.write("c.py", FOREIGN + CODE)
    repo.add()
    repo.commit()
    outcome = changed(repo)
    assert len(outcome.findings) == 1
    assert len(outcome.preexisting) == 1


def test_a_file_that_moves_out_of_its_component_counts(repo: Repo) -> None:
    repo.commit_files(
        {
            "attribcheck.toml": WITH_FOO,
            "foo/LICENSE": LICENSE,
            "foo/a.py": "# Copyright Foo Corp.\n" + CODE,
        }
    )
    repo.git("mv", "foo/a.py", "ours.py")
    repo.commit()
    assert places(changed(repo).findings) == [("ours.py", 1, "undeclared-notice")]


def test_a_declaration_that_is_taken_away_counts_at_the_files_it_explained(repo: Repo) -> None:
    repo.commit_files({"attribcheck.toml": WITH_FOO, "foo/LICENSE": LICENSE})
    repo.commit_files({"attribcheck.toml": BASE})
    outcome = changed(repo)
    assert {(finding.path, finding.rule) for finding in outcome.findings} == {
        ("foo/LICENSE", "undeclared-license"),
        ("foo/LICENSE", "undeclared-notice"),
    }
    assert outcome.hints == (
        "attribcheck.toml was changed: the base was checked by its own version",
    )


def test_a_policy_that_is_taken_away_leaves_nothing_declared(repo: Repo) -> None:
    repo.commit_files({"attribcheck.toml": BASE, "a.py": "# Copyright Haneul Labs\n"})
    repo.git("rm", "--quiet", "attribcheck.toml")
    repo.commit()
    assert places(changed(repo).findings) == [("a.py", 1, "undeclared-notice")]


def test_an_exception_that_is_taken_away_counts(repo: Repo) -> None:
    exception = '[[exception]]\nrule = "undeclared-notice"\npaths = ["a.py"]\nreason = "data"\n'
    repo.commit_files({"attribcheck.toml": BASE + exception, "a.py": FOREIGN})
    repo.commit_files({"attribcheck.toml": BASE})
    assert places(changed(repo).findings) == [("a.py", 1, "undeclared-notice")]


def test_an_exception_that_expired_meanwhile_was_expired_before(repo: Repo) -> None:
    exception = (
        '[[exception]]\nrule = "undeclared-notice"\npaths = ["a.py"]\nreason = "data"\n'
        "expires = 2025-12-31\n"
    )
    repo.commit_files({"attribcheck.toml": BASE + exception, "a.py": FOREIGN})
    repo.commit_files({"a.py": FOREIGN + CODE})
    outcome = changed(repo)
    assert outcome.findings == ()
    assert len(outcome.preexisting) == 2


def test_a_finding_that_weighs_more_than_before_counts(repo: Repo) -> None:
    rules = '\n[rules]\nundeclared-notice = "warning"\n'
    repo.commit_files({"attribcheck.toml": BASE + rules, "a.py": FOREIGN})
    repo.commit_files({"attribcheck.toml": BASE, "a.py": FOREIGN + CODE})
    assert places(changed(repo).findings) == [("a.py", 1, "undeclared-notice")]
    repo.commit_files({"attribcheck.toml": BASE + rules, "a.py": FOREIGN})
    assert changed(repo).findings == ()


def test_another_component_with_the_same_fault_counts(repo: Repo) -> None:
    component = '\n[[component]]\nname = "%s"\nlicense = "GPL-3.0-only"\npaths = ["lib/**"]\n'
    denied = BASE + '\n[licenses]\ndeny = ["GPL-3.0-only"]\n'
    file = {"lib/a.py": "# SPDX-License-Identifier: GPL-3.0-only\n"}
    repo.commit_files({"attribcheck.toml": denied + component % "Bar", **file})
    repo.commit_files({"attribcheck.toml": denied + component % "Foo"})
    (finding,) = found(changed(repo), "disallowed-license")
    assert (finding.rule, finding.component) == ("disallowed-license", "Foo")


def test_a_licence_that_is_taken_away_counts_at_the_files_it_spoke_for(repo: Repo) -> None:
    repo.commit_files(
        {"attribcheck.toml": WITH_FOO, "foo/LICENSE": LICENSE, "foo/a.c": CODE, "foo/b.c": "x\n"}
    )
    repo.git("rm", "--quiet", "foo/LICENSE")
    repo.commit()
    assert places(changed(repo).findings) == [
        ("attribcheck.toml", 8, "missing-license-text"),
        ("foo/LICENSE", 1, "removed-notice"),
        ("foo/LICENSE", 2, "removed-notice"),
        ("foo/a.c", 0, "missing-notice"),
        ("foo/b.c", 0, "missing-notice"),
    ]


def test_new_content_that_nobody_can_look_into_counts_again(repo: Repo) -> None:
    repo.commit_files({"attribcheck.toml": BASE, "a.js": "old", "b.js": "same"})
    repo.commit_files({"a.js": "new", "attribcheck.toml": BASE + "# a comment\n"})
    outcome = changed(repo, failing=["old", "new", "same"])
    assert places(outcome.findings) == [("a.js", 0, "unscanned-file")]


def test_old_content_that_nobody_can_look_into_does_not_count_where_it_moves(repo: Repo) -> None:
    repo.commit_files({"attribcheck.toml": BASE, "a.js": CODE})
    repo.git("mv", "a.js", "b.js")
    repo.commit()
    assert changed(repo, failing=[CODE]).findings == ()


def test_where_the_old_content_can_not_be_looked_into_all_counts_and_it_says_so(
    repo: Repo,
) -> None:
    repo.commit_files({"attribcheck.toml": BASE, "a.py": "dies\n" + FOREIGN})
    repo.commit_files({"a.py": FOREIGN})
    outcome = changed(repo, failing=["dies\n" + FOREIGN])
    assert places(outcome.findings) == [
        ("a.py", 0, "removed-notice"),
        ("a.py", 1, "undeclared-notice"),
    ]
    assert outcome.hints == (
        "1 file of the base could not be scanned, so every finding in the same files counts",
    )


def test_with_an_older_policy_that_is_broken_all_counts_and_it_says_so(repo: Repo) -> None:
    repo.commit_files({"attribcheck.toml": "version = 1\nlicence = 1\n", "a.py": FOREIGN})
    repo.commit_files({"attribcheck.toml": BASE, "a.py": FOREIGN + CODE})
    outcome = changed(repo)
    assert places(outcome.findings) == [("a.py", 1, "undeclared-notice")]
    (hint,) = outcome.hints
    assert hint.startswith("the policy of the base can't be used, so every finding counts: ")


def test_with_a_base_that_is_damaged_all_counts_and_it_says_so(repo: Repo) -> None:
    repo.commit_files({"attribcheck.toml": BASE, "sub/a.py": FOREIGN, "b.py": ""})
    repo.commit_files({"b.py": FOREIGN, "sub/a.py": FOREIGN + CODE})
    oid = repo.git("rev-parse", "HEAD~1:attribcheck.toml")
    repo.stage("attribcheck.toml", BASE + "# another\n")
    repo.git("commit", "--quiet", "--amend", "--no-edit")
    (repo.path / ".git/objects" / oid[:2] / oid[2:]).unlink()
    outcome = changed(repo)
    assert len(outcome.findings) == 2
    assert outcome.hints[0].startswith("the base can't be used, so every finding counts: ")


def test_by_one_policy_for_both_sides_only_the_content_counts(repo: Repo) -> None:
    repo.commit_files({"a.py": FOREIGN, "attribcheck.toml": "broken ["})
    repo.commit_files({"a.py": FOREIGN + CODE, "b.py": FOREIGN})
    outcome = changed(repo, policy=BASE)
    assert places(outcome.findings) == [("b.py", 1, "undeclared-notice")]
    assert outcome.hints == ()


def test_a_first_policy_introduces_nothing_that_it_does_not_change(repo: Repo) -> None:
    repo.commit_files({"a.py": FOREIGN})
    repo.commit_files({"attribcheck.toml": BASE})
    outcome = changed(repo)
    assert outcome.findings == ()
    assert places(outcome.preexisting) == [("a.py", 1, "undeclared-notice")]


def test_what_is_set_apart_keeps_the_order_of_every_output(repo: Repo) -> None:
    repo.commit_files({"attribcheck.toml": BASE, "b.py": FOREIGN, "a.py": FOREIGN * 2})
    repo.commit_files({"b.py": "\n" + FOREIGN, "a.py": "\n" + FOREIGN * 2})
    assert places(changed(repo).preexisting) == [
        ("a.py", 2, "undeclared-notice"),
        ("a.py", 3, "undeclared-notice"),
        ("b.py", 2, "undeclared-notice"),
    ]


def test_a_work_tree_and_a_first_commit_have_no_before(repo: Repo) -> None:
    repo.stage("a.py", FOREIGN)
    for source in (
        TreeSource(Repository.discover(repo.path)),
        StagedSource(Repository.discover(repo.path)),
    ):
        check = checked_by(CachingScanner(LineEngine({})))
        outcome = check(source, load_policy(source.read_file))
        assert baseline.apply(outcome, source, check) is outcome
        assert len(outcome.findings) == 1
