"""A notice was removed or altered, although its code remains.

tests/removals/test_kinds_of_change.py says which changes are found; here is what is said of them.
"""

from __future__ import annotations

import pytest
from support.checks import found, only, places, run, staged, tree
from support.edits import RULE, apply, begin, code, lost, staged_outcome
from support.haneul import COMPONENT, POLICY
from support.lfs import pointer
from support.repo import Repo

from attribcheck.core.finding import Finding, RelatedLocation, Severity
from attribcheck.sources.commit_range import DiffSource

FOO = "third_party/foo/a.py"
SPDX = "# SPDX-License-Identifier: MIT\n"
HEADER = f"# Copyright 2025 Foo Corp.\n{SPDX}\n"
OURS = "# Copyright 2026 Haneul Labs\n"
CODE = code()


def change(repo: Repo, old: str, new: str, path: str = FOO, policy: str = "") -> Finding:
    """Return what is found when ``old`` becomes ``new``."""
    outcome = staged_outcome(repo, {path: old}, {path: new}, policy or POLICY + COMPONENT)
    return only(outcome, RULE)


def exception(more: str = "") -> str:
    return (
        f"{POLICY}{COMPONENT}\n[[exception]]\nrule = 'removed-notice'\npaths = ['third_party/**']\n"
        f"reason = 'Foo Corp. asked for it'\n{more}"
    )


def test_a_replaced_holder_is_shown_with_who_stands_there_and_who_stood_there(repo: Repo) -> None:
    finding = change(repo, HEADER + CODE, OURS + SPDX + CODE)
    blob = repo.git("rev-parse", f"HEAD:{FOO}")

    assert finding.severity is Severity.ERROR
    assert finding.message == (
        "copyright notice of Foo Corp. was removed, and the notice in its place names Haneul Labs"
    )
    assert (finding.path, finding.line, finding.column, finding.end_line) == (FOO, 1, 3, 1)
    assert finding.evidence.text == "# Copyright 2026 Haneul Labs"
    assert finding.related == (
        RelatedLocation("as it stood before", FOO, 1, "# Copyright 2025 Foo Corp.", blob),
    )
    assert finding.fix == "# Copyright 2025 Foo Corp.\n"
    assert finding.component == "foo"
    assert finding.policy_line == 8
    assert finding.policy_note == 'component "foo" declares it'


def test_a_notice_that_nothing_replaced_has_no_evidence(repo: Repo) -> None:
    finding = change(repo, HEADER + CODE, SPDX + CODE)

    assert finding.message == "copyright notice of Foo Corp. was removed, and its code remains"
    assert (finding.line, finding.evidence.text) == (1, "")


def test_years_are_named_as_they_were_and_as_they_are(repo: Repo) -> None:
    old, new = HEADER.replace("2025", "2019-2025"), HEADER.replace("2025", "2025-2026")

    finding = change(repo, old + CODE, new + CODE)

    assert finding.message == (
        "years were removed from the copyright notice of Foo Corp.: 2019-2025 before, 2025-2026 now"
    )


def test_a_licence_is_named_with_the_one_that_stands_there(repo: Repo) -> None:
    finding = change(repo, HEADER + CODE, HEADER.replace("MIT", "Apache-2.0") + CODE)

    assert (
        finding.message
        == "notice of licence MIT was removed, and the notice in its place names Apache-2.0"
    )
    assert finding.line == 2


def test_what_nobody_declared_is_protected_as_well(repo: Repo) -> None:
    finding = change(repo, HEADER + CODE, SPDX + CODE, "src/a.py")

    assert finding.component is None
    assert finding.policy_line == 6
    assert finding.policy_note == (
        "[project] holders: Haneul Labs; other notices may be removed only with their code"
    )


def test_after_a_rename_the_message_tells_where_it_stood(repo: Repo) -> None:
    outcome = staged_outcome(repo, {FOO: HEADER + CODE}, {FOO: None, "src/a.py": OURS + CODE})

    statement, _ = found(outcome, RULE)
    assert statement.path == "src/a.py"
    assert statement.message.endswith(f"; it was in {FOO}")
    assert statement.related[0].path == FOO


@pytest.mark.parametrize(
    "header",
    [
        f"# Copyright 2025 Foo Corp.\n#\n# All of it was written by them.\n#\n{SPDX}",
        "/*\n * Copyright 2025 Foo Corp.\n *\n * SPDX-License-Identifier: MIT\n */\n",
    ],
)
def test_a_header_is_restored_whole(repo: Repo, header: str) -> None:
    first = "#!/bin/foo\n"
    outcome = staged_outcome(repo, {FOO: first + header + CODE}, {FOO: first + CODE})

    assert [finding.fix for finding in found(outcome, RULE)] == [header, header]


def test_a_line_that_is_too_long_to_show_is_no_fix(repo: Repo) -> None:
    long = "var a = 1;" * 100
    finding = change(repo, f"/* Copyright 2025 Foo Corp. */ {long}\n" + CODE, f"{long}\n" + CODE)

    assert finding.fix == ""


