"""CycloneDX documents."""

import json

from attribcheck.manifests.base import Package
from attribcheck.manifests.registry import read


def test_a_cyclonedx_document_names_packages():
    document = {
        "bomFormat": "CycloneDX",
        "components": [
            {"name": "foo", "version": "1.2", "purl": "pkg:github/foo/foo@1.2"},
            {"name": "bar", "version": 3, "purl": "https://bar.example"},
            {"name": 4},
            "baz",
        ],
    }
    found = read([("bom.json", json.dumps(document).encode())])
    assert found.package("v/foo") == Package("foo", "1.2", "pkg:github/foo/foo@1.2")
    assert found.package("v/bar") == Package("bar")
    assert len(found.by_name) == 2
