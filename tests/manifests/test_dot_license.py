"""The ``.license`` files of the REUSE specification."""

import pytest

from attribcheck.manifests.registry import read

# In the form that `reuse annotate --force-dot-license` writes.
LOGO = """SPDX-FileCopyrightText: 2024 Foo Corp. <hello@foo.example>

SPDX-License-Identifier: CC0-1.0
"""


def stated(**files):
    named = {path.replace("__", "/"): text for path, text in files.items()}
    return read([(f"{path}.png.license", text.encode()) for path, text in named.items()]).statements


def test_the_file_beside_it_and_the_license_file_are_stated():
    (one,) = stated(art__logo=LOGO)
    assert one.paths == ("art/logo.png", "art/logo.png.license")


def test_holder_and_licence_are_read():
    (one,) = stated(art__logo=LOGO)
    assert (one.license, one.holders) == ("CC0-1.0", ("Foo Corp. <hello@foo.example>",))


def test_the_statement_has_its_place():
    assert stated(art__logo=LOGO)[0].place == "art/logo.png.license"


def test_files_that_state_the_same_are_one():
    (one,) = stated(a=LOGO, b=LOGO, c=LOGO)
    assert len(one.paths) == 6
    assert one.place == "a.png.license and 2 more"


def test_files_of_different_holders_are_two():
    assert len(stated(a=LOGO, b=LOGO.replace("Foo", "Bar"))) == 2


def test_several_licences_apply_together():
    text = LOGO + "SPDX-License-Identifier: MIT OR ISC\n"
    assert stated(a=text)[0].license == "CC0-1.0 AND (MIT OR ISC)"


def test_a_statement_in_words_is_read():
    (one,) = stated(a="Copyright (C) 2020-2024 Foo Corp.\n")
    assert one.holders == ("Foo Corp.",)


@pytest.mark.parametrize("text", ["", "the licence of this picture", "x" * 100_000, "\0"])
def test_a_text_without_tags_states_nothing(text):
    assert stated(a=text) == ()


def test_a_holder_is_no_pattern_of_a_policy():
    assert stated(a="SPDX-FileCopyrightText: re:.*\n") == ()
