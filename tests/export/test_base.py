"""Which files a format states what of, where the last entry that matches applies."""

from __future__ import annotations

import pytest
from support.exports import PATHS, exported, of_components
from support.scans import component, policy


@pytest.mark.parametrize("name", ["reuse", "dep5"])
@pytest.mark.parametrize(
    ("written", "read"),
    [
        (("vendor/foo/**",), ("vendor/foo/**",)),
        (("/vendor/foo",), ("vendor/foo/**",)),
        (("/one.c",), ("/one.c",)),
        (("/one.*",), ("/one.*",)),
        (("lib/x/b.*",), ("lib/x/b.*",)),
        (("lib/x/b.?",), ("lib/x/b.c", "lib/x/b.h")),
        (("b.c",), ("vendor/foo/x/b.c", "lib/x/b.c")),
        (("lib/**", "!lib/x/b.h"), ("lib/a.c", "lib/x/b.c")),
    ],
)
def test_patterns_are_read_back_as_they_were_or_as_the_files_that_they_match(
    name: str, written: tuple[str, ...], read: tuple[str, ...]
) -> None:
    (found,) = of_components(name, component(paths=written))
    assert found.paths == read


@pytest.mark.parametrize("name", ["reuse", "dep5"])
def test_what_a_later_component_has_need_not_be_excluded(name: str) -> None:
    around = component("around", paths=("lib/**", "!lib/x/b.h"))
    inside = component("inside", license="ISC", paths=("lib/x/b.h",))
    first, second = of_components(name, around, inside)
    assert (first.paths, second.paths) == (("lib/**",), ("lib/x/b.h",))


@pytest.mark.parametrize("name", ["reuse", "dep5"])
def test_what_can_not_be_stated_is_said(name: str) -> None:
    components = (
        component("first", paths=("lib/**",), holders=("Foo Corp.", "re:Bar.*")),
        component("second", paths=("lib/x/b.h",)),
        component("nothing", paths=("gone/**",)),
    )
    assert exported(name, policy(*components)).remarks == (
        "1 file of several components: only the last is stated",
        'component "nothing" has no file of its own: left out',
        "holder re:Bar.* is a pattern: left out",
    )


@pytest.mark.parametrize("name", ["reuse", "dep5", "about"])
def test_a_hostile_name_is_no_line_of_its_own(name: str) -> None:
    hostile = "foo\nFiles: *\nLicense: ISC\n\n[[annotations]]"
    written = component(hostile, holders=(f"{hostile} Corp.",), paths=("lib/**",))
    (found,) = of_components(name, written)
    assert (found.license, found.paths[0]) == ("MIT", "lib/**")
    texts = exported(name, policy(written)).files.values()
    assert "License: ISC" not in [line for text in texts for line in text.split("\n")]


@pytest.mark.parametrize("name", ["reuse", "dep5"])
def test_a_file_whose_name_is_not_utf_8_or_holds_a_glob_is_stated(name: str) -> None:
    odd = ("lib/b\udcff.c", "lib/a b.c", "lib/[1]*.c")
    paths = ("lib/b?.c", "lib/a b.c", "lib/\\[1\\]\\*.c")
    (found,) = of_components(name, component(paths=paths), paths=(*PATHS, *odd))
    assert len(found.paths) == len(odd)
