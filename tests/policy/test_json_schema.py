"""The JSON Schema says what the loader does, as far as JSON Schema can."""

import copy
import datetime
import re
import sys
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from attribcheck.core.errors import PolicyError
from attribcheck.policy import model
from attribcheck.policy.fields import TABLES, Form
from attribcheck.policy.json_schema import json_schema
from attribcheck.policy.loader import parse_policy
from attribcheck.policy.value_checks import CHECKS
from attribcheck.spdx import catalog

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

DOCUMENTATION = (Path(__file__).parents[2] / "docs" / "policy.md").read_text(encoding="utf-8")
(SAMPLE,) = re.findall(r"```toml\n(.*?)```", DOCUMENTATION, re.DOTALL)
TYPES = {
    "project": model.Project,
    "licenses": model.LicenseTable,
    "origins": model.OriginTable,
    "scan": model.ScanTable,
    "packages": model.Packages,
    "component": model.Component,
    "exception": model.PolicyException,
}


def as_json(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: as_json(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [as_json(inner) for inner in value]
    return value.isoformat() if isinstance(value, datetime.date) else value


def schema_accepts(text: str) -> bool:
    checker = jsonschema.Draft202012Validator(json_schema())
    return checker.is_valid(as_json(tomllib.loads(text)))


def loader_accepts(text: str) -> bool:
    try:
        parse_policy(text.encode(), "attribcheck.toml")
    except PolicyError:
        return False
    return True


def test_the_schema_is_one():
    jsonschema.Draft202012Validator.check_schema(json_schema())


def test_the_sample_of_the_documentation_is_a_policy_for_both():
    assert loader_accepts(SAMPLE)
    assert schema_accepts(SAMPLE)


def test_the_sample_of_the_documentation_shows_every_key():
    tree = tomllib.loads(SAMPLE)
    for table in TABLES:
        if table.name != "rules":
            shown = tree[table.name][0] if table.is_array else tree[table.name]
            assert set(shown) == set(table.by_name) - (
                {"allow"} if table.name == "origins" else set()
            )


@pytest.mark.parametrize(
    "edit",
    [
        ("version = 1", ""),
        ("version = 1", "version = 2"),
        ("version = 1", 'version = "1"'),
        ("[origins]", "[origin]"),
        ('name = "Haneul"', 'naem = "Haneul"'),
        ('name = "Haneul"', 'name = " "'),
        ('origin = "KR"', 'origin = "kr"'),
        ('holders = ["Haneul Labs", "Haneul contributors"]', 'holders = "Haneul Labs"'),
        ("timeout = 120", "timeout = 0"),
        ("memory = 4096", "memory = 4294967296"),
        ("memory = 4096", "memory = 0.5"),
        ('"warning"', '"off"'),
        ("unused-declaration", "unused"),
        ('license = "Apache-2.0"\nholders = ["Foo', 'holders = ["Foo'),
        ('paths = ["tests/fixtures/**"]', "paths = []"),
        ('paths = ["tests/fixtures/**"]', ""),
        ('reason = "licence', 'rason = "licence'),
        ("modified = true", 'modified = "yes"'),
        ("pkg:github/", "github/"),
        ('rule = "undeclared-notice"', 'rule = "undeclared"'),
        ("[[exception]]", "[exception]"),
    ],
)
def test_what_the_schema_refuses_the_loader_refuses_too(edit):
    text = SAMPLE.replace(*edit, 1)
    assert text != SAMPLE
    assert not schema_accepts(text)
    assert not loader_accepts(text)


@pytest.mark.parametrize(
    ("lines", "accepted"),
    [('models = ["a/B"]', True), ("models = []", False), ("", False), ('paths = ["a"]', True)],
)
def test_a_component_has_paths_or_models(lines, accepted):
    text = f'version = 1\n[[component]]\nname = "Foo"\nlicense = "MIT"\n{lines}\n'
    assert schema_accepts(text) == loader_accepts(text) == accepted


@pytest.mark.parametrize("name", sorted(TYPES))
def test_the_tables_and_the_types_have_the_same_keys(name):
    table = next(table for table in TABLES if table.name == name)
    fields = set(TYPES[name]._fields) - {"lines", "listed"}  # what no policy states
    assert {key.attribute for key in table.keys} == fields


def test_every_form_has_a_check():
    assert set(CHECKS) == set(Form)


def test_every_example_of_a_key_passes_its_own_check():
    for table in TABLES:
        for key in table.keys:
            for example in key.examples:
                strings = example if isinstance(example, list) else [example]
                for string in strings:
                    faults = CHECKS[key.form](string) if isinstance(string, str) else []
                    assert faults == [], (table.name, key.name)


def test_the_documentation_has_every_key_of_every_table():
    for table in TABLES:
        section = DOCUMENTATION.split(f"## `{table.header}`\n")[1].split("\n## ")[0]
        documented = re.findall(r"^\| `([a-z-]+)`", section, re.MULTILINE)
        if table.name == "rules":
            assert set(documented) < set(table.by_name)
        else:
            assert documented == list(table.by_name)


def test_the_documentation_has_every_licence_category():
    section = DOCUMENTATION.split("## `[licenses]`\n")[1].split("Without the table")[0]
    documented = set(re.findall(r"`([a-z-]+)`", section))
    assert documented == catalog.CATEGORIES


def test_what_is_handed_out_can_be_changed_without_harm():
    before = copy.deepcopy(json_schema())
    json_schema()["properties"].clear()
    assert json_schema() == before
