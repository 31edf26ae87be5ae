"""The documentation says what the code does."""

import json
import re
import runpy
from pathlib import Path

import pytest

from attribcheck.cli.main import COMMANDS
from attribcheck.policy import load
from attribcheck.report.base import FORMATS
from attribcheck.rules.registry import RULES

ROOT = Path(__file__).resolve().parent.parent
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("findings/*.md")])
GENERATED = runpy.run_path(str(ROOT / "docs" / "generate.py"))["pages"]()


@pytest.mark.parametrize("path", GENERATED, ids=lambda path: path.name)
def test_a_generated_page_is_current(path: Path) -> None:
    assert path.read_text(encoding="utf-8") == GENERATED[path], "run `make docs`"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_relative_link_of_a_page_leads_somewhere(page: Path) -> None:
    targets = re.findall(r"\]\((?!https?://|#)([^)#]+)", page.read_text(encoding="utf-8"))
    assert [target for target in targets if not (page.parent / target).exists()] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_policy_shown_on_a_page_is_valid(page: Path) -> None:
    blocks = re.findall(r"```toml\n(version = 1\n.*?)```", page.read_text("utf-8"), re.DOTALL)
    for block in blocks:
        load.parse(block.encode(), page.name)


def test_the_readme_names_the_two_commands_that_do_all_the_set_up() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert "$ make demo" in readme
    assert "$ make test" in readme


def test_the_command_line_page_names_every_command() -> None:
    page = (ROOT / "docs" / "cli.md").read_text(encoding="utf-8")
    assert [name for name, _, _ in COMMANDS if f"`attribcheck {name}" not in page] == []


def test_the_rules_page_explains_every_rule() -> None:
    page = (ROOT / "docs" / "rules.md").read_text(encoding="utf-8")
    assert [rule.name for rule in RULES if f"\n## {rule.name}\n" not in page] == []


def test_the_schema_of_the_policy_is_json_schema_2020_12() -> None:
    schema = json.loads((ROOT / "docs" / "attribcheck.schema.json").read_text(encoding="utf-8"))
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"


def test_the_reports_page_has_every_format() -> None:
    page = (ROOT / "docs" / "reports.md").read_text(encoding="utf-8")
    assert [name for name in FORMATS if f"\n| `{name}` | " not in page] == []
