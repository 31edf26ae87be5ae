"""The template of the project's own header."""

import pytest

from attribcheck.notices.header_template import problems, rendered

REUSE = "SPDX-FileCopyrightText: {year} {holder}\nSPDX-License-Identifier: {license}"


def test_the_placeholders_are_replaced():
    lines = rendered(REUSE, year=2026, holders=["Haneul Labs"], license_="MIT")
    assert lines == [
        "SPDX-FileCopyrightText: 2026 Haneul Labs",
        "SPDX-License-Identifier: MIT",
    ]


def test_a_holder_is_a_name_and_no_pattern():
    assert rendered(REUSE, year=1, holders=["re:.*", "Haneul Labs"], license_="MIT")[0].endswith(
        " Haneul Labs"
    )


def test_a_value_with_braces_is_not_replaced_again():
    assert rendered("© {holder}", year=1, holders=["{year}"], license_=None) == ["© {year}"]


def test_line_ends_at_both_ends_do_not_count():
    assert rendered("\nCopyright {year}\n", year=1, holders=[], license_=None) == ["Copyright 1"]


def test_a_template_in_use_has_no_faults():
    assert problems(REUSE) == []


@pytest.mark.parametrize(
    ("template", "fault"),
    [
        ("Copyright {owner}", '"{owner}" is no placeholder'),
        ("Copyright {holder.__class__}", "is no placeholder"),
        ("All rights reserved by {holder}", "it is no notice"),
        ("Copyright\x1b[31m", "control characters"),
        ("Copyright\n" * 100, "more than 60 lines"),
        ("Copyright " + "x" * 1000, "500 characters"),
    ],
)
def test_what_can_not_be_a_header_is_refused(template, fault):
    assert fault in " ".join(problems(template))
