"""What a walk through a history finds: what is missed at its end, by the commit that took it."""

from __future__ import annotations

import pytest
from support.checks import found, only, places, walk, write
from support.edits import RULE, Files, apply, begin, code, lost
from support.haneul import COMPONENT, POLICY
from support.lfs import pointer
from support.repo import Repo

from attribcheck.check.result import HistoryStats
from attribcheck.core.errors import GitError, UsageError
from attribcheck.core.finding import RelatedLocation
from attribcheck.core.model import Commit, ScanFailure
from attribcheck.git.repository import Repository
from attribcheck.sources.commits import HistorySource

FOO = "third_party/foo/a.py"
SPDX = "# SPDX-License-Identifier: MIT\n"
FOREIGN = "# Copyright 2025 Foo Corp.\n"
HEADER = f"{FOREIGN}{SPDX}\n"
OURS = "# Copyright 2026 Haneul Labs\n"
CODE = code()
WITH, WITHOUT = HEADER + CODE, SPDX + CODE


def commits(repo: Repo, *changes: Files, policy: str = POLICY + COMPONENT) -> list[str]:
    """Commit each of ``changes`` on top of the other, the first with the policy; return the ids."""
    begin(repo, changes[0], policy)
    ids = [repo.head()]
    for change in changes[1:]:
        apply(repo, change)
        ids.append(repo.commit())
    return ids


def taken_by(repo: Repo, spec: str = "HEAD") -> list[tuple[str, int, str, list[str]]]:
    """Return path, line and subject of what is missed, with the commits that took it."""
    return [
        (f.path, f.line, f.subject, [p.commit.oid for p in f.related if p.commit])
        for f in found(walk(repo, spec), RULE)
    ]


def test_a_loss_is_told_with_its_commit_and_where_it_is_missed_now(repo: Repo) -> None:
    begin(repo, {FOO: WITH})
    blob = repo.git("rev-parse", f"HEAD:{FOO}")
    apply(repo, {FOO: OURS + WITHOUT})
    repo.git("commit", "-q", "-m", "x", env={"GIT_AUTHOR_DATE": "2026-03-04T05:06:07+09:00"})
    taken = repo.head()
    apply(repo, {FOO: "import os\n" + OURS + WITHOUT})
    repo.commit()

    finding = only(walk(repo), RULE)

    assert finding.message == (
        "copyright notice of Foo Corp. was removed, and the notice in its place names Haneul Labs"
    )
    assert (finding.path, finding.line, finding.evidence.text) == (FOO, 2, OURS.rstrip())
    commit = Commit(taken, "2026-03-04T05:06:07+09:00")
    assert finding.related == (
        RelatedLocation("as it stood before", FOO, 1, FOREIGN.rstrip(), blob, commit),
    )
    assert finding.fix == FOREIGN
    assert finding.component == "foo"


def test_what_was_walked_is_counted(repo: Repo) -> None:
    commits(repo, {FOO: WITH}, {FOO: WITHOUT}, {FOO: WITH})

    assert walk(repo).history_stats == HistoryStats(
        commits=3, versions=2
    )  # a version that comes again is known


RESTORED: dict[str, list[Files]] = {
    "later": [{FOO: WITHOUT}, {FOO: WITH}],
    "in another place of the file": [{FOO: WITHOUT}, {FOO: SPDX + CODE + FOREIGN}],
    "in other dress": [{FOO: WITHOUT}, {FOO: f"// {FOREIGN[2:]}" + WITHOUT}],
    "after a rename": [
        {FOO: WITHOUT},
        {FOO: None, "src/b.py": WITHOUT},
        {"src/b.py": WITH},
    ],
    "with its rename": [{FOO: WITHOUT}, {FOO: None, "src/b.py": WITH}],
    "with a reverted commit": [{FOO: None, "src/b.py": WITHOUT}, {FOO: WITH, "src/b.py": None}],
}


@pytest.mark.parametrize("then", RESTORED.values(), ids=RESTORED)
def test_a_notice_that_is_put_back_is_not_missed(repo: Repo, then: list[Files]) -> None:
    commits(repo, {FOO: WITH}, *then)

    assert places(walk(repo)) == []


