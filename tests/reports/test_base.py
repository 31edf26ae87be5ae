"""A format is a module, a name in the list and a test file."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.checks import check
from support.repo import Repo

import attribcheck.reports
from attribcheck.reports.base import FORMATS, Options, format_named

MODULES = Path(attribcheck.reports.__file__).parent
HELPERS = {"__init__", "base", "digest", "style"}
FOR_PROGRAMS = {"json", "github", "sarif"}


def test_every_module_of_the_package_is_in_the_list() -> None:
    assert {path.stem for path in MODULES.glob("*.py")} - HELPERS == set(FORMATS)


def test_the_format_for_people_comes_first() -> None:
    assert FORMATS[0] == "text"


@pytest.mark.parametrize("name", FORMATS)
def test_it_has_a_test_file(name: str) -> None:
    assert (Path(__file__).parent / f"test_{name}.py").is_file()


@pytest.mark.parametrize("name", FORMATS)
def test_it_renders_the_same_outcome_to_the_same_text(repo: Repo, name: str) -> None:
    outcome = check(repo, {"a.py": "# Copyright 2025 Foo Corp.\n"})

    text = format_named(name).render(outcome, Options())

    assert "Foo Corp." in text
    assert text.endswith("\n")
    assert text == format_named(name).render(outcome, Options())


@pytest.mark.parametrize("name", FORMATS)
def test_what_a_person_should_know_besides_is_in_the_reports_for_people_alone(
    repo: Repo, name: str
) -> None:
    outcome = check(repo, {"a.py": "print()\n"})
    hinted = outcome._replace(hints=("the cache can't be written",))

    same = format_named(name).render(outcome, Options()) == format_named(name).render(
        hinted, Options()
    )

    assert same is (name in FOR_PROGRAMS)
