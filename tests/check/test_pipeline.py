"""One check, from a source to an outcome."""

from __future__ import annotations

from datetime import date, datetime, timezone

import pytest
from support.checks import (
    LineEngine,
    check,
    covered,
    last_commit,
    only,
    places,
    run,
    staged,
    toml,
    tree,
)
from support.repo import Repo

from attribcheck.check import pipeline
from attribcheck.core.errors import AttribcheckError, PolicyError
from attribcheck.core.finding import Severity
from attribcheck.core.model import BlobKind, ScanFailure
from attribcheck.git.repository import Repository
from attribcheck.policy.loader import load_policy
from attribcheck.policy.model import Policy
from attribcheck.scan.scanner import CachingScanner
from attribcheck.sources.work_tree import TreeSource

POLICY = """
    version = 1

    [project]
    license = "Apache-2.0"
    holders = ["Haneul Labs"]

    [[component]]
    name = "Foo"
    license = "MIT"
    holders = ["Foo Corp."]
    paths = ["foo/**"]
"""
FOO = {"foo/LICENSE": "SPDX-License-Identifier: MIT\nCopyright 2025 Foo Corp.\n"}
FOREIGN = "# Copyright 2025 Bar GmbH\n"


def test_what_is_staged_is_checked_as_it_is_staged(repo: Repo) -> None:
    repo.commit_files({**FOO, "old.py": FOREIGN, "attribcheck.toml": toml(POLICY)})
    repo.stage("new.py", FOREIGN)
    repo.write("new.py", "print()\n")
    repo.write("untracked.py", FOREIGN)

    outcome = run(repo, staged)

    assert outcome.label == "staged changes"
    assert [file.path for file in outcome.files] == ["new.py"]
    assert places(outcome) == [("new.py", 1, "undeclared-notice")]


def test_a_range_is_checked_as_it_stands_at_its_end(repo: Repo) -> None:
    repo.commit_files({**FOO, "old.py": FOREIGN, "attribcheck.toml": toml(POLICY)})
    repo.commit_files({"new.py": FOREIGN})
    repo.stage("new.py", "print()\n")

    outcome = run(repo, last_commit)

    assert outcome.label == "changes in HEAD~1..HEAD"
    assert places(outcome) == [("new.py", 1, "undeclared-notice")]


def test_a_tree_is_checked_whole(repo: Repo) -> None:
    repo.commit_files({**FOO, "old.py": FOREIGN, "attribcheck.toml": toml(POLICY)})
    repo.write("foo/new.py", FOREIGN)

    outcome = run(repo, tree)

    assert outcome.label == "tracked files"
    assert [file.path for file in outcome.files] == ["attribcheck.toml", "foo/LICENSE", "old.py"]
    assert places(outcome) == [("old.py", 1, "undeclared-notice")]


def test_named_paths_are_checked_and_what_is_absent_is_not_judged(repo: Repo) -> None:
    exception = '[[exception]]\nrule = "undeclared-notice"\npaths = ["b"]\nreason = "data"\n'
    repo.commit_files({"a": FOREIGN, "b": FOREIGN, "attribcheck.toml": f"version = 1\n{exception}"})

    outcome = run(repo, lambda repository: TreeSource(repository, [str(repo.path / "a")]))

    assert places(outcome) == [("a", 1, "undeclared-notice")]


def test_the_policy_is_read_from_where_the_content_is_read(repo: Repo) -> None:
    repo.commit_files({**FOO, "attribcheck.toml": toml(POLICY)})
    repo.stage("a.py", "# Copyright Haneul Labs\n")
    repo.write("attribcheck.toml", "version = 1\n")

    assert run(repo, staged).findings == ()
    assert ("a.py", 1, "undeclared-notice") in places(run(repo, tree))


