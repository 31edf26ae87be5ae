"""What the engine reports that is no notice, rule by rule, with lines of real files."""

import pytest
from support.scans import copyright_, license_, match, scan

from attribcheck.notices import false_positives


def reason_of(notice, *others):
    return false_positives.reason(notice, scan(notice, *others))


def bare(line, holder="Foo Corp."):
    """A statement that the engine found in ``line`` with nothing but its "(c)"."""
    return copyright_(holder, text=f"(c) {holder}", written=line)


@pytest.mark.parametrize(
    "line",
    [
        "# (c) Meta Platforms, Inc. and affiliates.",
        "(c) Foo Corp.",
        " * (c) Foo Corp.",
        " *(c) Foo Corp.",
        "/**(c) Foo Corp.",
        "//(c) Foo Corp.",
        "#(c) Foo Corp.",
        "!(c) Foo Corp.",
        "<p>(c) Foo Corp.</p>",
        "the end.</i><BR>(c) Foo Corp.",
        '<footer class="end"> <b>(c) Foo Corp.</b></footer>',
        "Moe layers (c) Foo Corp., all models",
        "-- (C) Foo Corp.",
    ],
)
def test_a_bare_sign_before_a_holder_is_a_statement(line):
    assert reason_of(bare(line)) == ""


@pytest.mark.parametrize(
    "line",
    [
        "if (c) Foo(c);",
        "while (c) Foo;",
        "return (c) Foo",
        "    Ac(c) Ac A",
        "#define UPPER(c) Foo Bar",
        "x = a[0](c) Foo",
        "foo = *(c) Foo",
        "y = !(c) Foo",
        "static_cast<char>(c) Foo",
        "isalpha ((c)) || Foo",
        "(c) => Foo.bar(c)",
        "(c) ? Foo : Bar",
        "(c), Foo",
        "((c) + Foo)",
        "(c) and Foo",
        "(c) = Foo",
    ],
)
def test_a_bare_sign_that_is_code_is_noise(line):
    assert reason_of(bare(line)) == '"(c)" is code in this line'


@pytest.mark.parametrize(
    "line",
    [
        "if (c) 2025 Foo",
        "foo(c) Copyright Foo Corp.",
        "foo(c) copr. Foo Corp.",
        "foo(c) \u00a9 Foo Corp.",
        "foo(c) Foo Corp. All rights reserved.",
        "foo(c) SPDX-FileCopyrightText: Foo Corp.",
    ],
)
def test_a_line_that_states_a_copyright_in_words_is_never_code(line):
    assert reason_of(bare(line)) == ""


def test_a_statement_without_its_line_is_kept():
    assert reason_of(bare("")) == ""


def test_an_item_of_a_list_inside_of_a_licence_text_is_noise():
    text = license_("Apache-2.0", match("Apache-2.0", line=1, end=200, length=1500), end=200)
    item = copyright_("You", line=90, text="(c) You", written="   (c) You must retain")
    assert "an item of a list" in reason_of(item, text)


def test_the_same_item_outside_of_a_licence_text_is_a_statement():
    text = license_("Apache-2.0", match("Apache-2.0", line=1, end=20, length=1500), end=20)
    item = copyright_("You", line=90, text="(c) You", written="   (c) You must retain")
    assert reason_of(item, text) == ""


def test_an_item_inside_of_a_mere_header_is_a_statement():
    header = license_("MIT", match("MIT", line=1, end=9, length=12), end=9)
    item = copyright_("Foo Corp.", line=5, text="(c) Foo Corp.", written="# (c) Foo Corp.")
    assert reason_of(item, header) == ""


def test_the_statement_of_a_licence_text_about_itself_is_noise():
    fsf = copyright_(
        "Free Software Foundation, Inc.",
        line=4,
        written=" Copyright (C) 2007 Free Software Foundation, Inc. <https://fsf.org/>",
        part_of="gpl-3.0.LICENSE",
    )
    assert "belongs to the licence text gpl-3.0.LICENSE" in reason_of(fsf)


def test_the_same_statement_in_a_file_is_a_notice():
    assert reason_of(copyright_("Free Software Foundation, Inc.")) == ""


@pytest.mark.parametrize(("length", "score"), [(1, 50.0), (2, 66.7), (3, 89.9)])
def test_a_bare_word_that_the_engine_doubts_is_noise(length, score):
    word = match("GPL-1.0-or-later", rule="gpl_bare_word_only.RULE", length=length, score=score)
    assert "a bare word, not a notice" in reason_of(license_("GPL-1.0-or-later", word))


@pytest.mark.parametrize(("length", "score"), [(3, 90.0), (1, 100.0), (4, 50.0)])
def test_a_longer_or_a_sure_match_is_a_notice(length, score):
    assert reason_of(license_("MIT", match("MIT", length=length, score=score))) == ""


def test_one_real_match_beside_a_bare_word_makes_a_notice():
    word, tag = match("GPL-1.0-or-later", length=1, score=50.0), match("MIT")
    assert reason_of(license_("GPL-1.0-or-later AND MIT", word, tag)) == ""


def test_a_tag_is_a_notice():
    assert reason_of(license_("MIT")) == ""


def test_a_clue_is_noise():
    assert reason_of(license_("MIT", clue=True)) == "the engine counts it as a clue only"


@pytest.mark.parametrize(
    "line",
    [
        "# Copyright (C) YEAR THE PACKAGE'S COPYRIGHT HOLDER",
        "# Copyright (C) 2014 THE foo'S COPYRIGHT HOLDER",
    ],
)
def test_a_line_of_gettexts_template_names_nobody(line):
    found = copyright_("THE foo'S", text="Copyright (c) 2014 THE foo'S", written=line)
    assert "gettext" in reason_of(found)


def test_a_line_with_a_name_in_the_place_of_gettexts_is_a_statement():
    assert reason_of(copyright_("Foo Corp.", written="# Copyright (C) 2014 THE Foo Corp.")) == ""


def json_license(line):
    return license_("JSON", match("JSON", rule="json_8.RULE", length=2), written=line)


@pytest.mark.parametrize(
    "line",
    [
        'const found = require("./licenses.json")',
        "See `third-party-licenses.json`.",
        "license_json = json.dumps(document)",
        "# writes LICENCE.json",
    ],
)
def test_the_name_of_a_file_or_variable_is_not_the_json_license(line):
    assert "the name of a file" in reason_of(json_license(line))


@pytest.mark.parametrize(
    "line", ["License: JSON", '"license": "JSON",', "https://spdx.org/licenses/JSON"]
)
def test_a_tag_of_the_json_license_is_a_notice(line):
    assert reason_of(json_license(line)) == ""


WORD = "Copy" + "right"


@pytest.mark.parametrize(
    "line",
    [
        f"numbers from the US {WORD} Office, Spotify, and Apple Music",
        f"# registered with the U.S. {WORD} Office in 2019",
        f"See the {WORD} Clearance Center.",
    ],
)
def test_an_office_is_no_holder(line):
    assert reason_of(copyright_("Office", text=f"{WORD} Office", written=line)) != ""


@pytest.mark.parametrize(
    "line",
    [
        f"{WORD} Office Depot, Inc.",
        f"© 2019 {WORD} Clearance Center",
        f"{WORD} 2019 Foo Corp., registered with the {WORD} Office",
    ],
)
def test_a_holder_whose_name_or_statement_names_an_office_counts(line):
    assert reason_of(copyright_("Foo Corp.", written=line)) == ""
