"""The texts of licences."""

import pytest
from support.haneul import MIT

from attribcheck.spdx.license_texts import is_repeated_by, known

STATED = "Copyright (c) 2025 Foo Corp.\n"
TEXT = MIT.replace(STATED, "")


@pytest.mark.parametrize(
    ("key", "name", "beginning"),
    [
        ("MIT", "MIT License", "Permission is hereby granted, free of charge"),
        ("Apache-2.0", "Apache License 2.0", "                                 Apache License\n"),
        ("Classpath-exception-2.0", "Classpath exception to GPL 2.0 or later", "Linking this"),
        ("GPL-2.0-or-later", "GNU General Public License 2.0 or later", "This program is free"),
        (
            "LicenseRef-scancode-llama-4-cla-2025",
            "Llama 4 Community License Agreement 2025",
            "LLAMA 4 COMMUNITY LICENSE AGREEMENT",
        ),
    ],
)
def test_an_id_gives_the_name_and_the_text_of_its_licence(key, name, beginning):
    found = known(key)
    assert found is not None
    assert found.name == name
    assert beginning in found.text[:400]
    assert found.text == found.text.strip("\n")


def test_or_later_has_the_whole_text_and_not_the_header_alone():
    found = known("GPL-2.0-or-later")
    assert found is not None
    assert "END OF TERMS AND CONDITIONS" in found.text


def test_what_has_no_one_text_has_a_name():
    found = known("LicenseRef-scancode-public-domain")
    assert found is not None
    assert (found.name, found.text) == ("Public Domain", "")


@pytest.mark.parametrize("key", ["LicenseRef-ours", "LicenseRef-scancode-../../x", ""])
def test_what_is_on_no_list_is_not_known(key):
    assert known(key) is None


@pytest.mark.parametrize(
    "text",
    [
        TEXT,
        "\n".join(f" * {line}" for line in TEXT.splitlines()),
        TEXT.replace("\n", " ").upper(),
        TEXT.replace('"Software"', "'Software'"),
        TEXT.replace("The MIT License", "# Foo router\n\nis under the MIT license:"),
    ],
)
def test_line_ends_case_signs_and_a_heading_make_no_other_text(text):
    assert is_repeated_by("MIT", text)


@pytest.mark.parametrize(
    "text",
    [
        TEXT.replace("free of charge", "for a charge"),
        TEXT + "\nThe Software shall be used for good.\n",
        ("heading " * 20) + TEXT,
        MIT.replace("2025", "2025 2026"),
        "",
    ],
)
def test_a_word_more_or_less_makes_another_text(text):
    if "2026" in text:  # a statement that was not taken out stands inside of the text
        text = text.replace("Permission is hereby granted", f"Permission {STATED} is granted")
    assert not is_repeated_by("MIT", text)


def test_a_licence_without_a_text_is_repeated_by_none():
    assert not is_repeated_by("LicenseRef-ours", "")
    assert not is_repeated_by("LicenseRef-scancode-public-domain", "")
