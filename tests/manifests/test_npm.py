"""npm's package.json."""

import json

from attribcheck.manifests.base import Package
from attribcheck.manifests.registry import read


def test_a_package_json_names_the_package_of_its_folder():
    content = json.dumps({"name": "@foo/bar", "version": "1.2"}).encode()
    found = read([("v/bar/package.json", content)])
    assert found.package("v/bar") == Package("@foo/bar", "1.2", "pkg:npm/%40foo/bar@1.2")


def test_the_package_json_at_the_top_is_the_projects_own():
    assert read([("package.json", b'{"name": "haneul"}')]).by_folder == {}
