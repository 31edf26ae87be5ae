"""A file of a component has no notice, and no licence file of the component applies to it."""

from __future__ import annotations

import pytest
from support.checks import check, found, only, toml
from support.repo import Repo

from attribcheck.core.finding import Severity
from attribcheck.core.model import ScanFailure

POLICY = """
    version = 1

    [project]
    license = "Apache-2.0"
    holders = ["Haneul Labs"]

    [[component]]
    name = "Foo"
    license = "MIT"
    holders = ["Foo Corp."]
    paths = ["src/moe/**"]
"""
WITH_NOTICE_FILE = toml(POLICY) + 'notice-file = "third_party/foo/NOTICE"\n'


def test_a_file_without_a_notice_is_found(repo: Repo) -> None:
    finding = only(check(repo, {"src/moe/a.py": "print()\n"}, POLICY), "missing-notice")

    assert finding.severity is Severity.ERROR
    assert (finding.path, finding.line) == ("src/moe/a.py", 0)
    assert finding.message == (
        'no notice of component "Foo" in this file, nor in a licence or NOTICE file'
        " that applies to it"
    )
    assert finding.component == "Foo"
    assert finding.policy_line == 11
    assert finding.policy_note == 'component "Foo" covers this file'
    assert finding.fix == (
        "# put the LICENSE that came with Foo beside its files, so that\n"
        "# the component's paths cover it, or name it in the component:\n"
        'notice-file = "path/to/its/NOTICE"\n'
    )


def test_a_notice_of_our_own_in_its_place_is_found(repo: Repo) -> None:
    files = {"src/moe/a.py": "# Copyright 2025 Haneul Labs\n"}

    assert only(check(repo, files, POLICY), "missing-notice").path == "src/moe/a.py"


OURS = "# Copyright 2025 Haneul Labs\n"


def test_a_notice_of_our_own_alone_is_found_beside_a_licence_file_of_the_component(
    repo: Repo,
) -> None:
    files = {"src/moe/a.py": OURS, "src/moe/LICENSE": "Copyright 2025 Foo Corp.\n"}

    finding = only(check(repo, files, POLICY), "missing-notice")

    assert (finding.path, finding.line) == ("src/moe/a.py", 1)
    assert finding.message == (
        'this file of component "Foo" names no holder but the project\'s own'
    )


@pytest.mark.parametrize(
    ("file", "policy"),
    [
        (OURS, toml(POLICY) + "modified = true\n"),
        (OURS, POLICY.replace('["Foo Corp."]', '["Foo Corp.", "Haneul Labs"]')),
        (OURS + "# Copyright 2025 Foo Corp.\n", POLICY),
        ("print()\n", POLICY),
    ],
)
def test_beside_a_licence_file_a_notice_of_our_own_is_in_order_where_it_is_explained(
    repo: Repo, file: str, policy: str
) -> None:
    files = {"src/moe/a.py": file, "src/moe/LICENSE": "Copyright 2025 Foo Corp.\n"}

    assert check(repo, files, policy).findings == ()


@pytest.mark.parametrize(
    "notice", ["# Copyright 2025 Foo Corp.\n", "# SPDX-License-Identifier: MIT\n"]
)
def test_a_notice_that_the_component_explains_is_enough(repo: Repo, notice: str) -> None:
    assert check(repo, {"src/moe/a.py": notice}, POLICY).findings == ()


@pytest.mark.parametrize("name", ["LICENSE", "COPYING.txt", "NOTICE", "deep/LICENSE-MIT"])
def test_a_licence_file_of_the_component_speaks_for_all_of_it(repo: Repo, name: str) -> None:
    files = {"src/moe/a.py": "print()\n", f"src/moe/{name}": "Copyright 2025 Foo Corp.\n"}

    assert check(repo, files, POLICY).findings == ()