GONE: dict[str, list[Files]] = {
    "the file is deleted": [{FOO: WITHOUT}, {FOO: None}],
    "the file is renamed and deleted": [
        {FOO: WITHOUT},
        {FOO: None, "src/b.py": WITHOUT},
        {"src/b.py": None},
    ],
    "its code is rewritten": [{FOO: WITHOUT}, {FOO: OURS + code(500)}],
    "another file takes its name": [{FOO: WITHOUT}, {FOO: None}, {FOO: OURS + code(700)}],
}


@pytest.mark.parametrize("then", GONE.values(), ids=GONE)
def test_a_notice_whose_code_goes_later_is_not_missed(repo: Repo, then: list[Files]) -> None:
    commits(repo, {FOO: WITH}, *then)

    assert places(walk(repo)) == []


def test_a_file_is_followed_through_renames_after_the_loss(repo: Repo) -> None:
    _, taken, *_ = commits(
        repo,
        {FOO: WITH},
        {FOO: WITHOUT},
        {FOO: None, "src/b.py": WITHOUT},
        {"src/b.py": None, "src/c.py": WITHOUT + "more = 1\n"},
    )

    assert taken_by(repo) == [("src/c.py", 1, "Foo Corp.", [taken])]


def test_a_copy_that_is_made_after_the_loss_misses_it_as_well(repo: Repo) -> None:
    _, taken, _ = commits(
        repo, {FOO: WITH}, {FOO: WITHOUT}, {FOO: WITHOUT + "more = 1\n", "src/b.py": WITHOUT}
    )

    assert taken_by(repo) == [
        ("src/b.py", 1, "Foo Corp.", [taken]),
        (FOO, 1, "Foo Corp.", [taken]),
    ]


def test_a_copy_beside_an_origin_that_did_not_change_is_found(repo: Repo) -> None:
    _, taken, _ = commits(
        repo, {FOO: WITH}, {"src/b.py": OURS + WITHOUT}, {"src/c.py": OURS + code(500)}
    )

    assert taken_by(repo) == [("src/b.py", 1, "Foo Corp.", [taken])]


def test_code_that_moves_without_its_header_is_found_where_it_stands_now(repo: Repo) -> None:
    _, taken, _ = commits(
        repo,
        {FOO: WITH},
        {FOO: HEADER + code(0, 20), "src/b.py": OURS + code(20, 20)},
        {"src/b.py": None, "src/c.py": OURS + "import os\n" + code(20, 20)},
    )

    assert taken_by(repo) == [
        ("src/c.py", 1, "Foo Corp.", [taken]),
        ("src/c.py", 3, "MIT", [taken]),
    ]


def test_a_notice_that_was_lost_twice_is_one_finding_the_last_time_first(repo: Repo) -> None:
    _, first, _, second = commits(
        repo, {FOO: WITH}, {FOO: WITHOUT}, {FOO: WITH + "more = 1\n"}, {FOO: WITHOUT}
    )

    assert taken_by(repo) == [(FOO, 1, "Foo Corp.", [second, first])]
    _, before = only(walk(repo), RULE).related
    assert before.label == "and before that"


def test_losses_of_several_commits_are_told_apart(repo: Repo) -> None:
    two = FOREIGN + "# Copyright 2025 Bar GmbH\n"
    _, foo, bar = commits(
        repo, {FOO: two + CODE}, {FOO: two.replace(FOREIGN, "") + CODE}, {FOO: CODE}
    )

    assert taken_by(repo) == [(FOO, 1, "Bar GmbH", [bar]), (FOO, 1, "Foo Corp.", [foo])]


def test_years_that_go_step_by_step_are_one_finding(repo: Repo) -> None:
    def years(text: str) -> Files:
        return {FOO: f"# Copyright {text} Foo Corp.\n" + CODE}

    _, first, second = commits(repo, years("2023"), years("2024"), years("2025"))

    assert taken_by(repo) == [(FOO, 1, "Foo Corp.", [second, first])]


def test_holders_are_our_own_as_the_policy_says_at_the_end(repo: Repo) -> None:
    ours = POLICY.replace('["Haneul Labs"]', '["Haneul Labs", "Foo Corp."]')
    commits(repo, {FOO: WITH}, {FOO: WITHOUT}, {"attribcheck.toml": ours + COMPONENT})

    assert places(walk(repo)) == []


