"""A licence is stated that is neither the project's nor that of a declared component."""

from __future__ import annotations

from support.checks import check, found, only, places, run, toml
from support.repo import Repo
from support.scans import license_, match, scan

from attribcheck.core.finding import Severity

POLICY = """
    version = 1

    [project]
    license = "Apache-2.0"
    holders = ["Haneul Labs"]
"""
FOO = (
    POLICY
    + """
    [[component]]
    name = "Foo"
    license = "MIT"
    holders = ["Foo Corp."]
    paths = ["lib/foo/LICENSE"]
"""
)
VENDORED = {
    "lib/foo/LICENSE": "SPDX-License-Identifier: MIT\nCopyright 2025 Foo Corp.\n",
    "lib/foo/src/a.c": "int a;\n",
}


def test_a_foreign_licence_is_found_where_it_stands(repo: Repo) -> None:
    outcome = check(repo, {"a.c": "int a;\n// SPDX-License-Identifier: MIT\n"}, POLICY)

    finding = only(outcome, "undeclared-license")
    assert finding.severity is Severity.ERROR
    assert (finding.path, finding.line, finding.column, finding.end_line) == ("a.c", 2, 4, 2)
    assert finding.message == "licence MIT is not declared"
    assert finding.evidence.text == "// SPDX-License-Identifier: MIT"
    assert finding.subject == "MIT"


def test_it_points_at_the_licence_of_the_project(repo: Repo) -> None:
    outcome = check(repo, {"a.c": "// SPDX-License-Identifier: MIT\n"}, POLICY)

    finding = only(outcome, "undeclared-license")
    assert finding.policy_line == 4
    assert finding.policy_note == "[project] license: Apache-2.0; no component covers this file"


def test_without_a_policy_every_licence_is_foreign(repo: Repo) -> None:
    outcome = check(repo, {"a.c": "// SPDX-License-Identifier: Apache-2.0\n"})

    finding = only(outcome, "undeclared-license")
    assert finding.policy_line is None
    assert finding.policy_note == "[project] license: not stated; no component covers this file"


def test_the_licence_of_the_project_is_none(repo: Repo) -> None:
    outcome = check(repo, {"a.c": "// SPDX-License-Identifier: Apache-2.0\n"}, POLICY)

    assert outcome.findings == ()


def test_the_licence_of_the_component_that_covers_the_file_is_none(repo: Repo) -> None:
    policy = toml(FOO).replace("lib/foo/LICENSE", "lib/foo/**")

    assert check(repo, VENDORED, policy).findings == ()


def test_every_foreign_id_of_an_expression_is_told_and_ours_is_not(repo: Repo) -> None:
    outcome = check(
        repo, {"a.c": "// SPDX-License-Identifier: Apache-2.0 AND (MIT OR Zlib)\n"}, POLICY
    )

    finding = only(outcome, "undeclared-license")
    assert finding.message == "licences MIT and Zlib are not declared"


def test_a_bare_word_is_no_licence(repo: Repo) -> None:
    bare = match("GPL-1.0-or-later", score=50.0, length=1)

    outcome = check(repo, {"a.c": scan(license_("GPL-1.0-or-later", bare))}, POLICY)

    assert outcome.findings == ()


def test_the_fix_of_a_licence_in_a_file_settles_it(repo: Repo) -> None:
    files = {"src/a.c": "// SPDX-License-Identifier: MIT OR Zlib\n"}

    finding = only(check(repo, files, POLICY), "undeclared-license")

    assert finding.fix == (
        '[[component]]\nname = "a"\nlicense = "MIT OR Zlib"\npaths = ["src/a.c"]'
    )
    assert check(repo, files, toml(POLICY) + "\n" + finding.fix).findings == ()


def test_a_file_that_names_nobody_stands_under_the_licence_of_its_folder(repo: Repo) -> None:
    outcome = check(repo, VENDORED, POLICY)

    (finding,) = [f for f in outcome.findings if f.path == "lib/foo/src/a.c"]
    assert finding.rule == "undeclared-license"
    assert finding.line == 0
    assert finding.message == (
        "no copyright or licence notice in this file;"
        " lib/foo/LICENSE (MIT) applies to its directory;"
        " no component covers this file"
    )
    assert finding.subject == "MIT"


def test_the_fix_of_a_file_that_names_nobody_settles_the_whole_folder(repo: Repo) -> None:
    outcome = check(repo, VENDORED, POLICY)

    (fix,) = [f.fix for f in outcome.findings if f.path == "lib/foo/src/a.c"]
    assert fix == (
        "[[component]]\n"
        'name = "foo"\n'
        'license = "MIT"\n'
        'holders = ["Foo Corp."]\n'
        'paths = ["lib/foo/**"]'
    )
    assert check(repo, VENDORED, toml(POLICY) + "\n" + fix).findings == ()


