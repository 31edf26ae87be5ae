"""The text of a component's licence is missing in the repository."""

from __future__ import annotations

import pytest
from support.checks import check, found, last_commit, only, run, staged, toml
from support.repo import Repo
from support.scans import copyright_, ignored, license_, match, scan

from attribcheck.core.finding import Severity
from attribcheck.spdx import license_texts

POLICY = """
    version = 1

    [project]
    license = "Apache-2.0"
    holders = ["Haneul Labs"]

    [[component]]
    name = "Foo"
    license = "{}"
    holders = ["Foo Corp."]
    paths = ["foo/**"]
"""
MIT = POLICY.format("MIT")
CODE = "# Copyright 2025 Foo Corp.\n"
NAME = "missing-license-text"


def text_of(key, share=1.0, detected=None, **fields):
    """Return the scan of a file that holds a share of the words of a licence's text."""
    length = int(license_texts.length(key) * share)
    stated = license_(detected or key, match(detected or key, length=length))
    return scan(copyright_("Foo Corp."), stated, **fields)


def missing(repo, files, policy=MIT):
    outcome = check(repo, {"foo/a.py": CODE, **files}, policy, texts=True)
    return [finding.subject for finding in found(outcome, NAME)]


def test_a_text_that_is_nowhere_is_found_at_the_line_of_the_licence(repo: Repo) -> None:
    finding = only(check(repo, {"foo/a.py": CODE}, MIT, texts=True), NAME)

    assert finding.severity is Severity.WARNING
    assert (finding.path, finding.line) == ("attribcheck.toml", 9)
    assert finding.evidence.text == 'license = "MIT"'
    assert finding.message == (
        'component "Foo" (MIT): licence text missing;'
        ' MIT requires "this permission notice shall be included" (its one condition)'
    )
    assert finding.fix == "attribcheck notice --format third-party\n"


@pytest.mark.parametrize(
    ("key", "fix"),
    [
        ("LicenseRef-Foo", "# put the text into LICENSES/LicenseRef-Foo.txt\n"),
        ("LicenseRef-unstated", "# ask the holders for their licence, and declare it\n"),
    ],
)
def test_a_text_that_no_document_can_carry_is_asked_of_people(
    repo: Repo, key: str, fix: str
) -> None:
    outcome = check(repo, {"foo/a.py": CODE}, POLICY.format(key), texts=True)
    assert only(outcome, NAME).fix == fix


@pytest.mark.parametrize("path", ["foo/LICENSE", "foo/b.py", "LICENSE", "THIRD-PARTY-NOTICES"])
def test_a_text_of_the_component_or_at_the_top_is_enough(repo: Repo, path: str) -> None:
    assert missing(repo, {path: text_of("MIT")}) == []


def test_a_text_in_a_block_that_quotes_others_counts(repo: Repo) -> None:
    files = {"THIRD-PARTY-NOTICES": text_of("MIT", markers=(ignored(1, 9),))}

    assert missing(repo, files) == []


def test_a_text_elsewhere_does_not_count(repo: Repo) -> None:
    assert missing(repo, {"bar/LICENSE": text_of("MIT")}) == ["MIT"]


@pytest.mark.parametrize("name", ["MIT.txt", "MIT.md", "MIT"])
def test_a_file_of_its_id_where_reuse_keeps_texts_is_enough(repo: Repo, name: str) -> None:
    assert missing(repo, {f"LICENSES/{name}": "some words\n"}) == []


def test_an_appendix_may_be_left_out_and_no_more(repo: Repo) -> None:
    policy = POLICY.format("Apache-2.0")
    assert missing(repo, {"foo/LICENSE": text_of("Apache-2.0", 0.8)}, policy) == []
    assert missing(repo, {"foo/LICENSE": text_of("Apache-2.0", 0.7)}, policy) == ["Apache-2.0"]


def test_the_text_of_a_licence_that_allows_later_versions_is_that_of_the_version(
    repo: Repo,
) -> None:
    files = {"foo/COPYING": text_of("GPL-2.0-only")}

    assert missing(repo, files, POLICY.format("GPL-2.0-or-later")) == []


@pytest.mark.parametrize(
    ("expression", "subjects"),
    [
        ("MIT OR Apache-2.0", []),
        ("MIT AND Apache-2.0", ["Apache-2.0"]),
        ("ISC OR Apache-2.0", ["Apache-2.0", "ISC"]),
        ("MIT AND (ISC OR Zlib)", []),
    ],
)
def test_of_a_choice_one_text_is_enough(repo: Repo, expression: str, subjects: list[str]) -> None:
    assert missing(repo, {"foo/LICENSE": text_of("MIT")}, POLICY.format(expression)) == subjects


@pytest.mark.parametrize("key", ["CC0-1.0", "Unlicense", "0BSD", "MIT-0", "Zlib"])
def test_a_licence_that_asks_for_no_copy_is_left_alone(repo: Repo, key: str) -> None:
    assert missing(repo, {}, POLICY.format(key)) == []


def test_the_file_that_came_along_is_the_text_of_a_licence_of_its_own(repo: Repo) -> None:
    policy = POLICY.format("LicenseRef-Foo")
    assert missing(repo, {}, policy) == ["LicenseRef-Foo"]
    assert missing(repo, {"foo/LICENSE.txt": CODE}, policy) == []


def test_the_licences_of_models_are_another_rules(repo: Repo) -> None:
    assert missing(repo, {}, POLICY.format("LicenseRef-scancode-qwen-2024")) == []


def test_a_commit_that_touches_a_part_of_a_component_says_nothing_of_it(repo: Repo) -> None:
    check(repo, {"foo/a.py": CODE, "foo/b.py": CODE}, MIT)
    repo.commit()
    repo.commit_files({"foo/b.py": CODE + "# more\n"})

    assert found(run(repo, last_commit, texts=True), NAME) == []


def test_a_commit_that_brings_a_component_answers_for_it(repo: Repo) -> None:
    repo.commit_files({"a.py": ""})
    check(repo, {"foo/a.py": CODE}, MIT)
    repo.commit()

    assert only(run(repo, last_commit, texts=True), NAME).subject == "MIT"


OWN = {"LICENSE": "the text", "src/a.py": "# Copyright 2026 Haneul Labs\n"}


@pytest.mark.parametrize(
    ("moved_to", "expected"),
    [
        (None, ["LICENSE"]),
        ("COPYING", []),
        ("LICENSES/Apache-2.0.txt", []),
        ("doc/LICENSE", ["LICENSE"]),
    ],
)
def test_deleting_the_last_licence_file_at_the_top_is_found(
    repo: Repo, moved_to: str | None, expected: list[str]
) -> None:
    repo.commit_files({"attribcheck.toml": toml(MIT), **OWN})
    repo.git("rm", "-q", "LICENSE")
    if moved_to:
        repo.stage(moved_to, OWN["LICENSE"])

    outcome = run(repo, staged, texts=True)

    assert [finding.path for finding in found(outcome, NAME)] == expected


def test_a_deletion_is_a_warning_with_the_command_that_restores_the_file(repo: Repo) -> None:
    repo.commit_files({"attribcheck.toml": toml(MIT), **OWN})
    oid = repo.git("rev-parse", "HEAD:LICENSE")
    repo.git("rm", "-q", "LICENSE")

    finding = only(run(repo, staged, texts=True), NAME)

    assert (finding.severity, finding.policy_line) == (Severity.WARNING, 4)
    assert "no licence file is left at the top of the repository" in finding.message
    assert finding.fix == f"git cat-file blob {oid} > LICENSE\n"
