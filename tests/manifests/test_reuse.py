"""REUSE.toml."""

import pytest

from attribcheck.manifests.registry import read


def stated(text, path="REUSE.toml"):
    return read([(path, text.encode())]).statements


ONE = """version = 1
[[annotations]]
path = "lib/**"
SPDX-FileCopyrightText = ["2024 Foo Corp.", "© 2020 Bar GmbH"]
SPDX-License-Identifier = "MIT"
"""


def test_an_annotation_states_holders_and_licence_of_its_paths():
    (one,) = stated(ONE)
    assert (one.paths, one.license, one.holders) == (("lib/**",), "MIT", ("Foo Corp.", "Bar GmbH"))


def test_paths_are_from_the_folder_of_the_file():
    assert stated(ONE, "third/REUSE.toml")[0].paths == ("third/lib/**",)


def test_a_path_at_the_top_is_of_that_file_only():
    assert stated(ONE.replace("lib/**", "a.png"))[0].paths == ("/a.png",)


def test_an_annotation_of_everything_is_of_the_project():
    assert stated(ONE.replace("lib/**", "**"))[0].whole


def test_several_licences_apply_together():
    text = ONE.replace('"MIT"', '["MIT OR ISC", "CC0-1.0"]')
    assert stated(text)[0].license == "(MIT OR ISC) AND CC0-1.0"


@pytest.mark.parametrize("text", ["annotations = 1", "= broken", "[[annotations]]\npath = 1\n"])
def test_what_is_no_annotation_states_nothing(text):
    assert stated(text) == ()
