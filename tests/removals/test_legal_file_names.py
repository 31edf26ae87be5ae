"""Legal files of every name and folder: they carry notices, and their removal is found."""

from __future__ import annotations

import pytest
from support.checks import found, only, run, staged, tree
from support.edits import begin, code, lost, staged_outcome
from support.haneul import MIT
from support.repo import Repo

FOO = "third_party/foo/a.py"
CODE = code()
STATEMENT = "Copyright 2025 Foo Corp.\n"
ANNOTATIONS = """\
version = 1

[[annotations]]
path = "**"
SPDX-FileCopyrightText = "Copyright 2025 Foo Corp."
SPDX-License-Identifier = "MIT"
"""

NAMES = {
    "REUSE.toml": ANNOTATIONS,
    "LICENSES/MIT.txt": MIT,
    "LICENSES/LicenseRef-Foo.txt": MIT,
    "licenses/MIT.txt": MIT,
    "licences/foo.md": MIT,
    "COPYING3": MIT,
    "COPYINGv3": MIT,
    "COPYING.LESSERv3": MIT,
    "LICENSE2.txt": MIT,
    "LEGAL": STATEMENT,
    "AUTHORS": STATEMENT,
    "AUTHORS.md": STATEMENT,
}


@pytest.mark.parametrize("name", NAMES)
def test_it_is_the_notice_of_the_files_around_it(repo: Repo, name: str) -> None:
    begin(repo, {f"third_party/foo/{name}": NAMES[name], FOO: CODE})

    assert found(run(repo, tree), "missing-notice") == []


@pytest.mark.parametrize("name", NAMES)
def test_it_is_deleted_while_files_that_it_applied_to_remain(repo: Repo, name: str) -> None:
    path = f"third_party/foo/{name}"
    outcome = staged_outcome(repo, {path: NAMES[name], FOO: CODE}, {path: None})

    # The engine keeps the quotation mark behind a name in TOML.
    assert "Foo Corp." in {subject.rstrip('"') for _, _, subject in lost(outcome)}


@pytest.mark.parametrize("name", NAMES)
def test_it_is_deleted_with_its_files(repo: Repo, name: str) -> None:
    path = f"third_party/foo/{name}"
    outcome = staged_outcome(
        repo, {path: NAMES[name], FOO: CODE}, {path: None, FOO: None, "src/b.py": "b = 1\n"}
    )

    assert lost(outcome) == ()


@pytest.mark.parametrize("name", NAMES)
def test_it_moves_together_with_its_files(repo: Repo, name: str) -> None:
    path, to = f"third_party/foo/{name}", f"third_party/foo/lib/{name}"
    outcome = staged_outcome(
        repo,
        {path: NAMES[name], FOO: CODE},
        {path: None, FOO: None, to: NAMES[name], "third_party/foo/lib/a.py": CODE},
    )

    assert lost(outcome) == ()


def test_a_text_of_a_part_that_is_removed_goes_with_it(repo: Repo) -> None:
    text, part = "third_party/foo/licenses/bar.txt", "third_party/foo/bar/b.py"
    header = "# Copyright 2025 Bar GmbH\n# SPDX-License-Identifier: MIT\n"
    outcome = staged_outcome(
        repo,
        {text: MIT.replace("Foo Corp.", "Bar GmbH"), part: header + CODE, FOO: code(300)},
        {text: None, part: None},
    )

    assert lost(outcome) == ()


@pytest.mark.parametrize("folder", ["licenses", "LICENSES"])
def test_a_text_at_the_top_is_renamed_in_its_folder(repo: Repo, folder: str) -> None:
    outcome = staged_outcome(
        repo,
        {f"{folder}/foo.txt": MIT, FOO: CODE},
        {f"{folder}/foo.txt": None, f"{folder}/MIT.txt": MIT},
    )

    assert lost(outcome) == ()


def test_a_text_of_the_own_licence_in_a_package_of_our_own_is_ours(repo: Repo) -> None:
    tag = "SPDX-License-Identifier: Apache-2.0\n"
    begin(repo, {"packages/app/LICENSES/Apache-2.0.txt": tag, "packages/app/a.py": CODE})

    assert found(run(repo, tree), "undeclared-license") == []


def test_the_authors_of_the_project_are_edited_freely(repo: Repo) -> None:
    begin(repo, {"AUTHORS": "Copyright 2025 Haneul Labs\nJane Doe <jane@haneul.example>\n"})
    repo.stage("AUTHORS", "Copyright 2026 Haneul Labs\nJohn Doe <john@haneul.example>\n")

    assert run(repo, staged).findings == ()


def test_a_text_that_nothing_states_any_more_names_the_files_that_remain(repo: Repo) -> None:
    path = "third_party/foo/AUTHORS"
    outcome = staged_outcome(repo, {path: STATEMENT, FOO: CODE}, {path: None})

    assert only(outcome, "removed-notice").message == (
        "copyright notice of Foo Corp. was removed, and 1 file that it applied to remains"
    )