def test_without_a_policy_nobody_is_our_own(repo: Repo) -> None:
    commits(repo, {"a.py": OURS + CODE}, {"a.py": CODE, "attribcheck.toml": None})

    assert lost(walk(repo)) == (("a.py", 1, "Haneul Labs"),)


def test_an_exception_permits_it(repo: Repo) -> None:
    exception = f"\n[[exception]]\nrule = '{RULE}'\npaths = ['third_party/**']\nreason = 'asked'\n"
    commits(repo, {FOO: WITH}, {FOO: WITHOUT}, policy=POLICY + COMPONENT + exception)

    outcome = walk(repo)

    assert outcome.findings == ()
    assert [item.reason for item in outcome.suppressed] == ["asked"]


def test_a_comment_at_the_place_permits_it(repo: Repo) -> None:
    mark = f"# attribcheck: ignore[{RULE}] Foo Corp. asked for it\n"
    commits(repo, {FOO: WITH}, {FOO: WITHOUT}, {FOO: mark + WITHOUT})

    assert lost(walk(repo)) == ()


LICENSE = "third_party/foo/LICENSE"
TEXT = f"{SPDX[2:]}{FOREIGN[2:]}"
LICENSED: Files = {LICENSE: TEXT, FOO: CODE, "third_party/foo/b.py": code(50)}


def test_a_deleted_licence_is_missed_while_its_files_are_here(repo: Repo) -> None:
    _, taken, _ = commits(repo, LICENSED, {LICENSE: None}, {FOO: CODE + "more = 1\n"})

    assert taken_by(repo) == [(LICENSE, 1, "MIT", [taken]), (LICENSE, 2, "Foo Corp.", [taken])]


LEGAL: dict[str, list[Files]] = {
    "is put back": [{LICENSE: None}, {LICENSE: TEXT}],
    "is put back under another name": [{LICENSE: None}, {"third_party/foo/COPYING": TEXT}],
    "is taken into the NOTICE at the top": [{LICENSE: None}, {"NOTICE": f"foo:\n{TEXT}"}],
    "loses its files later": [{LICENSE: None}, dict.fromkeys([FOO, "third_party/foo/b.py"])],
    "loses their code later": [
        {LICENSE: None},
        {FOO: OURS + code(600), "third_party/foo/b.py": OURS + code(800)},
    ],
    "follows its files": [
        {LICENSE: None, "src/other/LICENSE": TEXT},
        {FOO: None, "third_party/foo/b.py": None, "src/other/a.py": CODE, "src/other/b.py": "b"},
    ],
}


@pytest.mark.parametrize("then", LEGAL.values(), ids=LEGAL)
def test_a_licence_is_not_missed_when_it(repo: Repo, then: list[Files]) -> None:
    commits(repo, LICENSED, *then)

    assert lost(walk(repo)) == ()


def test_a_licence_is_missed_where_its_files_have_moved(repo: Repo) -> None:
    moved = {FOO: None, "third_party/foo/b.py": None, "src/a.py": CODE, "src/b.py": code(50)}
    _, taken, _ = commits(repo, LICENSED, {LICENSE: None}, moved)

    assert [item[3] for item in taken_by(repo)] == [[taken], [taken]]


def test_a_section_of_notice_whose_component_goes_later_is_not_missed(repo: Repo) -> None:
    notice = "Haneul\nCopyright 2026 Haneul Labs\n\nThis contains bar.\nCopyright 2025 Bar GmbH\n"
    bar = "# Copyright 2025 Bar GmbH\n" + CODE
    commits(
        repo,
        {"NOTICE": notice, "lib/bar.py": bar},
        {"NOTICE": notice.partition("\nThis")[0]},
        {"lib/bar.py": None},
    )

    assert lost(walk(repo)) == ()


def test_a_range_answers_for_its_own_commits(repo: Repo) -> None:
    first, taken, last = commits(repo, {FOO: WITH}, {FOO: WITHOUT}, {"src/b.py": "b = 1\n"})

    assert [item[3] for item in taken_by(repo, f"{first}..")] == [[taken]]
    assert taken_by(repo, f"{taken}..{last}") == []
    assert taken_by(repo, f"{last}..{last}") == []


def test_the_end_of_a_range_is_what_counts(repo: Repo) -> None:
    _, taken, restored = commits(repo, {FOO: WITH}, {FOO: WITHOUT}, {FOO: WITH})

    assert [item[3] for item in taken_by(repo, taken)] == [[taken]]
    assert taken_by(repo, restored) == []