def test_a_licence_file_that_the_component_does_not_explain_speaks_for_nothing(
    repo: Repo,
) -> None:
    files = {"src/moe/a.py": "print()\n", "src/moe/LICENSE": "Copyright 2025 Bar GmbH\n"}

    outcome = check(repo, files, POLICY)

    assert {f.path for f in found(outcome, "missing-notice")} == {"src/moe/a.py", "src/moe/LICENSE"}


def test_a_licence_file_of_another_component_speaks_for_nothing_of_this_one(repo: Repo) -> None:
    policy = toml(POLICY) + (
        '[[component]]\nname = "Bar"\nlicense = "Zlib"\nholders = ["Bar GmbH"]\npaths = ["bar/"]\n'
    )
    files = {"src/moe/a.py": "print()\n", "bar/LICENSE": "Copyright 2025 Bar GmbH\n"}

    assert only(check(repo, files, policy), "missing-notice").path == "src/moe/a.py"


@pytest.mark.parametrize("name", ["NOTICE", "LICENSE", "THIRD-PARTY-NOTICES.txt"])
def test_a_statement_in_a_legal_file_at_the_top_speaks_for_the_component(
    repo: Repo, name: str
) -> None:
    files = {"src/moe/a.py": "print()\n", name: "Haneul\nCopyright 2025 Foo Corp.\n"}

    assert check(repo, files, POLICY).findings == ()


def test_a_notice_file_speaks_for_the_component(repo: Repo) -> None:
    files = {"src/moe/a.py": "print()\n", "third_party/foo/NOTICE": "This is Foo.\n"}

    assert check(repo, files, WITH_NOTICE_FILE).findings == ()


def test_a_notice_file_that_does_not_exist_is_found_at_its_line(repo: Repo) -> None:
    outcome = check(repo, {"src/moe/a.py": "# Copyright Foo Corp.\n"}, WITH_NOTICE_FILE)

    finding = only(outcome, "missing-notice")
    assert (finding.path, finding.line) == ("attribcheck.toml", 12)
    assert finding.evidence.text == 'notice-file = "third_party/foo/NOTICE"'
    assert finding.message == (
        'notice-file of component "Foo" does not exist: third_party/foo/NOTICE'
    )
    assert finding.component == "Foo"
    assert finding.subject == "third_party/foo/NOTICE"


def test_a_lost_notice_file_leaves_the_files_without_a_notice(repo: Repo) -> None:
    outcome = check(repo, {"src/moe/a.py": "print()\n"}, WITH_NOTICE_FILE)

    assert [f.path for f in found(outcome, "missing-notice")] == [
        "attribcheck.toml",
        "src/moe/a.py",
    ]


@pytest.mark.parametrize("content", ["", " \n\t\n"])
def test_an_empty_file_needs_no_notice(repo: Repo, content: str) -> None:
    assert check(repo, {"src/moe/__init__.py": content}, POLICY).findings == ()


def test_a_file_that_was_not_scanned_is_left_to_the_rule_for_that(repo: Repo) -> None:
    outcome = check(repo, {"src/moe/a.py": ScanFailure("it took more than 120 s")}, POLICY)

    assert [finding.rule for finding in outcome.findings] == ["unscanned-file"]


def test_a_file_of_no_component_needs_no_notice(repo: Repo) -> None:
    files = {"src/moe/LICENSE": "Copyright Foo Corp.\n", "src/ours.py": "print()\n"}

    assert check(repo, files, POLICY).findings == ()


def test_one_of_several_components_that_speaks_is_enough(repo: Repo) -> None:
    policy = toml(POLICY) + (
        '[[component]]\nname = "Bar"\nlicense = "Zlib"\nholders = ["Bar GmbH"]\n'
        'paths = ["src/moe/a.py", "bar/"]\n'
    )
    files = {"src/moe/a.py": "print()\n", "bar/LICENSE": "Copyright 2025 Bar GmbH\n"}

    assert check(repo, files, policy).findings == ()
