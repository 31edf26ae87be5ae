"""Texts that a component declares although the engine can't name them."""

from __future__ import annotations

import pytest
from support.checks import check, places, toml
from support.command import attribcheck
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


OWN_REF = """
    version = 1

    [project]
    license = "LicenseRef-Haneul"
    holders = ["Haneul Labs"]

    [[component]]
    name = "Foo"
    license = "LicenseRef-Foo OR MIT"
    holders = ["Foo Corp."]
    paths = ["foo/**"]
"""


def tagged(expression: str, engine: str = "LicenseRef-scancode-unknown-spdx") -> FileScan:
    line = f" * SPDX-License-{'Identifier'}: {expression} */"
    match = LicenseMatch(engine, Span(2, 2), "spdx", "1-spdx-id", 100.0, 6, 100.0)
    notice = license_(engine, line=2)
    return scan(notice._replace(matches=(match,), excerpt=Excerpt(line, 0)))


def found(repo: Repo, path: str, file: FileScan) -> list[tuple[str, int, str]]:
    rules = ("undeclared-license", "license-mismatch", "unknown-license")
    return [place for place in places(check(repo, {path: file}, OWN_REF)) if place[2] in rules]


@pytest.mark.parametrize(
    ("path", "expression"),
    [
        ("foo/a.c", "LicenseRef-Foo"),
        ("foo/a.c", "LicenseRef-Foo OR MIT"),
        ("own/a.c", "LicenseRef-Haneul"),
    ],
)
def test_a_tag_with_a_declared_ref_is_declared(repo: Repo, path: str, expression: str) -> None:
    assert found(repo, path, tagged(expression)) == []


def test_so_is_a_ref_that_the_engine_takes_for_a_licence_of_others(repo: Repo) -> None:
    """scancode reads LicenseRef-GPL as the GPL; a document may call any text so."""
    assert found(repo, "foo/a.c", tagged("LicenseRef-Foo", "GPL-1.0-or-later")) == []


@pytest.mark.parametrize(
    ("path", "expression"),
    [
        ("foo/a.c", "LicenseRef-Bar"),
        ("foo/a.c", "LicenseRef-Foo AND LicenseRef-Bar"),
        ("foo/a.c", "LicenseRef-Haneul"),
        ("own/a.c", "LicenseRef-Foo"),
        ("foo/a.c", "LicenseRef-Foo AND ("),
    ],
)
def test_a_tag_with_another_ref_is_found(repo: Repo, path: str, expression: str) -> None:
    assert found(repo, path, tagged(expression)) == [(path, 2, "unknown-license")]


@pytest.mark.engine
@pytest.mark.parametrize("ref", ["LicenseRef-Foo", "LicenseRef-MIT-Discord"])
def test_the_engine_reads_such_a_tag(repo: Repo, ref: str) -> None:
    policy = toml(OWN_REF).replace("LicenseRef-Foo OR MIT", ref)
    tag = f"/* SPDX-License-{'Identifier'}: {ref} */\nint x;\n"
    repo.commit_files({"attribcheck.toml": policy, "foo/a.c": tag, "own/b.c": tag})

    out = attribcheck(repo, "check").out

    assert "foo/a.c" not in out
    assert "own/b.c:1:4" in out
