"""A licence is one that [licenses] denies or does not allow."""

from __future__ import annotations

import pytest
from support.checks import check, found, only, toml
from support.repo import Repo
from support.scans import license_, match, scan

from attribcheck.core.finding import Severity
from attribcheck.core.model import Excerpt

FILES = {"foo/LICENSE": "Copyright 2025 Foo Corp.\n"}


def declares(license_expression: str, table: str) -> str:
    return f"""\
version = 1
[project]
license = "AGPL-3.0-only"
[licenses]
{table}
[[component]]
name = "Foo"
license = "{license_expression}"
holders = ["Foo Corp."]
paths = ["foo/**"]
"""


def test_a_denied_licence_of_a_component_is_found_at_its_line(repo: Repo) -> None:
    outcome = check(repo, FILES, declares("SSPL-1.0", 'deny = [\n"Zlib",\n"SSPL-1.0",\n]'))

    finding = only(outcome, "disallowed-license")
    assert finding.severity is Severity.ERROR
    assert (finding.path, finding.line, finding.end_line) == ("attribcheck.toml", 11, 11)
    assert finding.evidence.text == 'license = "SSPL-1.0"'
    assert finding.message == 'component "Foo" is under SSPL-1.0: SSPL-1.0 is denied'
    assert finding.component == "Foo"
    assert finding.policy_line == 7
    assert finding.policy_note == '[licenses] deny has "SSPL-1.0"'
    assert finding.subject == "SSPL-1.0"


def test_a_denied_category_is_found_by_its_entry(repo: Repo) -> None:
    outcome = check(repo, FILES, declares("GPL-3.0-only", 'deny = ["category:copyleft"]'))

    finding = only(outcome, "disallowed-license")
    assert finding.message == 'component "Foo" is under GPL-3.0-only: GPL-3.0-only is denied'
    assert finding.policy_note == '[licenses] deny has "category:copyleft"'


def test_what_is_in_neither_list_is_found(repo: Repo) -> None:
    outcome = check(repo, FILES, declares("MPL-2.0", 'deny = []\nallow = ["MIT"]'))

    finding = only(outcome, "disallowed-license")
    assert finding.message == 'component "Foo" is under MPL-2.0: MPL-2.0 is not allowed'
    assert finding.policy_line == 6
    assert finding.policy_note == (
        '[licenses] allow has neither "MPL-2.0" nor its category (copyleft-limited)'
    )


def test_a_licence_of_your_own_making_has_no_category(repo: Repo) -> None:
    outcome = check(repo, FILES, declares("LicenseRef-Foo", 'allow = ["category:permissive"]'))

    finding = only(outcome, "disallowed-license")
    assert finding.policy_note == (
        '[licenses] allow has neither "LicenseRef-Foo" nor its category (none assigned)'
    )


@pytest.mark.parametrize(
    ("expression", "table"),
    [
        ("MIT", 'allow = ["MIT"]'),
        ("MIT", 'allow = ["category:permissive"]'),
        ("MIT", 'deny = ["category:copyleft"]'),
        ("GPL-3.0-only OR MIT", 'allow = ["MIT"]\ndeny = ["category:copyleft"]'),
        ("MIT AND Zlib", 'allow = ["MIT", "Zlib"]'),
        ("MIT AND (Zlib OR GPL-2.0-only)", 'allow = ["category:permissive"]'),
        ("AGPL-3.0-only", 'allow = ["MIT"]'),  # the project's own
        ("LicenseRef-Foo", 'allow = ["LicenseRef-Foo"]'),
    ],
)
def test_an_expression_passes_by_one_branch_allowed_in_all_parts(
    repo: Repo, expression: str, table: str
) -> None:
    assert found(check(repo, FILES, declares(expression, table)), "disallowed-license") == []


