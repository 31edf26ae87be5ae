"""Files without a notice that move away from the legal file that applied to them."""

from __future__ import annotations

import pytest
from support.checks import only, run, staged, tree
from support.edits import RULE, Edit, apply, begin, code, committed_outcome, lost, staged_outcome
from support.haneul import COMPONENT, POLICY
from support.repo import Repo

LICENSE = "third_party/foo/LICENSE"
MIT = "Copyright 2025 Foo Corp.\nSPDX-License-Identifier: MIT\n"
ROWS = "".join(f"row {n},alpha {n * 7},beta {n * 13}\n" for n in range(40))
DATA = "third_party/foo/data.csv"
IMAGE = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 4
HEADER = "# Copyright 2025 Foo Corp.\n# SPDX-License-Identifier: MIT\n"
BAR = MIT.replace("Foo Corp.", "Bar GmbH")
BOTH = "Foo Corp., MIT"

FOUND = [
    Edit(
        "a table leaves the folder of its LICENSE",
        {LICENSE: MIT, DATA: ROWS},
        {DATA: None, "data/data.csv": ROWS},
        (("data/data.csv", 0, BOTH),),
    ),
    Edit(
        "it is edited as it moves",
        {LICENSE: MIT, DATA: ROWS},
        {DATA: None, "data/data.csv": f"{ROWS}row 41,more\n"},
        (("data/data.csv", 0, BOTH),),
    ),
    Edit(
        "an image leaves",
        {LICENSE: MIT, "third_party/foo/i.bin": IMAGE},
        {"third_party/foo/i.bin": None, "img/i.bin": IMAGE},
        (("img/i.bin", 0, BOTH),),
    ),
    Edit(
        "a file leaves its sidecar behind",
        {"img/logo.csv.license": HEADER, "img/logo.csv": ROWS},
        {"img/logo.csv": None, "site/logo.csv": ROWS},
        (("site/logo.csv", 0, BOTH),),
    ),
    Edit(
        "a file is renamed beside its sidecar",
        {"img/logo.csv.license": HEADER, "img/logo.csv": ROWS},
        {"img/logo.csv": None, "img/brand.csv": ROWS},
        (("img/brand.csv", 0, BOTH),),
    ),
    Edit(
        "a file moves to the LICENSE of another",
        {LICENSE: MIT, DATA: ROWS, "third_party/bar/LICENSE": BAR},
        {DATA: None, "third_party/bar/data.csv": ROWS},
        (("third_party/bar/data.csv", 0, "Foo Corp."),),
    ),
    Edit(
        "a file leaves a NOTICE",
        {"third_party/foo/NOTICE": "Foo\nCopyright 2025 Foo Corp.\n", DATA: ROWS},
        {DATA: None, "data/data.csv": ROWS},
        (("data/data.csv", 0, "Foo Corp."),),
    ),
]

QUIET = [
    Edit(
        "with its LICENSE",
        {LICENSE: MIT, DATA: ROWS},
        {LICENSE: None, DATA: None, "data/foo/LICENSE": MIT, "data/foo/data.csv": ROWS},
    ),
    Edit(
        "to a copy of its LICENSE",
        {LICENSE: MIT, DATA: ROWS},
        {DATA: None, "data/LICENSE": MIT, "data/data.csv": ROWS},
    ),
    Edit(
        "with its sidecar",
        {"img/logo.csv.license": HEADER, "img/logo.csv": ROWS},
        {
            "img/logo.csv.license": None,
            "img/logo.csv": None,
            "site/logo.csv.license": HEADER,
            "site/logo.csv": ROWS,
        },
    ),
    Edit(
        "away from the sidecar of another file",
        {"img/logo.csv.license": HEADER, "img/logo.csv": "logo\n" * 9, "img/own.csv": ROWS},
        {"img/own.csv": None, "site/own.csv": ROWS},
    ),
    Edit(
        "within the folder of its LICENSE",
        {LICENSE: MIT, DATA: ROWS},
        {DATA: None, "third_party/foo/deep/er/data.csv": ROWS},
    ),
    Edit(
        "to where a document at the top states the notice",
        {LICENSE: MIT, DATA: ROWS, "THIRD-PARTY-NOTICES": f"Foo\n\n{MIT}"},
        {DATA: None, "data/data.csv": ROWS},
    ),
    Edit(
        "with a notice of its own",
        {LICENSE: MIT, "third_party/foo/a.py": HEADER + code()},
        {"third_party/foo/a.py": None, "src/a.py": HEADER + code()},
    ),
    Edit(
        "from a package of our own",
        {"packages/a/LICENSE": "Copyright 2026 Haneul Labs\n", "packages/a/d.csv": ROWS},
        {"packages/a/d.csv": None, "packages/b/d.csv": ROWS},
    ),
    Edit(
        "from a LICENSE of our own that lists others",
        {"packages/a/LICENSE": f"Copyright 2026 Haneul Labs\n\n{MIT}", "packages/a/d.csv": ROWS},
        {"packages/a/d.csv": None, "packages/b/d.csv": ROWS},
    ),
    Edit(
        "from a list of third parties",
        {"packages/a/THIRD-PARTY-NOTICES": MIT, "packages/a/d.csv": ROWS},
        {"packages/a/d.csv": None, "packages/b/d.csv": ROWS},
    ),
    Edit(
        "from a folder for licence texts",
        {"packages/a/licenses/foo.txt": MIT, "packages/a/d.csv": ROWS},
        {"packages/a/d.csv": None, "packages/b/d.csv": ROWS},
    ),
    Edit(
        "with a few lines in it",
        {LICENSE: MIT, "third_party/foo/i.cfg": "[foo]\nname = 1\n"},
        {"third_party/foo/i.cfg": None, "data/i.cfg": "[foo]\nname = 1\n"},
    ),
    Edit(
        "of our own, without any legal file",
        {"src/d.csv": ROWS},
        {"src/d.csv": None, "lib/d.csv": ROWS},
    ),
]


