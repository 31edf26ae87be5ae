"""What all formats have in common."""

from __future__ import annotations

import pytest
from support.checks import check
from support.repo import Repo

from attribcheck.reports.base import FORMATS, Options, format_named

FOR_PROGRAMS = {"json", "github", "sarif"}


def test_the_format_for_people_comes_first() -> None:
    assert FORMATS[0] == "text"


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