def test_a_component_is_declared_by_the_commit_that_brings_it(repo: Repo) -> None:
    repo.commit_files({"attribcheck.toml": toml(POLICY).partition("\n[[component]]")[0]})
    repo.write("foo/LICENSE", FOO["foo/LICENSE"])
    repo.write("foo/a.c", "int a;\n")
    repo.add()
    assert [finding.rule for finding in run(repo, staged).findings] == [
        "undeclared-license",
        "undeclared-notice",
        "undeclared-license",
    ]
    repo.stage("attribcheck.toml", toml(POLICY))

    outcome = run(repo, staged)

    assert outcome.findings == ()
    assert [component.name for component in covered(outcome, "foo/a.c")] == ["Foo"]


def test_the_licence_that_speaks_for_a_changed_file_is_scanned_with_it(repo: Repo) -> None:
    repo.commit_files({**FOO, "attribcheck.toml": toml(POLICY)})
    repo.stage("foo/a.c", "int a;\n")

    outcome = run(repo, staged)

    assert outcome.findings == ()
    assert [file.path for file in outcome.files] == ["foo/a.c"]


def test_a_deletion_alone_leaves_nothing_to_look_at(repo: Repo) -> None:
    repo.commit_files({"a.py": FOREIGN, "b.py": FOREIGN})
    repo.git("rm", "--quiet", "a.py")

    outcome = run(repo, staged)

    assert (outcome.files, outcome.findings) == ((), ())


def test_a_rename_is_checked_at_its_new_place(repo: Repo) -> None:
    repo.commit_files({**FOO, "foo/a.py": "# Copyright Foo Corp.\n" * 20})
    repo.commit_files({"attribcheck.toml": toml(POLICY)})
    repo.git("mv", "foo/a.py", "ours.py")

    assert {path for path, _, _ in places(run(repo, staged))} == {"ours.py"}


def test_a_symlink_is_listed_and_not_followed(repo: Repo) -> None:
    repo.write("a.py", FOREIGN)
    repo.link("link.py", "a.py")
    repo.add("link.py")

    outcome = run(repo, staged)

    assert [(file.path, file.blob.kind, file.scan) for file in outcome.files] == [
        ("link.py", BlobKind.SYMLINK, None)
    ]
    assert outcome.findings == ()


def test_a_submodule_is_listed_and_has_to_be_declared(repo: Repo) -> None:
    other = Repo(repo.path.parent / "other")
    other.commit_files({"a.py": FOREIGN})
    repo.submodule(other, "sub")

    outcome = run(repo, staged)

    assert [(file.path, file.blob.kind) for file in outcome.files] == [
        (".gitmodules", BlobKind.FILE),
        ("sub", BlobKind.SUBMODULE),
    ]
    assert places(outcome) == [("sub", 0, "unscanned-file")]


def test_the_policy_itself_is_listed_and_not_searched_for_notices(repo: Repo) -> None:
    outcome = check(repo, {"a.py": ""}, f"# Copyright 2025 Foo Corp.\n{toml(POLICY)}")

    (file,) = [file for file in outcome.files if file.path == "attribcheck.toml"]
    assert file.scan is None
    assert [finding.rule for finding in outcome.findings] == ["unused-declaration"]


def test_an_empty_repository_is_clean(repo: Repo) -> None:
    for source in (staged, tree):
        outcome = run(repo, source)
        assert (outcome.files, outcome.findings) == ((), ())


def test_findings_are_in_the_order_of_path_line_and_rule(repo: Repo) -> None:
    files = {
        "b.py": f"{FOREIGN}# SPDX-License-Identifier: MIT\n{FOREIGN}",
        "a/z.py": "# SPDX-License-Identifier: GPL-3.0-only\n",
        "a.py": FOREIGN,
        "zz.js": ScanFailure("it died"),
    }
    policy = toml(POLICY) + '[licenses]\ndeny = ["GPL-3.0-only"]\n'

    assert places(check(repo, files, policy)) == [
        ("a.py", 1, "undeclared-notice"),
        ("a/z.py", 1, "disallowed-license"),
        ("a/z.py", 1, "undeclared-license"),
        ("attribcheck.toml", 7, "unused-declaration"),
        ("b.py", 1, "undeclared-notice"),
        ("b.py", 2, "undeclared-license"),
        ("b.py", 3, "undeclared-notice"),
        ("zz.js", 0, "unscanned-file"),
    ]


