"""What holds for manifests of every format."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from attribcheck.manifests.base import Package
from attribcheck.manifests.registry import is_manifest, read


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("vendor/vendor.txt", True),
        ("vendored.txt", True),
        ("bom.json", True),
        ("x/foo.cdx.json", True),
        ("x/foo-1.0.dist-info/METADATA", True),
        ("x/foo-1.0.dist-info/RECORD", True),
        ("x/package.json", True),
        ("x/METADATA", False),
        ("x/mypackage.json", False),
        ("notvendor.txt.py", False),
    ],
)
def test_a_manifest_is_known_by_its_name(path, expected):
    assert is_manifest(path) is expected


def test_the_manifest_in_a_folder_wins_over_a_list():
    found = read([("v/foo/package.json", b'{"name": "npm-foo"}'), ("v/vendor.txt", b"foo==1\n")])
    assert found.package("v/foo").name == "npm-foo"


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff\xfe",
        b"[]",
        b"null",
        b'{"name": 1}',
        b'{"components": 1}',
        b'{"bomFormat": "CycloneDX", "components": {"name": 1}}',
        b"{" * 100_000,
        b"[" * 100_000,
    ],
    ids=range(9),
)
@pytest.mark.parametrize("path", ["x/package.json", "bom.json", "x.dist-info/METADATA"])
def test_a_manifest_that_can_not_be_read_is_left_out(path, content):
    found = read([(path, content)])
    assert (found.by_name, found.by_folder) == ({}, {})


@given(
    st.sampled_from(["x/package.json", "a.cdx.json", "vendor.txt", "x.dist-info/RECORD"]),
    st.binary(max_size=80),
)
def test_no_manifest_stops_a_draft(path, content):
    assert read([(path, content)]).package("no such folder") is None


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ('{"name": "a b", "version": "1 2"}', Package("a b", "1 2", None)),
        ('{"name": "a", "version": "\\n"}', Package("a", None, None)),
        ('{"name": "\\ud800", "version": "1"}', Package("\\ud800", "1", None)),
        ('{"name": " "}', None),
    ],
)
def test_what_a_policy_would_refuse_is_left_out(content, expected):
    assert read([("v/p/package.json", content.encode())]).package("v/p") == expected


def test_a_bill_of_materials_wins_over_a_list():
    bill = {"bomFormat": "CycloneDX", "components": [{"name": "foo", "version": "2"}]}
    found = read([("v/vendor.txt", b"foo==1\n"), ("bom.json", json.dumps(bill).encode())])
    assert found.package("v/foo") == Package("foo", "2")