@pytest.mark.parametrize(
    ("expression", "table", "because"),
    [
        ("MIT AND GPL-3.0-only", 'allow = ["MIT"]', "GPL-3.0-only is not allowed"),
        ("MIT", 'allow = ["MIT"]\ndeny = ["MIT"]', "MIT is denied"),
        ("MIT", 'allow = ["MIT"]\ndeny = ["category:permissive"]', "MIT is denied"),
        ("MIT", "allow = []", "MIT is not allowed"),
        ("MIT OR Zlib", 'deny = ["MIT", "Zlib"]', "MIT is denied"),
        (
            "GPL-2.0-only WITH Classpath-exception-2.0",
            'allow = ["GPL-2.0-only"]',
            "GPL-2.0-only WITH Classpath-exception-2.0 is not allowed",
        ),
    ],
)
def test_an_expression_is_refused_for_the_part_that_decides(
    repo: Repo, expression: str, table: str, because: str
) -> None:
    finding = only(check(repo, FILES, declares(expression, table)), "disallowed-license")

    assert finding.message == f'component "Foo" is under {expression}: {because}'


def test_without_the_table_everything_passes(repo: Repo) -> None:
    policy = declares("SSPL-1.0", "").replace("[licenses]\n", "")

    assert check(repo, FILES, policy).findings == ()


POLICY = """
    version = 1
    [project]
    license = "Apache-2.0"
    holders = ["Haneul Labs"]
    [licenses]
    deny = ["category:copyleft"]
"""


def test_an_undeclared_licence_is_judged_where_it_stands(repo: Repo) -> None:
    outcome = check(repo, {"a.c": "int a;\n// SPDX-License-Identifier: GPL-3.0-only\n"}, POLICY)

    finding = only(outcome, "disallowed-license")
    assert (finding.path, finding.line, finding.column) == ("a.c", 2, 4)
    assert finding.evidence.text == "// SPDX-License-Identifier: GPL-3.0-only"
    assert finding.message == "licence GPL-3.0-only: GPL-3.0-only is denied"
    assert finding.policy_line == 6
    assert finding.policy_note == '[licenses] deny has "category:copyleft"'


def test_an_undeclared_licence_that_is_allowed_is_only_undeclared(repo: Repo) -> None:
    outcome = check(repo, {"a.c": "// SPDX-License-Identifier: MIT\n"}, POLICY)

    assert [finding.rule for finding in outcome.findings] == ["undeclared-license"]


def test_a_licence_that_contradicts_its_component_is_judged_too(repo: Repo) -> None:
    policy = toml(POLICY) + '[[component]]\nname = "Foo"\nlicense = "MIT"\npaths = ["a.c"]\n'

    outcome = check(repo, {"a.c": "// SPDX-License-Identifier: GPL-3.0-only\n"}, policy)

    assert only(outcome, "disallowed-license").component == "Foo"


def test_a_licence_in_a_file_that_a_component_explains_is_judged_at_the_component(
    repo: Repo,
) -> None:
    policy = (
        toml(POLICY) + '[[component]]\nname = "Foo"\nlicense = "GPL-3.0-only"\npaths = ["a.c"]\n'
    )

    outcome = check(repo, {"a.c": "// SPDX-License-Identifier: GPL-3.0-only\n"}, policy)

    assert only(outcome, "disallowed-license").path == "attribcheck.toml"


def test_what_has_no_name_is_left_to_the_rule_for_that(repo: Repo) -> None:
    unnamed = scan(license_("LicenseRef-scancode-unknown-license-reference"))
    policy = toml(POLICY).replace("deny", "allow")

    assert found(check(repo, {"a.c": unnamed}, policy), "disallowed-license") == []


def test_of_several_licences_the_line_of_the_refused_one_is_shown(repo: Repo) -> None:
    ids = license_(
        "MIT AND GPL-3.0-only",
        match("MIT", line=1)._replace(excerpt=Excerpt('"MIT",')),
        match("GPL-3.0-only", line=2)._replace(excerpt=Excerpt('"GPL-3.0-only",')),
        end=2,
    )
    outcome = check(repo, {"a.c": scan(ids)}, POLICY)

    finding = only(outcome, "disallowed-license")
    assert (finding.line, finding.evidence.text) == (2, '"GPL-3.0-only",')
