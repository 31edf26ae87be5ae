"""METADATA and README.chromium of folders with code of others."""

from attribcheck.manifests.base import Package
from attribcheck.manifests.registry import read

METADATA = 'name: "foo"\nthird_party {\n  url { type: GIT value: "x" }\n  version: "v1.2"\n}\n'
CHROMIUM = "Name: Foo library\nShort Name: foo\nURL: https://foo.example\nVersion: 1.2\n"


def found(path, text):
    return read([(path, text.encode())])


def test_a_metadata_file_names_the_package_of_its_folder():
    known = found("third_party/foo/METADATA", METADATA)
    assert known.by_folder == {"third_party/foo": Package("foo", "v1.2")}
    assert known.third_party == {"third_party/foo"}


def test_a_metadata_file_of_another_kind_names_none():
    assert found("third_party/foo/METADATA", "Name: foo\nVersion: 1\n").by_folder == {}


def test_a_readme_of_chromium_names_the_package_of_its_folder():
    known = found("third_party/foo/README.chromium", CHROMIUM)
    assert known.by_folder == {"third_party/foo": Package("Foo library", "1.2")}


def test_the_revision_takes_the_place_of_an_unknown_version():
    text = CHROMIUM.replace("1.2", "unknown") + "Revision: abc123\n"
    known = found("third_party/foo/README.chromium", text)
    assert known.by_folder["third_party/foo"].version == "abc123"
