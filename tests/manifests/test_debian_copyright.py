"""debian/copyright and .reuse/dep5."""

import pytest

from attribcheck.manifests.debian_copyright import spdx
from attribcheck.manifests.registry import read

HEAD = "Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/\n\n"


def stated(text, path="debian/copyright"):
    return read([(path, (HEAD + text).encode())]).statements


def test_a_stanza_states_holders_and_licence_of_its_files():
    (one,) = stated(
        "Files: lib/*\nCopyright: 2019-2021, Foo Corp.\n 1993 by Bar GmbH\nLicense: Expat\n"
    )
    assert (one.paths, one.license) == (("lib/**",), "MIT")
    assert one.holders == ("Foo Corp.", "Bar GmbH")
    assert (one.place, one.whole) == ("debian/copyright", False)


@pytest.mark.parametrize(
    "line", ["Foo Corp. 2003-2014", "Foo Corp., 2003, 2005", "2003 Foo Corp. (2003-present)"]
)
def test_years_behind_a_holder_are_no_part_of_it(line):
    (one,) = stated(f"Files: lib/*\nCopyright: {line}\nLicense: ISC\n")
    assert one.holders == ("Foo Corp.",)


def test_a_word_for_no_holder_is_none():
    (one,) = stated("Files: lib/*\nCopyright: none\n Foo Corp.\n N/A\nLicense: ISC\n")
    assert one.holders == ("Foo Corp.",)


@pytest.mark.parametrize("glob", ["*", "**", "./*"])
def test_the_stanza_of_all_files_is_of_the_project(glob):
    (one,) = stated(f"Files: {glob}\nCopyright: Haneul Labs\nLicense: Apache-2.0\n")
    assert one.whole


@pytest.mark.parametrize(
    ("glob", "pattern"),
    [
        ("a.c", "/a.c"),
        ("*.c", "*.c"),
        ("lib/a.*", "lib/a.*"),
        ("lib/*.c", "lib/**/*.c"),
        ("lib/*/a.c", "lib/**/a.c"),
        ("./lib/*", "lib/**"),
    ],
)
def test_a_star_matches_slashes(glob, pattern):
    assert stated(f"Files: {glob}\nCopyright: Foo Corp.\nLicense: ISC\n")[0].paths == (pattern,)


@pytest.mark.parametrize(
    ("written", "expression"),
    [
        ("GPL-2+", "GPL-2.0-or-later"),
        ("LGPL-2.1", "LGPL-2.1-only"),
        ("GPL-2+ or Artistic", "GPL-2.0-or-later OR Artistic-1.0-Perl"),
        ("Expat, and BSD-3-clause", "MIT AND BSD-3-Clause"),
        ("OwnName", None),
        ("", None),
    ],
)
def test_short_names_become_spdx_ids(written, expression):
    assert spdx(written) == expression


def test_a_file_of_another_form_states_nothing():
    text = b"This package was made by Foo Person.\n\nFiles: *\nLicense: MIT\n"
    assert read([("debian/copyright", text)]).statements == ()


def test_dep5_of_reuse_has_the_same_form():
    (one,) = stated("Files: a/*\nCopyright: Foo Corp.\nLicense: MIT\n", ".reuse/dep5")
    assert one.place == ".reuse/dep5"
