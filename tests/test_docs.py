"""The documentation says what the code does."""

import json
import re
import runpy
from pathlib import Path

import pytest

from attribcheck.cli.main import COMMANDS
from attribcheck.policy.loader import parse_policy
from attribcheck.reports.base import FORMATS
from attribcheck.rules.registry import every

ROOT = Path(__file__).resolve().parent.parent
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("findings/*.md")])
GENERATED = runpy.run_path(str(ROOT / "docs" / "generate.py"))["pages"]()


def pages_with(pattern: str, pages: list[Path]) -> dict[str, list[str]]:
    """Return what the pattern's group matches, by page; pages without a match are left out."""
    found = {
        page.relative_to(ROOT).as_posix(): re.findall(pattern, page.read_text("utf-8"), re.DOTALL)
        for page in pages
    }
    return {page: matches for page, matches in found.items() if matches}


LINKS = pages_with(r"\]\((?!https?://|#)([^)#]+)", PAGES)
# In the docstrings of rules a table may be cut to the keys that matter.
POLICIES = pages_with(r"```toml\n(.*?)```", [page for page in PAGES if page not in GENERATED])


@pytest.mark.parametrize("path", GENERATED, ids=lambda path: path.name)
def test_a_generated_page_is_current(path: Path) -> None:
    assert path.read_text(encoding="utf-8") == GENERATED[path], "run `make docs`"


@pytest.mark.parametrize("page", LINKS)
def test_every_relative_link_of_a_page_leads_somewhere(page: str) -> None:
    folder = (ROOT / page).parent
    assert [target for target in LINKS[page] if not (folder / target).exists()] == []


@pytest.mark.parametrize("page", POLICIES)
def test_every_policy_shown_on_a_page_is_valid(page: str) -> None:
    for text in POLICIES[page]:
        whole = text if "version = " in text else f"version = 1\n{text}"
        parse_policy(whole.encode(), page)


def test_the_readme_names_the_two_commands_that_do_all_the_set_up() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert "$ make demo" in readme
    assert "$ make test" in readme


def test_the_command_line_page_names_every_command() -> None:
    page = (ROOT / "docs" / "cli.md").read_text(encoding="utf-8")
    assert [name for name, _, _ in COMMANDS if f"`attribcheck {name}" not in page] == []


def test_the_rules_page_explains_every_rule() -> None:
    page = (ROOT / "docs" / "rules.md").read_text(encoding="utf-8")
    assert [rule.name for rule in every() if f"\n## {rule.name}\n" not in page] == []


def test_the_schema_of_the_policy_is_json_schema_2020_12() -> None:
    schema = json.loads((ROOT / "docs" / "attribcheck.schema.json").read_text(encoding="utf-8"))
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"


def test_the_reports_page_has_every_format() -> None:
    page = (ROOT / "docs" / "reports.md").read_text(encoding="utf-8")
    assert [name for name in FORMATS if f"\n| `{name}` | " not in page] == []


def test_every_test_that_a_page_names_is_there() -> None:
    page = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
    named = re.findall(r"`(?:tests/)?([a-z_]+(?:/[a-z_]+)*\.py)(?:::(?:\w+::)?(\w+))?`", page)
    assert len(named) > 40
    folders = (ROOT / "tests", ROOT / "tests" / "hostile")  # the table of the latter names none
    missing = [
        (file, function)
        for file, function in named
        if not any(
            (path := folder / file).is_file() and f"def {function}" in path.read_text("utf-8")
            for folder in folders
        )
    ]
    assert missing == []
