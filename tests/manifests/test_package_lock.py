"""package-lock.json."""

import json

import pytest

from attribcheck.manifests.base import Package
from attribcheck.manifests.registry import read

LOCK = {
    "lockfileVersion": 3,
    "packages": {
        "": {"name": "haneul", "version": "1.0.0"},
        "node_modules/foo": {"version": "1.2.3"},
        "node_modules/foo/node_modules/@bar/baz": {"version": "2.0.0"},
        "node_modules/alias": {"name": "actual", "version": "3.0.0"},
        "node_modules/inner": {"link": True, "resolved": "packages/inner"},
        "packages/inner": {"version": "1.0.0"},
    },
}


def packages(path="package-lock.json", lock=LOCK):
    return read([(path, json.dumps(lock).encode())]).by_folder


def test_it_names_the_packages_below_node_modules_by_their_folders():
    assert packages() == {
        "node_modules/foo": Package("foo", "1.2.3", "pkg:npm/foo@1.2.3"),
        "node_modules/foo/node_modules/@bar/baz": Package(
            "@bar/baz", "2.0.0", "pkg:npm/%40bar/baz@2.0.0"
        ),
        "node_modules/alias": Package("actual", "3.0.0", "pkg:npm/actual@3.0.0"),
    }


def test_folders_are_from_that_of_the_file():
    assert "web/node_modules/foo" in packages("web/package-lock.json")


def test_the_hidden_lock_in_node_modules_is_from_the_folder_around():
    assert "node_modules/foo" in packages("node_modules/.package-lock.json")


def test_the_manifest_of_the_package_itself_wins():
    own = json.dumps({"name": "foo", "version": "1.2.4"}).encode()
    both = [
        ("package-lock.json", json.dumps(LOCK).encode()),
        ("node_modules/foo/package.json", own),
    ]
    assert read(both).by_folder["node_modules/foo"].version == "1.2.4"


@pytest.mark.parametrize("lock", [[], {"packages": 1}, {"packages": {"node_modules/a": 1}}])
def test_what_names_no_package_is_skipped(lock):
    assert packages(lock=lock) == {}
