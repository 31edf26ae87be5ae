"""``export about``: .ABOUT files."""

from __future__ import annotations

from support.exports import FOO, exported, of_components, read_back
from support.scans import component, policy

TEXT = """\
about_resource: "foo/"
name: "foo"
version: "1.10"
package_url: "pkg:npm/foo@1.10"
homepage_url: "https://foo.example"
license_expression: MIT
copyright: |
  Copyright Foo Corp.
"""


def test_a_folder_gets_a_file_beside_it() -> None:
    output = exported("about", policy(FOO))
    assert output.files == {"vendor/foo.ABOUT": TEXT}
    assert output.remarks == ("to cover the new file: attribcheck declare foo vendor/foo.ABOUT",)


def test_init_reads_back_all_of_a_component() -> None:
    (one,) = of_components("about", FOO)
    assert one.paths == (*FOO.paths, "vendor/foo.ABOUT")
    assert (one.name, one.version, one.purl, one.source) == (
        FOO.name,
        FOO.version,
        FOO.purl,
        FOO.source,
    )
    assert (one.license, one.holders) == (FOO.license, FOO.holders)


def test_several_files_and_holders_of_one_component_are_one_again() -> None:
    several = component(holders=("Foo Corp.", "Bar GmbH"), paths=("/one.*", "lib/x/**"))
    output = exported("about", policy(several))
    assert sorted(output.files) == ["lib/x.ABOUT", "one.c.ABOUT", "one.h.ABOUT"]
    (one,) = read_back(output)
    assert one.holders == several.holders
    assert {"lib/x/**", "/one.c", "/one.h"} <= set(one.paths)


def test_a_folder_with_files_of_others_is_written_by_its_files() -> None:
    one = component(paths=("lib/**", "!lib/x/b.h"))
    assert sorted(exported("about", policy(one)).files) == ["lib/a.c.ABOUT", "lib/x/b.c.ABOUT"]


def test_a_file_of_two_components_is_stated_once_and_that_is_said() -> None:
    output = exported("about", policy(FOO, component("bar")))
    assert output.files == {"vendor/foo.ABOUT": TEXT}
    assert "vendor/foo.ABOUT is of several components: only the first is stated" in output.remarks
