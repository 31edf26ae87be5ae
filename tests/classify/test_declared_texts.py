"""Texts that a component declares although the engine can't name them."""

from __future__ import annotations

import pytest
from support.checks import check, places
from support.repo import Repo
from support.scans import license_, scan

from attribcheck.core.model import Excerpt, FileScan, LicenseMatch, Span
from attribcheck.spdx import obligations

POLICY = """
    version = 1

    [project]
    license = "Apache-2.0"
    holders = ["Haneul Labs"]

    [[component]]
    name = "Llama 3"
    license = "LicenseRef-llama3"
    paths = ["weights/**"]
    models = ["meta-llama/Meta-Llama-3-8B"]

    [rules]
    missing-notice = "note"
    model-obligation = "note"
    unused-declaration = "note"
"""
LLAMA = "LicenseRef-scancode-llama-3.1-license-2024"


def text(score: float, matcher: str = "3-seq", key: str = LLAMA) -> FileScan:
    match = LicenseMatch(key, Span(1, 90), f"{key}.RULE", matcher, score, 900, score)
    return scan(license_(key)._replace(matches=(match,)))


def licences(repo: Repo, files: dict[str, FileScan | str]) -> list[tuple[str, int, str]]:
    outcome = check(repo, files, POLICY)
    rules = ("undeclared-license", "license-mismatch", "unknown-license")
    return [place for place in places(outcome) if place[2] in rules]


@pytest.mark.parametrize("path", ["LICENSES/LicenseRef-llama3.txt", "weights/LICENSE"])
def test_a_near_match_of_the_declared_text_is_declared(repo: Repo, path: str) -> None:
    files = {"LICENSES/LicenseRef-llama3.txt": text(97.29), path: text(97.29), "weights/a": ""}
    assert licences(repo, files) == []


def test_another_near_match_is_not(repo: Repo) -> None:
    files = {"LICENSES/LicenseRef-llama3.txt": text(97.29), "weights/LICENSE": text(88.0)}
    assert licences(repo, files) == [("weights/LICENSE", 1, "license-mismatch")]


def test_an_exact_match_of_another_licence_is_found_in_spite_of_the_name(repo: Repo) -> None:
    files = {"LICENSES/LicenseRef-llama3.txt": text(100, "1-hash", "GPL-3.0-only"), "weights/a": ""}
    assert licences(repo, files) == [("LICENSES/LicenseRef-llama3.txt", 1, "undeclared-license")]


def test_a_required_line_is_declared_whatever_the_engine_takes_it_for(repo: Repo) -> None:
    (line,) = obligations.notice_lines("LicenseRef-llama3")
    taken = license_("Zlib")._replace(excerpt=Excerpt(line))
    assert licences(repo, {"NOTICE": scan(taken), "weights/a": ""}) == []
    other = license_("Zlib")._replace(excerpt=Excerpt(line.replace("Llama 3", "Foo 4")))
    assert licences(repo, {"NOTICE": scan(other)}) == [("NOTICE", 1, "undeclared-license")]
