"""action.yml itself: what it promises, and how it is made."""

from __future__ import annotations

import re
from typing import Any

import pytest
from support.checkout import ROOT
from support.runner import ACTION

PAGE = (ROOT / "docs" / "github-action.md").read_text(encoding="utf-8")
TEXT = (ROOT / "action.yml").read_text(encoding="utf-8")
STEPS: list[dict[str, Any]] = ACTION["runs"]["steps"]
SCRIPTS = [step for step in STEPS if "run" in step]


def test_the_page_has_every_input_with_its_default_and_description() -> None:
    rows = []
    for name, one in ACTION["inputs"].items():
        default = f"`{one['default']}`" if one["default"] else ""
        rows.append(f"| `{name}` | {default} | {one['description']} |")
    assert [row for row in rows if f"\n{row}\n" not in PAGE] == []


def test_the_page_has_every_output_with_its_description() -> None:
    rows = [f"| `{name}` | {one['description']} |" for name, one in ACTION["outputs"].items()]
    assert [row for row in rows if f"\n{row}\n" not in PAGE] == []


def test_every_input_is_used_and_no_other() -> None:
    assert set(re.findall(r"inputs\.([a-z-]+)", TEXT)) == set(ACTION["inputs"])


def test_every_output_is_one_of_a_step() -> None:
    named = {step["id"] for step in STEPS if "id" in step}
    assert set(re.findall(r"steps\.([a-z-]+)\.outputs", TEXT)) <= named


@pytest.mark.parametrize("step", SCRIPTS, ids=lambda step: step["name"])
def test_a_script_has_its_shell_and_nothing_is_written_into_it(step: dict[str, Any]) -> None:
    assert step["shell"] == "bash"
    assert "${{" not in step["run"]


@pytest.mark.parametrize("line", re.findall(r"uses: .*", TEXT))
def test_every_action_is_pinned_with_its_version_beside_it(line: str) -> None:
    assert re.fullmatch(r"uses: [\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", line)


def test_one_commit_stands_for_one_version_everywhere() -> None:
    places = [ROOT / "action.yml", *ROOT.glob(".github/workflows/*.yml"), *ROOT.glob("docs/*.md")]
    found: dict[str, set[str]] = {}
    for place in places:
        text = place.read_text(encoding="utf-8")
        for owner, rest, commit, version in re.findall(
            r"uses: ([\w-]+/[\w-]+)([\w./-]*)@([0-9a-f]{40}) # (v[\d.]+)", text
        ):
            del rest
            found.setdefault(f"{owner} {version}", set()).add(commit)
            found.setdefault(owner, set()).add(version)
    assert found
    assert {name: seen for name, seen in found.items() if len(seen) > 1} == {}
