"""Files with the extension .ABOUT."""

import pytest

from attribcheck.manifests.registry import read

TEXT = """about_resource: foo.js
name: Foo!
version: 1.10
package_url: pkg:npm/foo@1.10
license_expression: mit
copyright: Copyright (c) 2020 Foo Corp.
homepage_url: https://foo.example
"""


def stated(text, path="js/foo.js.ABOUT"):
    return read([(path, text.encode())]).statements


def test_it_states_all_of_the_resource_beside_it():
    (one,) = stated(TEXT)
    assert one.paths == ("js/foo.js", "js/foo.js.ABOUT")
    assert (one.name, one.version, one.purl) == ("Foo!", "1.10", "pkg:npm/foo@1.10")
    assert (one.license, one.holders) == ("MIT", ("Foo Corp.",))
    assert one.source == "https://foo.example"


def test_a_resource_can_be_the_folder():
    assert stated(TEXT.replace("foo.js", "."))[0].paths[0] == "js/**"


@pytest.mark.parametrize("text", ["- a", "a: [", "about_resource: ../../x\nname: foo\n"])
def test_what_names_no_resource_in_the_repository_states_nothing(text):
    assert stated(text) == ()


def test_a_resource_that_is_all_of_the_repository_is_no_component():
    assert stated("about_resource: .\nname: foo\n", "foo.ABOUT") == ()