def test_the_line_is_one_of_the_file_as_it_is_now(repo: Repo) -> None:
    header = "#\n" * 30 + "# Copyright 2025 Foo Corp.\n"
    finding = change(repo, header + code(0, 10), code(0, 10))

    assert (finding.line, finding.related[0].line) == (10, 31)


def test_a_file_without_a_policy_has_nobody_of_its_own(repo: Repo) -> None:
    finding = change(repo, OURS + CODE, CODE, policy="version = 1\n")

    assert finding.subject == "Haneul Labs"


def test_an_exception_permits_it_with_its_reason(repo: Repo) -> None:
    outcome = staged_outcome(
        repo, {FOO: HEADER + CODE}, {FOO: OURS + SPDX + CODE}, policy=exception()
    )

    assert places(outcome) == []
    assert [item.reason for item in outcome.suppressed] == ["Foo Corp. asked for it"]


def test_an_exception_from_it_is_not_called_unused_in_a_whole_tree(repo: Repo) -> None:
    begin(repo, {FOO: HEADER + CODE}, exception())

    assert run(repo, tree).findings == ()


def test_a_comment_in_the_file_permits_it_with_its_reason(repo: Repo) -> None:
    mark = "# attribcheck: ignore[removed-notice] Foo Corp. asked for it\n"
    outcome = staged_outcome(repo, {FOO: HEADER + CODE}, {FOO: f"{mark}{SPDX}{CODE}"})

    assert lost(outcome) == ()
    assert [item.finding.rule for item in outcome.suppressed] == [RULE]


def test_a_notice_that_becomes_our_own_by_the_same_commit_is_free(repo: Repo) -> None:
    ours = POLICY.replace('["Haneul Labs"]', '["Haneul Labs", "Foo Corp."]')
    new = {FOO: SPDX + CODE, "attribcheck.toml": ours + COMPONENT}

    assert lost(staged_outcome(repo, {FOO: HEADER + CODE}, new)) == ()


def test_an_older_version_that_is_not_here_is_a_finding(repo: Repo) -> None:
    finding = change(repo, pointer().decode(), HEADER + CODE)

    assert finding.message == (
        f"this file can't be compared with its older version, {FOO} in blob"
        f" {repo.git('rev-parse', f'HEAD:{FOO}')[:12]}:"
        " it is a Git LFS pointer whose content was not fetched"
    )
    assert finding.fix == "# run `git lfs pull`\n"


def test_a_symlink_in_the_place_of_a_file_carries_no_code(repo: Repo) -> None:
    begin(repo, {FOO: HEADER + CODE})
    repo.remove(FOO)
    repo.link(FOO, "b.py")
    repo.add()

    assert lost(run(repo, staged)) == ()


def test_a_whole_tree_has_no_older_version(repo: Repo) -> None:
    begin(repo, {FOO: HEADER + CODE})
    apply(repo, {FOO: OURS + CODE})

    assert found(run(repo, tree), RULE) == []


def test_a_notice_restored_within_a_range_is_not_missed(repo: Repo) -> None:
    begin(repo, {FOO: HEADER + CODE})
    apply(repo, {FOO: CODE})
    repo.commit("remove")
    apply(repo, {FOO: HEADER + CODE + "more = 1\n"})
    repo.commit("restore")

    assert lost(run(repo, lambda here: DiffSource(here, "HEAD~2..HEAD"))) == ()


def test_a_deleted_licence_file_is_put_back_by_a_command(repo: Repo) -> None:
    path = "third_party/foo/LICENSE file"
    old = {path: "Copyright 2025 Foo Corp.\n", FOO: CODE, "third_party/foo/b.py": code(50)}
    finding = only(staged_outcome(repo, old, {path: None}), RULE)

    assert finding.message == (
        "copyright notice of Foo Corp. was removed, and 2 files that it applied to remain"
    )
    assert (finding.path, finding.line, finding.evidence.text) == (path, 1, "")
    command = finding.fix.replace("git cat-file", "cat-file").partition(" > ")[0].split()
    assert repo.git(*command) == "Copyright 2025 Foo Corp."
    assert finding.fix.endswith(" > 'third_party/foo/LICENSE file'\n")


def test_moved_code_is_found_where_it_begins(repo: Repo) -> None:
    new = {FOO: HEADER + code(0, 20), "src/a.py": code(700, 50) + code(20, 20)}

    statement, licence = found(staged_outcome(repo, {FOO: HEADER + CODE}, new), RULE)

    assert statement.message == (
        f"copyright notice of Foo Corp. was removed, and its code remains; it was in {FOO}"
    )
    assert (statement.path, statement.line, licence.line) == ("src/a.py", 51, 51)


def test_what_is_not_declared_is_not_looked_for_beside_its_origin(repo: Repo) -> None:
    # git would read every file of the snapshot, for what is known to be our own
    old, new = {"lib/a.py": HEADER + CODE}, {"src/copy.py": OURS + CODE}

    assert lost(staged_outcome(repo, old, new, policy=POLICY)) == ()
