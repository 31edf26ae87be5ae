"""A walk through a history, in every format: the commit and its date are told."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest
from support.checks import walk
from support.edits import apply, begin, code
from support.repo import Repo

from attribcheck.reports.base import FORMATS, Options, format_named

FOO = "third_party/foo/a.py"
DATE = "2026-01-02"


@pytest.fixture
def taken(repo: Repo) -> str:
    """The id of a commit that takes a notice away from a file that moves later."""
    begin(repo, {FOO: "# Copyright 2025 Foo Corp.\n" + code()})
    apply(repo, {FOO: "# Copyright 2026 Haneul Labs\n" + code()})
    oid = repo.commit()
    apply(repo, {FOO: None, "src/b.py": "# Copyright 2026 Haneul Labs\n" + code()})
    repo.commit()
    return oid


def rendered(repo: Repo, name: str) -> str:
    return format_named(name).render(walk(repo), Options())


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_tells_the_commit_and_its_date(repo: Repo, taken: str, name: str) -> None:
    text = rendered(repo, name)

    assert taken[:12] in text
    assert DATE in text


def test_text_tells_it_in_a_line_and_how_much_was_walked(repo: Repo, taken: str) -> None:
    lines = rendered(repo, "text").splitlines()
    blob = repo.git("rev-parse", f"{taken}~1:{FOO}")[:12]

    assert f"   = as it stood before commit {taken[:12]} of {DATE}: {FOO}:1 ({blob})" in lines
    assert (
        "1 error in 1 file; 3 commits with 3 versions of files checked (history of HEAD)" in lines
    )


def test_json_tells_it_as_facts(repo: Repo, taken: str) -> None:
    report = json.loads(rendered(repo, "json"))
    schema = Path(__file__).parents[2] / "docs" / "report-1.schema.json"
    jsonschema.validate(report, json.loads(schema.read_text("utf-8")))

    (finding,) = report["findings"]
    (related,) = finding["related"]
    assert related["commit"] == {"id": taken, "date": "2026-01-02T03:04:05+00:00"}
    assert report["history"] == {"commits": 3, "versions": 3}
    assert report["checked"] == "history of HEAD"


def test_sarif_locates_it_in_the_file_as_it_is_now(repo: Repo, taken: str) -> None:
    (run,) = json.loads(rendered(repo, "sarif"))["runs"]
    (result,) = run["results"]

    (location,) = result["locations"]
    assert location["physicalLocation"]["artifactLocation"] == {"uri": "src/b.py"}
    *_, before = result["relatedLocations"]
    assert before["physicalLocation"]["artifactLocation"] == {"uri": FOO}
    assert before["message"]["text"].startswith(
        f"as it stood before commit {taken} of 2026-01-02T03:04:05+00:00 (revision "
    )