@pytest.mark.parametrize("edit", FOUND, ids=lambda edit: edit.name)
def test_the_notice_stays_behind(repo: Repo, edit: Edit) -> None:
    assert lost(staged_outcome(repo, edit.old, edit.new)) == edit.lost


@pytest.mark.parametrize("edit", FOUND, ids=lambda edit: edit.name)
def test_it_is_found_in_the_commit_too(repo: Repo, edit: Edit) -> None:
    assert lost(committed_outcome(repo, edit.old, edit.new)) == edit.lost


@pytest.mark.parametrize("edit", QUIET, ids=lambda edit: edit.name)
def test_a_move_that_keeps_the_notice_is_quiet(repo: Repo, edit: Edit) -> None:
    assert lost(staged_outcome(repo, edit.old, edit.new)) == ()


def test_the_finding_names_both_files_and_the_legal_file(repo: Repo) -> None:
    more = ROWS.replace("row", "line")
    finding = only(
        staged_outcome(
            repo,
            {LICENSE: MIT, DATA: ROWS, "third_party/foo/more.csv": more},
            {
                DATA: None,
                "third_party/foo/more.csv": None,
                "data/data.csv": ROWS,
                "data/more.csv": more,
            },
        ),
        RULE,
    )

    assert finding.message == (
        "copyright notice of Foo Corp. and notice of licence MIT in third_party/foo/LICENSE applied"
        " to third_party/foo/data.csv, and no legal file with that notice applies to data/data.csv,"
        " nor to 1 more file that moved there"
    )
    assert finding.component == "foo"
    assert finding.related[0].path == LICENSE


def test_the_fix_covers_the_file_with_its_component(repo: Repo) -> None:
    finding = only(
        staged_outcome(repo, {LICENSE: MIT, DATA: ROWS}, {DATA: None, "data/[1].csv": ROWS}), RULE
    )
    where, _, line = finding.fix.partition("\n")
    assert where.startswith('# in the [[component]] "foo" (attribcheck.toml:')
    wide = COMPONENT.replace('paths = ["third_party/foo/**"]', line.rstrip())
    assert wide != COMPONENT
    repo.stage("attribcheck.toml", POLICY + wide)

    assert run(repo, staged).findings == ()


def test_the_fix_puts_the_notice_beside_a_file_of_no_component(repo: Repo) -> None:
    old = {"img/logo.csv.license": MIT, "img/logo.csv": ROWS}
    finding = only(staged_outcome(repo, old, {"img/logo.csv": None, "site/a.csv": ROWS}), RULE)
    assert finding.fix == "cp img/logo.csv.license site/a.csv.license\n"
    repo.stage("site/a.csv.license", MIT)

    assert lost(run(repo, staged)) == ()


def test_a_component_that_covers_the_new_place_keeps_its_notice(repo: Repo) -> None:
    wide = COMPONENT.replace('/foo/**"]', '/foo/**", "data/**"]')
    new = {DATA: None, "data/data.csv": ROWS, "attribcheck.toml": POLICY + wide}

    assert lost(staged_outcome(repo, {LICENSE: MIT, DATA: ROWS}, new)) == ()


def test_a_component_that_moves_with_its_paths_in_the_policy_is_quiet(repo: Repo) -> None:
    there = COMPONENT.replace("third_party/foo", "vendor/foo")
    begin(repo, {LICENSE: MIT, DATA: ROWS})
    repo.write("vendor/empty", "")
    repo.git("mv", "third_party/foo", "vendor/foo")
    apply(repo, {"attribcheck.toml": POLICY + there})

    assert lost(run(repo, staged)) == ()


def test_a_legal_file_of_the_component_in_another_folder_applies(repo: Repo) -> None:
    paths = '["lib/foo.csv", "texts/foo-LICENSE"]'
    component = COMPONENT.replace('["third_party/foo/**"]', paths)
    old = {"texts/foo-LICENSE": MIT, "lib/foo.csv": ROWS}
    outcome = staged_outcome(
        repo, old, {"lib/foo.csv": None, "data/foo.csv": ROWS}, POLICY + component
    )

    assert lost(outcome) == (("data/foo.csv", 0, BOTH),)


def test_a_complete_tree_has_no_move(repo: Repo) -> None:
    begin(repo, {LICENSE: MIT, "data/data.csv": ROWS})

    assert lost(run(repo, tree)) == ()
