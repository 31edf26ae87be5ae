"""What manifests say of vendored packages."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from attribcheck.init.manifests import Package, is_manifest, read


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


def test_a_list_of_pip_names_packages_by_name():
    listed = b"# vendored\nFoo_Bar==1.2 ; python_version > '3'\n  baz==2#x\nqux>=3\n-e .\n"
    found = read([("v/vendor.txt", listed)])
    assert found.package("v/foo.bar") == Package("Foo_Bar", "1.2", "pkg:pypi/foo-bar@1.2")
    assert found.package("v/baz") == Package("baz", "2", "pkg:pypi/baz@2")
    assert found.package("v/qux") is None


def test_the_metadata_of_a_dist_info_folder_names_its_package():
    text = b"Metadata-Version: 2.1\nName: Foo.Bar\nVersion: 1.2\n\nName: other\n"
    found = read([("v/foo_bar-1.2.dist-info/METADATA", text)])
    package = found.package("v/foo_bar-1.2.dist-info")
    assert package == Package("Foo.Bar", "1.2", "pkg:pypi/foo-bar@1.2")


def test_metadata_without_a_version_gives_a_purl_without_one():
    found = read([("f.dist-info/METADATA", b"Name: foo\n")])
    assert found.package("f.dist-info") == Package("foo", None, "pkg:pypi/foo")


def test_a_record_tells_what_stands_beside_its_folder():
    record = (
        b"foo/__init__.py,sha256=x,1\nfoo/a.py,,\nfoo_one.py,,\n../../bin/foo,,\n"
        b"foo-1.dist-info/RECORD,,\n__pycache__/foo_one.pyc,,\n\n"
    )
    found = read([("v/foo-1.dist-info/RECORD", record)])
    assert found.beside == {"v/foo-1.dist-info": ("v/foo", "v/foo_one.py")}


def test_packages_that_share_a_namespace_have_each_their_own_part_of_it():
    found = read(
        [
            ("v/ns.text-1.dist-info/RECORD", b"ns/text/__init__.py,,\nns/text/a.py,,\n"),
            ("v/ns.context-1.dist-info/RECORD", b"ns/context.py,,\n"),
        ]
    )
    assert found.beside["v/ns.text-1.dist-info"] == ("v/ns/text",)
    assert found.beside["v/ns.context-1.dist-info"] == ("v/ns/context.py",)


def test_a_package_json_names_the_package_of_its_folder():
    content = json.dumps({"name": "@foo/bar", "version": "1.2"}).encode()
    found = read([("v/bar/package.json", content)])
    assert found.package("v/bar") == Package("@foo/bar", "1.2", "pkg:npm/%40foo/bar@1.2")


def test_the_package_json_at_the_top_is_the_projects_own():
    assert read([("package.json", b'{"name": "haneul"}')]).by_folder == {}


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
