"""The site, the records of decisions, the notes of a release, and the folder of findings."""

from __future__ import annotations

import os
import re
import runpy
import sys
from fnmatch import fnmatch
from pathlib import Path

import pytest
from support.checkout import ROOT

from attribcheck import __version__

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
RECORDS = sorted((ROOT / "docs" / "adr").glob("[0-9]*.md"))
FINDINGS = sorted((ROOT / "findings").glob("*.sh"))
section = runpy.run_path(str(ROOT / "docs" / "changelog.py"))["section"]

CHANGELOG = """\
# Changelog

## [Unreleased]

## [1.10.0] - 2026-02-01

### Added

- Ten.

## [1.1.0] - 2026-01-01

- One.
"""


@pytest.mark.parametrize(
    ("version", "notes"),
    [("1.10.0", "### Added\n\n- Ten."), ("1.1.0", "- One."), ("Unreleased", ""), ("1.1", "")],
)
def test_the_notes_of_a_release_are_its_section_of_the_changelog(version: str, notes: str) -> None:
    assert section(CHANGELOG, version) == notes


def test_a_version_is_the_section_of_another_only_by_its_whole_name() -> None:
    assert section(CHANGELOG, "1.1") == ""
    assert section(CHANGELOG, "1x1.0") == ""


def test_the_changelog_has_what_is_unreleased_or_the_version() -> None:
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert section(text, "Unreleased") or section(text, __version__)


def test_the_version_is_written_in_one_place() -> None:
    assert "version" not in PYPROJECT["project"]
    dynamic = PYPROJECT["tool"]["setuptools"]["dynamic"]
    assert dynamic["version"] == {"attr": "attribcheck.__version__"}


def test_every_page_is_in_the_contents_of_the_site() -> None:
    contents = runpy.run_path(str(ROOT / "docs" / "site" / "conf.py"))["CONTENTS"]
    listed = {f"{page}.md" for pages in contents.values() for page in pages.split()}
    pages = {page.relative_to(ROOT).as_posix() for page in ROOT.glob("*.md")}
    pages |= {page.relative_to(ROOT).as_posix() for page in ROOT.glob("docs/*.md")}
    assert pages - {"README.md"} <= listed
    assert [page for page in listed if not (ROOT / page).is_file()] == []


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: record.stem)
def test_a_decision_has_a_date_its_parts_and_a_row_in_the_index(record: Path) -> None:
    text = record.read_text(encoding="utf-8")
    title = text.splitlines()[0].removeprefix("# ")
    date = re.search(r"^Date: (\d{4}-\d\d-\d\d)$", text, re.MULTILINE)
    assert title.startswith(f"{record.name[:4]} ")
    assert date is not None
    parts = re.findall(r"^## (.*)$", text, re.MULTILINE)
    assert parts == ["Context", "Decision", "Alternatives", "Consequence"]
    index = (record.parent / "README.md").read_text(encoding="utf-8")
    assert f"| [{title[:4]}]({record.name}) | {title[5:]} | {date[1]} |" in index


def test_decisions_are_numbered_without_a_gap() -> None:
    assert [int(record.name[:4]) for record in RECORDS] == list(range(1, len(RECORDS) + 1))


@pytest.mark.parametrize("script", FINDINGS, ids=lambda script: script.stem)
def test_a_finding_is_executable_and_has_its_form_and_its_row(script: Path) -> None:
    text = script.read_text(encoding="utf-8")
    head = text.partition("\nset -euo pipefail\n")[0]
    assert os.access(script, os.X_OK)
    assert re.findall(r"^# (\w+): ", head, re.MULTILINE) == [
        "Packages",
        "Expected",
        "Happens",
        "Matters",
    ]
    assert "attribcheck" not in text
    assert f"]({script.name})" in (script.parent / "README.md").read_text(encoding="utf-8")


def test_what_is_mutated_and_what_tests_it_is_there() -> None:
    mutmut = PYPROJECT["tool"]["mutmut"]
    modules = [str(file.relative_to(ROOT)) for file in ROOT.glob("attribcheck/**/*.py")]
    for pattern in mutmut["only_mutate"]:
        assert any(fnmatch(module, pattern) for module in modules), pattern
    selection = mutmut["pytest_add_cli_args_test_selection"]
    for path in [*mutmut["also_copy"], *(one for one in selection if one.startswith("tests/"))]:
        assert (ROOT / path).exists(), path
