"""Go's vendor/modules.txt."""

import pytest

from attribcheck.manifests.base import Package
from attribcheck.manifests.registry import read


def modules(text, path="vendor/modules.txt"):
    return read([(path, text.encode())]).by_folder


def test_each_module_is_in_the_folder_of_its_path():
    text = "# example.com/foo/bar/v2 v2.3.1\n## explicit; go 1.21\nexample.com/foo/bar/v2/inner\n"
    assert modules(text) == {
        "vendor/example.com/foo/bar/v2": Package(
            "example.com/foo/bar/v2", "v2.3.1", "pkg:golang/example.com/foo/bar/v2@v2.3.1"
        )
    }


def test_the_module_in_the_place_of_another_is_in_the_others_folder():
    found = modules("# example.com/foo v1.0.0 => example.com/fork v1.0.1\n")
    assert found["vendor/example.com/foo"].purl == "pkg:golang/example.com/fork@v1.0.1"


@pytest.mark.parametrize("line", ["# example.com/foo v1.0.0 => ../foo", "example.com/foo", "#"])
def test_a_line_without_a_module_and_its_version_names_none(line):
    assert modules(f"{line}\n") == {}


def test_a_vendor_folder_may_be_below_the_top():
    assert "a/vendor/example.com/foo" in modules(
        "# example.com/foo v1.0.0\n", "a/vendor/modules.txt"
    )
