"""A copyright statement names a holder that is neither ours nor declared."""

from __future__ import annotations

from support.checks import check, found, only, toml
from support.repo import Repo
from support.scans import copyright_, ignored, scan

from attribcheck.core.finding import Severity

POLICY = """
    version = 1

    [project]
    license = "Apache-2.0"
    holders = ["Haneul Labs"]
"""
DECLARED = (
    POLICY
    + """
    [[component]]
    name = "Foo kernels"
    license = "MIT"
    holders = ["Foo Corp."]
    paths = ["foo/**"]
"""
)


def test_a_foreign_holder_is_found_where_it_stands(repo: Repo) -> None:
    outcome = check(repo, {"src/a.py": "import b\n# Copyright 2025 Foo Corp.\n"}, POLICY)

    finding = only(outcome, "undeclared-notice")
    assert finding.severity is Severity.ERROR
    assert (finding.path, finding.line, finding.column, finding.end_line) == ("src/a.py", 2, 3, 2)
    assert finding.message == "copyright of Foo Corp. is not declared (no licence stated)"
    assert finding.evidence.text == "# Copyright 2025 Foo Corp."
    assert finding.subject == "Foo Corp."
    assert finding.component is None


def test_it_points_at_the_holders_of_the_project(repo: Repo) -> None:
    outcome = check(repo, {"a.py": "# Copyright 2025 Foo Corp.\n"}, POLICY)

    finding = only(outcome, "undeclared-notice")
    assert finding.policy_line == 5
    assert finding.policy_note == "[project] holders: Haneul Labs; no component covers this file"


def test_it_points_at_no_line_when_there_is_no_policy(repo: Repo) -> None:
    outcome = check(repo, {"a.py": "# Copyright 2025 Foo Corp.\n"})

    finding = only(outcome, "undeclared-notice")
    assert finding.policy_line is None
    assert finding.policy_note == "[project] holders: none; no component covers this file"


def test_a_notice_of_our_own_is_none(repo: Repo) -> None:
    outcome = check(repo, {"a.py": "# Copyright 2025 The Haneul Labs team\n"}, POLICY)

    assert outcome.findings == ()


def test_a_declared_holder_is_none(repo: Repo) -> None:
    outcome = check(repo, {"foo/a.py": "# Copyright 2025 FOO CORP\n"}, DECLARED)

    assert outcome.findings == ()


def test_all_suggested_components_can_be_pasted(repo: Repo) -> None:
    files = {f"{folder}/a.py": "# Copyright Foo Corp.\n" for folder in "bcd"}
    fixes = [one.fix for one in found(check(repo, files, POLICY), "undeclared-notice")]

    outcome = check(repo, files, "\n".join([toml(POLICY), *fixes]))

    assert found(outcome, "undeclared-notice") == []


def test_a_component_declares_nothing_outside_of_its_paths(repo: Repo) -> None:
    files = {"foo/a.py": "# Copyright Foo Corp.\n", "bar/a.py": "# Copyright Foo Corp.\n"}

    outcome = check(repo, files, DECLARED)

    assert [finding.path for finding in outcome.findings] == ["bar/a.py"]


def test_each_holder_of_a_statement_has_to_be_explained(repo: Repo) -> None:
    files = {"foo/a.py": "# Copyright 2025 Foo Corp. and Haneul Labs and Bar GmbH\n"}

    finding = only(check(repo, files, DECLARED), "undeclared-notice")

    assert finding.message == "copyright of Bar GmbH is not declared (no licence stated)"


def test_the_component_that_covers_the_file_is_named_with_its_holders(repo: Repo) -> None:
    outcome = check(repo, {"foo/a.py": "# Copyright 2025 Bar GmbH\n"}, DECLARED)

    finding = only(outcome, "undeclared-notice")
    assert finding.component == "Foo kernels"
    assert finding.policy_line == 10
    assert finding.policy_note == (
        'component "Foo kernels" covers this file; its holders are: Foo Corp.'
    )


def test_the_licence_of_the_file_is_told(repo: Repo) -> None:
    files = {"a.py": "# Copyright 2025 Foo Corp.\n# SPDX-License-Identifier: MIT\n"}

    finding = only(check(repo, files, POLICY), "undeclared-notice")

    assert finding.message == "copyright of Foo Corp. is not declared (licence: MIT)"


def test_the_licence_of_its_folder_is_told(repo: Repo) -> None:
    files = {
        "foo/LICENSE": "SPDX-License-Identifier: BSD-3-Clause\nCopyright 2025 Foo Corp.\n",
        "foo/src/a.py": "# Copyright 2025 Foo Corp.\n",
    }

    outcome = check(repo, files, POLICY)

    assert {finding.message for finding in found(outcome, "undeclared-notice")} == {
        "copyright of Foo Corp. is not declared (licence: BSD-3-Clause)"
    }


def test_a_statement_that_names_nobody_is_found(repo: Repo) -> None:
    finding = only(check(repo, {"a.py": "# Copyright 2025\n"}, POLICY), "undeclared-notice")

    assert finding.message == (
        "copyright statement without a holder is not declared (no licence stated)"
    )


def test_a_statement_that_names_nobody_is_explained_by_the_component_of_its_file(
    repo: Repo,
) -> None:
    assert check(repo, {"foo/a.py": "# Copyright 2025\n"}, DECLARED).findings == ()


