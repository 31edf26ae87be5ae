"""The engine sees a licence that it can't name."""

from __future__ import annotations

from support.checks import check, found, only, toml
from support.repo import Repo
from support.scans import license_, match, scan

from attribcheck.core.finding import Severity

REFERENCE = "LicenseRef-scancode-unknown-license-reference"
POLICY = """
    version = 1

    [project]
    license = "Apache-2.0"
    holders = ["Haneul Labs"]
"""
DECLARED = (
    toml(POLICY) + '\n[[component]]\nname = "Foo"\nlicense = "MIT"\npaths = ["foo/**", "own.c"]\n'
)


def test_a_licence_without_a_name_is_found_where_it_stands(repo: Repo) -> None:
    written = "/* Use of this file is governed by the Foo Software Agreement. */"
    unnamed = license_("LicenseRef-scancode-unknown", line=3, end=4, written=written)

    finding = only(check(repo, {"a.c": scan(unnamed)}, POLICY), "unknown-license")

    assert finding.severity is Severity.ERROR
    assert (finding.path, finding.line, finding.column, finding.end_line) == ("a.c", 3, 1, 4)
    assert finding.message == (
        "licence not identified: scancode reports LicenseRef-scancode-unknown"
    )
    assert finding.evidence.text == written
    assert (finding.component, finding.policy_line, finding.policy_note) == (None, None, "")
    assert finding.fix == ""


def test_in_a_file_of_a_component_it_points_at_the_licence_of_that(repo: Repo) -> None:
    unnamed = scan(license_("LicenseRef-scancode-free-unknown"))

    finding = only(check(repo, {"foo/a.c": unnamed}, DECLARED), "unknown-license")

    assert finding.policy_line == 9
    assert finding.policy_note == 'component "Foo" has license = "MIT"'


def test_a_reference_to_a_file_that_is_not_there_is_found(repo: Repo) -> None:
    unnamed = scan(license_(REFERENCE, references=("TERMS-OF-USE",)))

    assert only(check(repo, {"a.c": unnamed}, POLICY), "unknown-license").path == "a.c"


def test_a_reference_to_a_licence_of_our_own_is_followed(repo: Repo) -> None:
    files = {
        "LICENSE": "SPDX-License-Identifier: Apache-2.0\n",
        "src/a.c": scan(license_(REFERENCE, references=("LICENSE",))),
    }

    assert check(repo, files, POLICY).findings == ()


def test_a_reference_is_followed_to_the_file_with_an_ending(repo: Repo) -> None:
    files = {
        "COPYING.txt": "SPDX-License-Identifier: Apache-2.0\n",
        "src/a.c": scan(license_(REFERENCE, references=("COPYING",))),
    }

    assert check(repo, files, POLICY).findings == ()


def test_a_reference_beside_the_name_of_the_licence_is_followed(repo: Repo) -> None:
    both = license_(
        f"Apache-2.0 AND {REFERENCE}",
        match("Apache-2.0"),
        match(REFERENCE, references=("LICENSE",)),
    )
    files = {"LICENSE": "SPDX-License-Identifier: Apache-2.0\n", "a.c": scan(both)}

    assert check(repo, files, POLICY).findings == ()


def test_a_name_beside_what_has_none_does_not_hide_it(repo: Repo) -> None:
    both = license_(f"Apache-2.0 AND {REFERENCE}", match("Apache-2.0"), match(REFERENCE))

    assert only(check(repo, {"a.c": scan(both)}, POLICY), "unknown-license").subject == REFERENCE


def test_a_reference_inside_of_a_component_is_explained_by_it(repo: Repo) -> None:
    files = {
        "foo/LICENSE": "SPDX-License-Identifier: MIT\n",
        "foo/a.c": scan(license_(REFERENCE, references=("LICENSE",))),
    }

    assert found(check(repo, files, DECLARED), "unknown-license") == []


def test_a_component_of_a_licence_that_has_no_name_explains_it(repo: Repo) -> None:
    policy = DECLARED.replace("MIT", f"MIT AND {REFERENCE}")

    assert found(check(repo, {"own.c": scan(license_(REFERENCE))}, policy), "unknown-license") == []


def test_it_is_permitted_by_an_exception_that_says_what_it_refers_to(repo: Repo) -> None:
    policy = toml(POLICY) + (
        '[[exception]]\nrule = "unknown-license"\npaths = ["a.c"]\nreason = "our own terms"\n'
    )

    outcome = check(repo, {"a.c": scan(license_(REFERENCE))}, policy)

    assert outcome.findings == ()
    assert [item.reason for item in outcome.suppressed] == ["our own terms"]
