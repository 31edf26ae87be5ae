"""The JSON report holds everything, in the shape that its schema says."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from support.checks import check, run, toml
from support.repo import Repo
from support.scans import copyright_, license_, scan

from attribcheck import __version__
from attribcheck.check.result import CheckResult
from attribcheck.classify.model import Status
from attribcheck.core.finding import RULE_NAMES, Finding, RelatedLocation, Severity
from attribcheck.core.model import ScanFailure, Span
from attribcheck.policy.model import Policy
from attribcheck.reports.base import Options, format_named
from attribcheck.scan.detectors.registry import DETECTORS

SCHEMA = json.loads(
    (Path(__file__).parents[2] / "docs" / "report-1.schema.json").read_text(encoding="utf-8")
)
POLICY = """
    version = 1

    [project]
    license = "Apache-2.0"
    holders = ["Haneul Labs"]

    [[component]]
    name = "Foo"
    license = "MIT"
    holders = ["Foo Corp."]
    paths = ["foo/**"]

    [[exception]]
    rule = "undeclared-notice"
    paths = ["data/**"]
    reason = "test data"
"""
FILES = {
    "data/a.txt": "Copyright 2025 Bar GmbH\n",
    "foo/LICENSE": "SPDX-License-Identifier: MIT\nCopyright 2025 Foo Corp.\n",
    "src/a.py": "\n# Copyright 2025 Bar GmbH\n# Copyright 2024 Bar GmbH\n",
}


def document(outcome: CheckResult) -> Any:
    """Return the report as its reader has it, checked by the schema."""
    text = format_named("json").render(outcome, Options())
    text.encode()  # what can't be written is no report
    loaded = json.loads(text)
    jsonschema.Draft202012Validator(SCHEMA).validate(loaded)
    return loaded


def test_the_schema_is_one() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)


def test_every_object_of_the_schema_is_closed_and_every_key_described() -> None:
    def objects(node: Any) -> list[Any]:
        if isinstance(node, list):
            return [found for item in node for found in objects(item)]
        if not isinstance(node, dict):
            return []
        inner = [found for item in node.values() for found in objects(item)]
        return [node, *inner] if node.get("type") == "object" else inner

    found = objects(SCHEMA)
    assert len(found) == 11
    for one in found:
        assert one["additionalProperties"] is False
        assert set(one["required"]) | {"failure"} == set(one["properties"]) | {"failure"}
        for key, value in one["properties"].items():
            named = value.get("$ref", "").removeprefix("#/$defs/")
            assert "description" in value or "description" in SCHEMA["$defs"][named], key


def test_the_schema_refuses_a_key_that_it_does_not_know(repo: Repo) -> None:
    report = document(check(repo, FILES, POLICY))
    renamed = copy.deepcopy(report)
    renamed["findings"][0]["license"] = "MIT"

    assert not jsonschema.Draft202012Validator(SCHEMA).is_valid(renamed)


def test_the_schema_knows_every_severity_and_every_status() -> None:
    definitions = SCHEMA["$defs"]

    assert set(definitions["severity"]["enum"]) == {severity.label for severity in Severity}
    assert set(definitions["notice"]["properties"]["status"]["enum"]) == {
        status.value for status in Status
    }


@pytest.mark.parametrize("rule", RULE_NAMES)
def test_the_schema_takes_every_name_of_a_rule(rule: str) -> None:
    jsonschema.Draft202012Validator(SCHEMA["$defs"]["rule"]).validate(rule)


def test_it_tells_what_made_it_and_what_was_checked(repo: Repo) -> None:
    report = document(check(repo, FILES, POLICY))

    assert report["schema"] == "attribcheck/report/1"
    beside = "".join(f"; {one.name} {one.version}" for one in DETECTORS)
    engine = f"lines 1{beside}"
    assert report["tool"] == {"name": "attribcheck", "version": __version__, "engine": engine}
    assert report["checked"] == "tracked files"
    assert report["policy"] == "attribcheck.toml"


def test_a_finding_has_all_its_keys(repo: Repo) -> None:
    report = document(check(repo, FILES, POLICY))

    assert report["findings"][0] == {
        "rule": "undeclared-notice",
        "severity": "error",
        "path": "src/a.py",
        "line": 2,
        "column": 3,
        "end_line": 2,
        "message": "copyright of Bar GmbH is not declared (no licence stated)",
        "evidence": "# Copyright 2025 Bar GmbH",
        "component": None,
        "policy_line": 5,
        "policy_note": "[project] holders: Haneul Labs; no component covers this file",
        "fix_of": None,
        "fix": (
            "# no licence was detected here: ask its holder, then name it\n"
            # "Bar GmbH a" would be the component of data/a.txt, which is excepted
            '[[component]]\nname = "Bar GmbH a 2"\nlicense = "LicenseRef-unstated"\n'
            'holders = ["Bar GmbH"]\npaths = ["src/a.py"]'
        ),
        "related": [],
        "fingerprint": "ac22a5ed77736324c00b21e8364f85bdc004777b2823e20cc8955b9f4e66a8a8",
    }


def test_what_stood_before_is_told_with_its_place() -> None:
    before = RelatedLocation(
        "as it stood before", "caf\udce9.py", 1, "# Copyright\n# Foo", "f" * 40
    )
    finding = Finding("removed-notice", Severity.ERROR, "a.py", 2, "gone", related=(before,))

    report = document(CheckResult("x", "lines 1", Policy(), (), (finding,)))

    assert report["findings"][0]["related"] == [
        {
            "label": "as it stood before",
            "path": "caf\\xe9.py",
            "line": 1,
            "text": "# Copyright\n# Foo",
            "revision": "f" * 40,
            "commit": None,
            "end_line": 1,
            "origin": None,
            "here": None,
        }
    ]


def test_a_related_place_may_have_no_line_no_text_and_no_revision() -> None:
    finding = Finding("removed-notice", Severity.ERROR, "a.py", 0, "gone")
    finding = finding._replace(related=(RelatedLocation("beside it", "caf\udce9", 0, ""),))

    report = document(CheckResult("here", "lines 1", Policy(), (), (finding,)))

    assert report["findings"][0]["related"] == [
        {
            "label": "beside it",
            "path": "caf\\xe9",
            "line": None,
            "text": None,
            "revision": None,
            "commit": None,
            "end_line": None,
            "origin": None,
            "here": None,
        }
    ]


def test_lines_of_another_origin_have_both_ranges() -> None:
    there = RelatedLocation(
        "lines 2-9 match", "a.c", 1, "", end_line=8, origin="foo 1.2", here=Span(2, 9)
    )
    finding = Finding("undeclared-copy", Severity.ERROR, "b.c", 2, "alike", related=(there,))

    report = document(CheckResult("x", "lines 1", Policy(), (), (finding,)))

    (related,) = report["findings"][0]["related"]
    assert (related["line"], related["end_line"], related["origin"]) == (1, 8, "foo 1.2")
    assert related["here"] == {"line": 2, "end_line": 9}


def test_a_fingerprint_survives_moved_lines(repo: Repo) -> None:
    first = document(check(repo, {"a.py": "# Copyright Bar GmbH\n"}))
    moved = document(check(repo, {"a.py": "\n\n# Copyright Bar GmbH\n"}))

    assert first["findings"][0]["line"] != moved["findings"][0]["line"]
    assert first["findings"][0]["fingerprint"] == moved["findings"][0]["fingerprint"]


def test_a_finding_about_a_whole_file_has_no_line(repo: Repo) -> None:
    report = document(check(repo, {"foo/a.py": "print()\n"}, POLICY))

    (finding,) = [one for one in report["findings"] if one["path"] == "foo/a.py"]
    assert (finding["line"], finding["column"], finding["end_line"]) == (None, None, None)
    assert finding["evidence"] is None
    assert finding["component"] == "Foo"


def test_what_is_permitted_is_listed_with_its_reason_and_does_not_count(repo: Repo) -> None:
    report = document(check(repo, FILES, POLICY))

    (suppressed,) = report["excepted"]
    assert (suppressed["path"], suppressed["rule"]) == ("data/a.txt", "undeclared-notice")
    assert (suppressed["reason"], suppressed["exception_line"]) == ("test data", 13)
    assert report["summary"] == {
        "files": 4,
        "findings": 2,
        "preexisting": 0,
        "excepted": 1,
        "accepted": 0,
        "notes": 0,
        "warnings": 0,
        "errors": 2,
    }


def test_what_stood_before_the_change_is_listed_and_does_not_count(repo: Repo) -> None:
    outcome = check(repo, FILES, POLICY)
    first, second = outcome.findings

    report = document(outcome._replace(findings=(second,), preexisting=(first,)))

    assert [one["line"] for one in report["findings"]] == [second.line]
    assert [one["line"] for one in report["preexisting"]] == [first.line]
    assert (report["summary"]["findings"], report["summary"]["preexisting"]) == (1, 1)


def test_what_a_comment_permits_has_no_line_in_the_policy(repo: Repo) -> None:
    ignore = "attrib" + "check: ignore[undeclared-notice] quoted"  # not to be found here
    report = document(check(repo, {"a.py": f"# Copyright Bar GmbH  {ignore}\n"}, POLICY))

    (suppressed,) = report["excepted"]
    assert (suppressed["reason"], suppressed["exception_line"]) == ("quoted", None)


def test_every_checked_file_is_listed_with_what_the_engine_found(repo: Repo) -> None:
    report = document(check(repo, FILES, POLICY))

    by_path = {file["path"]: file for file in report["files"]}
    assert list(by_path) == ["attribcheck.toml", "data/a.txt", "foo/LICENSE", "src/a.py"]
    assert by_path["foo/LICENSE"] == {
        "path": "foo/LICENSE",
        "kind": "file",
        "license_expression": "MIT",
        "holders": ["Foo Corp."],
        "encoding": None,
        "components": ["Foo"],
        "notices": [
            {
                "kind": "license",
                "text": "MIT",
                "written": None,
                "line": 1,
                "end_line": 1,
                "status": "declared",
                "why": 'component "Foo" declares the licence',
                "component": "Foo",
                "clue": False,
                "rules": ["spdx-license-identifier"],
            },
            {
                "kind": "copyright",
                "text": "Copyright 2025 Foo Corp.",
                "written": None,
                "line": 2,
                "end_line": 2,
                "status": "declared",
                "why": 'component "Foo" declares its holder',
                "component": "Foo",
                "clue": False,
                "rules": [],
            },
        ],
    }
    assert by_path["src/a.py"]["holders"] == ["Bar GmbH", "Bar GmbH"]
    assert by_path["src/a.py"]["license_expression"] is None


def test_noise_stays_in_the_report_with_the_reason(repo: Repo) -> None:
    text = scan(copyright_("Free Software Foundation", part_of="gpl-2.0.LICENSE"))

    report = document(check(repo, {"a.py": text}))

    (notice,) = report["files"][0]["notices"]
    assert notice["status"] == "noise"
    assert "gpl-2.0.LICENSE" in notice["why"]


def test_a_file_that_was_not_scanned_has_the_reason(repo: Repo) -> None:
    report = document(check(repo, {"a.js": ScanFailure("it took too long")}))

    assert report["files"][0]["failure"] == "it took too long"


def test_a_symlink_and_a_submodule_are_what_they_are(repo: Repo) -> None:
    other = Repo(repo.path.parent / "other")
    other.commit_files({"a": ""})
    repo.submodule(other, "sub")
    repo.link("link", "nowhere")
    repo.add()

    report = document(run(repo))

    assert {file["path"]: file["kind"] for file in report["files"]} == {
        ".gitmodules": "file",
        "link": "symlink",
        "sub": "submodule",
    }


def test_nothing_to_check_is_a_report_too(repo: Repo) -> None:
    report = document(run(repo))

    assert report["policy"] is None
    assert report["findings"] == report["excepted"] == report["files"] == []


def test_a_name_that_is_not_utf_8_is_shown_by_its_bytes(repo: Repo) -> None:
    report = document(check(repo, {"caf\udce9/ü.py": "# Copyright Bar GmbH\n"}, POLICY))

    (file,) = [file for file in report["files"] if file["path"].startswith("caf")]
    assert file["path"] == "caf\\xe9/ü.py"
    assert "caf\\xe9/ü.py" in {finding["path"] for finding in report["findings"]}


def test_a_message_that_names_such_a_file_is_text(repo: Repo) -> None:
    files = {
        "caf\udce9/LICENSE": "SPDX-License-Identifier: MIT\nCopyright Bar GmbH\n",
        "caf\udce9/a.py": "print()\n",
    }

    report = document(check(repo, files, POLICY))

    messages = {finding["message"] for finding in report["findings"]}
    assert (
        "no copyright or licence notice in this file;"
        " caf\\xe9/LICENSE (MIT) applies to its directory;"
        " no component covers this file"
    ) in messages


def test_a_lone_surrogate_in_a_notice_is_shown_as_an_escape(repo: Repo) -> None:
    broken = copyright_("Bar \ud800", written="# Copyright Bar \ud800")

    report = document(check(repo, {"a.py": scan(broken)}, POLICY))

    assert report["files"][0]["holders"] == ["Bar \\ud800"]
    assert "\\ud800" in report["findings"][0]["evidence"]


def test_a_label_and_a_policy_that_are_not_utf_8_are_shown_by_their_bytes() -> None:
    outcome = CheckResult("caf\udce9", "lines 1", Policy(path="caf\udce9.toml"), (), ())

    report = document(outcome)

    assert (report["checked"], report["policy"]) == ("caf\\xe9", "caf\\xe9.toml")


def test_every_byte_is_ascii_so_that_no_reader_acts_on_one(repo: Repo) -> None:
    files = {"a\u202eb\x1b[2J.py": "# Copyright Bar \x1b]0;x\x07 \u202e GmbH\n"}

    text = format_named("json").render(check(repo, files, POLICY), Options())

    assert text.isascii()
    assert not set(text) & {"\x1b", "\x07", "\x7f"}


def test_the_licences_of_one_file_are_the_engines_expression(repo: Repo) -> None:
    both = scan(
        license_("MIT", line=1), license_("Zlib", line=2), license_expression="MIT AND Zlib"
    )

    report = document(check(repo, {"a.py": both}, toml(POLICY)))

    (file,) = [file for file in report["files"] if file["path"] == "a.py"]
    assert file["license_expression"] == "MIT AND Zlib"


def test_a_long_fix_of_several_findings_is_given_once() -> None:
    fix = "[[component]]\n" + "holders = []\n" * 100
    first = Finding("undeclared-notice", Severity.ERROR, "a.py", 2, "text", fix=fix)
    second = first._replace(line=9, occurrence=1)

    report = document(CheckResult("x", "lines 1", Policy(), (), (first, second)))

    one, other = report["findings"]
    assert (one["fix"], one["fix_of"]) == (fix, None)
    assert other["fix_of"] == one["fingerprint"]
    assert one["fingerprint"] in other["fix"]