def test_what_stands_in_a_reuse_block_does_not_count(repo: Repo) -> None:
    inside = scan(copyright_("Foo Corp.", line=2), markers=(ignored(1, 3),))

    assert check(repo, {"a.py": inside}, POLICY).findings == ()


def test_what_belongs_to_the_text_of_a_licence_does_not_count(repo: Repo) -> None:
    text = scan(copyright_("Free Software Foundation, Inc.", part_of="gpl-2.0.LICENSE"))

    assert found(check(repo, {"a.py": text}, POLICY), "undeclared-notice") == []


def test_the_fix_is_a_component_that_settles_it(repo: Repo) -> None:
    files = {"src/a.py": "# Copyright 2025 Foo Corp.\n# SPDX-License-Identifier: MIT\n"}

    finding = only(check(repo, files, POLICY), "undeclared-notice")

    assert finding.fix == (
        "[[component]]\n"
        'name = "Foo Corp. a"\n'
        'license = "MIT"\n'
        'holders = ["Foo Corp."]\n'
        'paths = ["src/a.py"]'
    )
    assert check(repo, files, toml(POLICY) + "\n" + finding.fix).findings == ()


def test_the_fix_of_a_vendored_file_declares_its_folder(repo: Repo) -> None:
    files = {
        "lib/foo/LICENSE": "SPDX-License-Identifier: MIT\nCopyright 2025 Foo Corp.\n",
        "lib/foo/src/a.py": "# Copyright 2024 Bar GmbH\n",
        "lib/foo/src/silent.py": "print()\n",
    }

    outcome = check(repo, files, POLICY)

    (fix,) = [f.fix for f in found(outcome, "undeclared-notice") if f.path == "lib/foo/src/a.py"]
    assert fix == (
        "[[component]]\n"
        'name = "foo"\n'
        'license = "MIT"\n'
        'holders = ["Foo Corp.", "Bar GmbH"]\n'
        'paths = ["lib/foo/**"]'
    )
    assert check(repo, files, toml(POLICY) + "\n" + fix).findings == ()


def test_the_fix_without_a_licence_says_so(repo: Repo) -> None:
    files = {"a.py": "# Copyright 2025 Foo Corp.\n"}

    finding = only(check(repo, files, POLICY), "undeclared-notice")

    assert finding.fix == (
        "# no licence was detected here: ask its holder, then name it\n"
        "[[component]]\n"
        'name = "Foo Corp. a"\n'
        'license = "LicenseRef-unstated"\n'
        'holders = ["Foo Corp."]\n'
        'paths = ["/a.py"]'
    )


def test_the_fix_settles_a_statement_that_names_nobody(repo: Repo) -> None:
    files = {"a.py": "# Copyright 2025\n# SPDX-License-Identifier: MIT\n"}

    finding = only(check(repo, files, POLICY), "undeclared-notice")

    assert check(repo, files, toml(POLICY) + "\n" + finding.fix).findings == ()


def test_the_name_in_the_fix_is_one_that_the_policy_does_not_use_yet(repo: Repo) -> None:
    policy = toml(DECLARED).replace("Foo kernels", "Foo Corp. a")
    files = {
        "foo/b.py": "# Copyright 2025 Foo Corp.\n",
        "a.py": "# Copyright 2025 Foo Corp.\n# SPDX-License-Identifier: MIT\n",
    }

    finding = only(check(repo, files, policy), "undeclared-notice")

    assert 'name = "Foo Corp. a 2"' in finding.fix
    assert check(repo, files, policy + "\n" + finding.fix).findings == ()


def test_the_fix_inside_of_a_component_adds_the_holder_to_it(repo: Repo) -> None:
    files = {"foo/a.py": "# Copyright 2025 Bar GmbH\n"}

    finding = only(check(repo, files, DECLARED), "undeclared-notice")

    where, line = finding.fix.splitlines()
    assert where == '# in the [[component]] "Foo kernels" (attribcheck.toml:7):'
    assert line == 'holders = ["Foo Corp.", "Bar GmbH"]'
    policy = toml(DECLARED).replace('holders = ["Foo Corp."]', line)
    assert check(repo, files, policy).findings == ()


def test_the_fix_of_a_name_that_is_not_utf_8_can_be_pasted(repo: Repo) -> None:
    files = {"caf\udce9.py": "# Copyright 2025\n# SPDX-License-Identifier: MIT\n"}

    finding = only(check(repo, files, POLICY), "undeclared-notice")

    assert finding.path == "caf\udce9.py"
    assert 'paths = ["/caf?.py"]' in finding.fix
    assert check(repo, files, toml(POLICY) + "\n" + finding.fix).findings == ()


def test_the_fix_of_a_hostile_name_can_be_pasted(repo: Repo) -> None:
    name = 'x"\n[licenses]\ndeny = []\x1b[2J \u202e.py'
    files = {name: "# Copyright 2025 Foo Corp.\n# SPDX-License-Identifier: MIT\n"}

    finding = only(check(repo, files, POLICY), "undeclared-notice")

    assert check(repo, files, toml(POLICY) + "\n" + finding.fix).findings == ()


def test_the_policy_decides_what_it_weighs(repo: Repo) -> None:
    policy = toml(POLICY) + '\n[rules]\nundeclared-notice = "note"\n'

    finding = only(
        check(repo, {"a.py": "# Copyright 2025 Foo Corp.\n"}, policy), "undeclared-notice"
    )

    assert finding.severity is Severity.NOTE