def branches(repo: Repo, main: Files, side: Files) -> tuple[str, str]:
    """Commit ``main`` and ``side`` on two branches from a common start; return their ids."""
    begin(repo, {FOO: WITH, "src/b.py": "b = 1\n"})
    repo.branch("side")
    apply(repo, side)
    on_side = repo.commit()
    repo.switch("main")
    apply(repo, main)
    return repo.commit(), on_side


def test_a_loss_on_a_branch_is_told_by_its_own_commit_and_not_by_the_merge(repo: Repo) -> None:
    _, on_side = branches(repo, {"src/b.py": "b = 2\n"}, {FOO: WITHOUT})
    repo.git("merge", "--quiet", "--no-edit", "side")

    assert taken_by(repo) == [(FOO, 1, "Foo Corp.", [on_side])]


def test_a_merge_that_takes_the_notice_itself_is_told(repo: Repo) -> None:
    branches(repo, {"src/b.py": "b = 2\n"}, {"src/c.py": "c = 1\n"})
    repo.git("merge", "--quiet", "--no-commit", "side")
    apply(repo, {FOO: WITHOUT})
    merge = repo.commit()

    assert taken_by(repo) == [(FOO, 1, "Foo Corp.", [merge])]


def test_a_merge_that_brings_a_file_without_its_notice_is_told(repo: Repo) -> None:
    branches(repo, {"src/b.py": "b = 2\n"}, {"third_party/foo/c.py": HEADER + code(500)})
    repo.git("merge", "--quiet", "--no-commit", "side")
    apply(repo, {"third_party/foo/c.py": SPDX + code(500)})
    merge = repo.commit()

    assert taken_by(repo) == [("third_party/foo/c.py", 1, "Foo Corp.", [merge])]


def test_a_branch_that_was_overruled_is_not_missed(repo: Repo) -> None:
    branches(repo, {"src/b.py": "b = 2\n"}, {FOO: WITHOUT})
    repo.git("merge", "--quiet", "--no-edit", "--strategy=ours", "side")

    assert taken_by(repo) == []


def test_an_octopus_is_walked(repo: Repo) -> None:
    _, on_side = branches(repo, {"src/b.py": "b = 2\n"}, {FOO: WITHOUT})
    repo.branch("third", "HEAD~1")
    apply(repo, {"src/d.py": "d = 1\n"})
    repo.commit()
    repo.switch("main")
    repo.git("merge", "--quiet", "--no-edit", "side", "third")

    assert taken_by(repo) == [(FOO, 1, "Foo Corp.", [on_side])]


def test_unrelated_histories_that_were_joined_are_walked(repo: Repo) -> None:
    _, taken = commits(repo, {FOO: WITH}, {FOO: WITHOUT})
    repo.git("checkout", "--quiet", "--orphan", "other")
    repo.git("rm", "-rfq", ".")
    repo.commit_files({"z.py": "z = 1\n"})
    repo.git("merge", "--quiet", "--no-edit", "--allow-unrelated-histories", "main")

    assert taken_by(repo) == [(FOO, 1, "Foo Corp.", [taken])]


def test_a_version_that_cant_be_scanned_is_told(repo: Repo) -> None:
    commits(repo, {FOO: pointer().decode()}, {FOO: WITH})

    finding = only(walk(repo), RULE)

    assert finding.path == FOO
    assert "this file can't be compared with its older version" in finding.message


def test_a_loss_is_seen_across_a_version_that_cant_be_scanned(repo: Repo) -> None:
    _, unseen, _ = commits(repo, {FOO: WITH}, {FOO: pointer().decode()}, {FOO: WITHOUT})

    outcome = walk(repo)

    assert ("Foo Corp.", unseen) in [
        (f.subject, p.commit.oid) for f in outcome.findings for p in f.related if p.commit
    ]


def test_a_file_that_cant_be_scanned_now_is_told(repo: Repo) -> None:
    failure = ScanFailure("it took too long")
    begin(repo, {FOO: WITH})
    write(repo, {FOO: failure})
    repo.add()
    repo.commit()

    outcome = walk(repo, answers=[failure])

    assert places(outcome) == [(FOO, 0, "unscanned-file")]