def test_a_file_outside_of_the_component_of_its_licence_is_found(repo: Repo) -> None:
    finding = only(check(repo, VENDORED, FOO), "undeclared-license")

    assert finding.path == "lib/foo/src/a.c"
    assert finding.message == (
        "no copyright or licence notice in this file;"
        " lib/foo/LICENSE (MIT) applies to its directory;"
        ' component "Foo" covers that file, but not this one'
    )
    assert finding.component == "Foo"
    assert finding.policy_line == 11
    assert finding.policy_note == 'paths of component "Foo": lib/foo/LICENSE'


def test_the_fix_beside_a_declared_licence_widens_its_component(repo: Repo) -> None:
    finding = only(check(repo, VENDORED, FOO), "undeclared-license")

    where, line = finding.fix.splitlines()
    assert where == '# in the [[component]] "Foo" (attribcheck.toml:7):'
    assert line == 'paths = ["lib/foo/LICENSE", "lib/foo/src/a.c"]'
    policy = toml(FOO).replace('paths = ["lib/foo/LICENSE"]', line)
    assert check(repo, VENDORED, policy).findings == ()


def test_a_file_that_states_the_projects_licence_without_a_holder_names_nobody(
    repo: Repo,
) -> None:
    files = VENDORED | {"lib/foo/src/a.c": "// SPDX-License-Identifier: Apache-2.0\n"}

    finding = only(check(repo, files, FOO), "undeclared-license")

    assert finding.path == "lib/foo/src/a.c"


def test_a_file_that_names_us_is_ours_also_below_a_foreign_licence(repo: Repo) -> None:
    files = VENDORED | {"lib/foo/src/a.c": "// Copyright 2025 Haneul Labs\n"}

    assert check(repo, files, FOO).findings == ()


def test_an_empty_file_below_a_foreign_licence_needs_no_declaration(repo: Repo) -> None:
    files = VENDORED | {"lib/foo/src/a.c": " \n"}

    assert check(repo, files, FOO).findings == ()


def test_a_legal_file_without_a_notice_needs_no_declaration_of_its_own(repo: Repo) -> None:
    files = VENDORED | {"lib/foo/src/a.c": "", "lib/foo/NOTICE": "Foo\n"}

    assert check(repo, files, FOO).findings == ()


def test_a_licence_of_our_own_in_a_folder_speaks_for_us(repo: Repo) -> None:
    files = {
        "tool/LICENSE": "SPDX-License-Identifier: Apache-2.0\nCopyright 2025 Haneul Labs\n",
        "tool/a.c": "int a;\n",
    }

    assert check(repo, files, POLICY).findings == ()


def test_a_copy_of_the_projects_licence_in_a_folder_speaks_for_us(repo: Repo) -> None:
    text = "SPDX-License-Identifier: Apache-2.0\n"
    files = {"LICENSE": text, "tool/LICENSE": text, "tool/a.c": "int a;\n"}

    assert check(repo, files, POLICY).findings == ()


def test_a_licence_in_a_folder_that_does_not_name_us_is_somebody_elses(repo: Repo) -> None:
    files = {"tool/LICENSE": "SPDX-License-Identifier: Apache-2.0\n", "tool/a.c": "int a;\n"}

    outcome = check(repo, files, POLICY)

    assert places(outcome) == [
        ("tool/LICENSE", 1, "undeclared-license"),
        ("tool/a.c", 0, "undeclared-license"),
    ]


def test_the_nearest_folder_with_a_licence_decides(repo: Repo) -> None:
    files = VENDORED | {
        "lib/foo/ours/LICENSE": "Copyright 2025 Haneul Labs\n",
        "lib/foo/ours/a.c": "int a;\n",
        "lib/foo/src/a.c": "",
    }

    assert check(repo, files, FOO).findings == ()


def test_the_licence_at_the_top_says_nothing_of_the_files(repo: Repo) -> None:
    outcome = check(repo, {"LICENSE": "SPDX-License-Identifier: MIT\n", "a.c": "int a;\n"}, POLICY)

    assert places(outcome) == [("LICENSE", 1, "undeclared-license")]


def test_a_reference_leads_to_the_file_that_it_names(repo: Repo) -> None:
    unnamed = "LicenseRef-scancode-unknown-license-reference"
    files = VENDORED | {"lib/foo/src/a.c": scan(license_(unnamed, references=("LICENSE",)))}

    finding = only(check(repo, files, FOO), "undeclared-license")

    assert finding.path == "lib/foo/src/a.c"
    assert finding.message == "licence of lib/foo/LICENSE is not declared"


def test_a_symlink_below_a_foreign_licence_says_nothing(repo: Repo) -> None:
    check(repo, VENDORED | {"lib/foo/src/a.c": ""}, FOO)
    repo.link("lib/foo/link.c", "src/a.c")
    repo.add()

    assert found(run(repo), "undeclared-license") == []