def test_what_is_permitted_is_in_the_same_order(repo: Repo) -> None:
    policy = 'version = 1\n[[exception]]\nrule = "undeclared-notice"\npaths = ["*"]\nreason = "x"\n'

    outcome = check(repo, {"b.py": FOREIGN, "a/z.py": FOREIGN * 2, "a.py": FOREIGN}, policy)

    assert [(item.finding.path, item.finding.line) for item in outcome.suppressed] == [
        ("a.py", 1),
        ("a/z.py", 1),
        ("a/z.py", 2),
        ("b.py", 1),
    ]


def test_the_same_input_gives_equal_outcomes(repo: Repo) -> None:
    files = {**FOO, "a.py": FOREIGN, "b.js": ScanFailure("it died"), "caf\udce9": FOREIGN}
    first = check(repo, files, POLICY)

    second = check(repo, dict(reversed(files.items())), POLICY)

    assert first == second
    assert len(first.findings) == 3


def test_the_outcome_counts_and_weighs_its_findings(repo: Repo) -> None:
    policy = 'version = 1\n[rules]\nundeclared-notice = "warning"\n'

    outcome = check(repo, {"a.py": FOREIGN * 2}, policy)

    assert [outcome.count(severity) for severity in Severity] == [0, 2, 0]
    assert outcome.fails(Severity.WARNING)
    assert outcome.fails(Severity.NOTE)
    assert not outcome.fails(Severity.ERROR)


def test_a_snapshot_without_a_policy_has_the_empty_one(repo: Repo) -> None:
    policy = load_policy(tree(Repository.discover(repo.path)).read_file)

    assert policy == Policy()


def test_a_policy_that_cannot_be_used_stops_the_check(repo: Repo) -> None:
    with pytest.raises(PolicyError, match=r"attribcheck\.toml:2:1: unknown"):
        check(repo, {"a.py": ""}, "version = 1\nlicence = 1\n")


EXPIRING = """
    version = 1
    [[exception]]
    rule = "undeclared-notice"
    paths = ["a.py"]
    reason = "waiting for an answer"
    expires = 2030-06-30
"""


@pytest.mark.parametrize(
    ("moment", "rules"),
    [
        (datetime(2030, 6, 30, 23, 59, 59, tzinfo=timezone.utc), []),
        (
            datetime(2030, 7, 1, tzinfo=timezone.utc),
            ["undeclared-notice", "expired-exception"],
        ),
    ],
    ids=["last second", "next day"],
)
def test_source_date_epoch_decides_the_day_in_utc(
    repo: Repo, monkeypatch: pytest.MonkeyPatch, moment: datetime, rules: list[str]
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(moment.timestamp())))

    outcome = check(repo, {"a.py": FOREIGN}, EXPIRING, day=None)

    assert [finding.rule for finding in outcome.findings] == rules


def test_a_day_that_is_given_wins_over_source_date_epoch(
    repo: Repo, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "0")

    outcome = check(repo, {"a.py": FOREIGN}, EXPIRING, day=date(2031, 1, 1))

    assert only(outcome, "expired-exception").line == 6


def test_an_engine_that_answers_for_fewer_files_stops_the_check(repo: Repo) -> None:
    class Silent(LineEngine):
        def scan(self, requests):  # type: ignore[no-untyped-def] # a broken engine
            yield from list(super().scan(requests))[1:]

    repo.write("a.py", FOREIGN)
    repo.write("b.py", "print()\n")
    repo.add()
    source = tree(Repository.discover(repo.path))

    with pytest.raises(AttribcheckError, match="no result for 1 file"):
        pipeline.check(source, CachingScanner(Silent({})), load_policy(source.read_file))