def test_files_without_a_line_break_or_with_names_of_any_kind_are_walked(repo: Repo) -> None:
    name = "third_party/foo/a\n:b\x01 é.py"
    _, taken = commits(repo, {name: WITH.rstrip()}, {name: WITHOUT.rstrip()})

    assert taken_by(repo) == [(name, 1, "Foo Corp.", [taken])]


def test_a_history_that_was_cut_off_is_an_error(repo: Repo, tmp_path_factory) -> None:
    commits(repo, {FOO: WITH}, {FOO: WITHOUT}, {"b": "b\n"})
    clone = repo.clone(tmp_path_factory.mktemp("shallow") / "clone", "--depth=2")

    with pytest.raises(GitError, match="the parents of commit") as error:
        walk(clone)

    assert "git fetch --unshallow" in (error.value.hint or "")


def test_a_range_within_what_is_here_of_a_cut_history_is_walked(
    repo: Repo, tmp_path_factory
) -> None:
    *_, taken = commits(repo, {FOO: WITH}, {"b": "b\n"}, {FOO: WITHOUT})
    clone = repo.clone(tmp_path_factory.mktemp("shallow") / "clone", "--depth=2")

    assert [item[3] for item in taken_by(clone, "HEAD~1..HEAD")] == [[taken]]


def test_contents_that_were_not_fetched_are_an_error(repo: Repo, tmp_path_factory) -> None:
    repo.git("config", "uploadpack.allowFilter", "true")
    commits(repo, {FOO: WITH}, {FOO: WITHOUT}, {FOO: None, "src/b.py": "# x\n" + WITHOUT})
    clone = repo.clone(tmp_path_factory.mktemp("partial") / "clone", "--filter=blob:none")

    with pytest.raises(GitError):
        walk(clone)


@pytest.mark.parametrize("spec", ["nothing", "HEAD..nothing", "nothing.."])
def test_a_revision_that_is_not_here_is_an_error(repo: Repo, spec: str) -> None:
    commits(repo, {FOO: WITH})

    with pytest.raises(GitError, match="nothing names no commit"):
        walk(repo, spec)


def test_two_ends_are_refused(repo: Repo) -> None:
    commits(repo, {FOO: WITH})

    with pytest.raises(UsageError, match=r"write HEAD\.\.HEAD|two ends"):
        walk(repo, "HEAD...HEAD")


def test_a_branch_without_a_commit_has_no_history(repo: Repo) -> None:
    with pytest.raises(GitError, match="HEAD names no commit"):
        HistorySource(Repository.discover(repo.path), "HEAD")


def test_the_configuration_of_the_user_changes_nothing(repo: Repo) -> None:
    _, taken = commits(repo, {FOO: WITH}, {FOO: WITHOUT})
    for name, value in {
        "log.showRoot": "false",
        "log.showSignature": "true",
        "log.diffMerges": "separate",
        "log.decorate": "full",
        "diff.renames": "false",
        "format.pretty": "oneline",
        "core.abbrev": "4",
        "color.ui": "always",
    }.items():
        repo.git("config", name, value)

    assert taken_by(repo) == [(FOO, 1, "Foo Corp.", [taken])]


def test_the_same_history_gives_the_same_findings(repo: Repo) -> None:
    commits(repo, LICENSED, {LICENSE: None}, {FOO: WITH}, {FOO: CODE})

    assert walk(repo) == walk(repo)


def test_a_file_that_is_deleted_and_comes_back_without_its_notice(repo: Repo) -> None:
    *_, last = commits(repo, {FOO: WITH}, {FOO: None}, {FOO: WITHOUT})

    assert taken_by(repo) == [(FOO, 1, "Foo Corp.", [last])]


@pytest.mark.parametrize("content", [WITH, "# somebody else's\n" + code(3000)])
def test_a_file_that_is_deleted_and_comes_back_as_it_was_or_as_another(
    repo: Repo, content: str
) -> None:
    commits(repo, {FOO: WITH}, {FOO: None}, {FOO: content})

    assert taken_by(repo) == []


def test_a_licence_file_that_is_deleted_and_comes_back_cut(repo: Repo) -> None:
    path = "third_party/foo/LICENSE"
    commits(repo, {FOO: CODE, path: HEADER}, {path: None}, {path: SPDX})

    assert [(path, subject) for path, _, subject, _ in taken_by(repo)] == [(path, "Foo Corp.")]
