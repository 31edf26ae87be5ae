"""SPDX documents: tags and values, JSON and JSON-LD."""

import json

import pytest

from attribcheck.manifests.registry import is_manifest, read

PACKAGE = {
    "SPDXID": "SPDXRef-foo",
    "name": "foo",
    "versionInfo": "1.2",
    "licenseConcluded": "NOASSERTION",
    "licenseDeclared": "MIT",
    "copyrightText": "Copyright 2020 Foo Corp.\nAll rights reserved.",
    "externalRefs": [
        {
            "referenceCategory": "PACKAGE-MANAGER",
            "referenceType": "purl",
            "referenceLocator": "pkg:npm/foo@1.2",
        }
    ],
}
FILE = {
    "SPDXID": "SPDXRef-File",
    "fileName": "./lib/foo/a.c",
    "licenseConcluded": "ISC",
    "copyrightText": "2020 Bar GmbH",
}
CONTAINS = {
    "spdxElementId": "SPDXRef-foo",
    "relationshipType": "CONTAINS",
    "relatedSpdxElement": "SPDXRef-File",
}
TAGS = """\
SPDXVersion: SPDX-2.3
DataLicense: CC0-1.0
SPDXID: SPDXRef-DOCUMENT
DocumentName: haneul
Relationship: SPDXRef-DOCUMENT DESCRIBES SPDXRef-Project

PackageName: haneul
SPDXID: SPDXRef-Project
PackageVersion: 9

PackageName: foo
SPDXID: SPDXRef-foo
PackageVersion: 1.2
ExternalRef: PACKAGE-MANAGER purl pkg:npm/foo@1.2
PackageLicenseConcluded: MIT
PackageCopyrightText: <text>Copyright 2020 Foo Corp.
Copyright 2021 Bar GmbH</text>

FileName: ./lib/foo/a.c
SPDXID: SPDXRef-File
LicenseConcluded: ISC

LicenseID: LicenseRef-1
ExtractedText: <text>FileName: ./never.c
</text>
"""


def document(**fields):
    return {"spdxVersion": "SPDX-2.3", "SPDXID": "SPDXRef-DOCUMENT", **fields}


def read_json(content, path="bom.spdx.json"):
    return read([(path, json.dumps(content).encode())])


def test_a_package_is_read_with_what_a_policy_needs():
    found = read_json(document(packages=[PACKAGE])).package("lib/foo")
    assert found[:5] == ("foo", "1.2", "pkg:npm/foo@1.2", "MIT", ("Foo Corp.",))
    assert found.place == "bom.spdx.json"


def test_a_package_with_files_is_stated_of_them():
    content = document(packages=[PACKAGE], files=[FILE], relationships=[CONTAINS])
    (one,) = read_json(content).statements
    assert (one.place, one.paths) == ("bom.spdx.json", ("lib/foo/a.c",))
    assert (one.name, one.version, one.purl) == ("foo", "1.2", "pkg:npm/foo@1.2")
    assert (one.license, one.holders) == ("MIT", ("Foo Corp.",))


def test_files_of_a_package_are_named_by_it_too():
    one = {**PACKAGE, "hasFiles": ["SPDXRef-File"]}
    assert read_json(document(packages=[one], files=[FILE])).statements[0].name == "foo"


def test_a_file_of_no_package_is_stated_by_itself():
    (one,) = read_json(document(files=[FILE])).statements
    assert (one.paths, one.license, one.holders) == (("lib/foo/a.c",), "ISC", ("Bar GmbH",))


def test_files_that_state_the_same_are_one():
    other = {**FILE, "SPDXID": "SPDXRef-Other", "fileName": "b.c"}
    (one,) = read_json(document(files=[FILE, other])).statements
    assert one.paths == ("lib/foo/a.c", "/b.c")


def test_what_a_document_at_the_top_describes_is_the_project_itself():
    content = document(packages=[PACKAGE], documentDescribes=["SPDXRef-foo"])
    assert read_json(content).by_name == {}


def test_what_a_document_in_a_folder_describes_is_a_package():
    content = document(packages=[PACKAGE], documentDescribes=["SPDXRef-foo"])
    assert read_json(content, "lib/foo/foo.spdx.json").package("lib/foo").version == "1.2"


def test_paths_count_from_the_top_or_from_the_document():
    (one,) = read_json(document(files=[FILE]), "sub/x.spdx.json").statements
    assert one.paths == ("lib/foo/a.c", "sub/lib/foo/a.c")


@pytest.mark.parametrize("name", ["../a.c", "/a.c", "", ".", "a\0.c", "lib/../../a.c"])
def test_a_path_outside_of_the_repository_states_nothing(name):
    assert read_json(document(files=[{**FILE, "fileName": name}])).statements == ()


def test_tags_and_values_are_read():
    found = read([("bom.spdx", TAGS.encode())])
    (one,) = found.statements
    assert (one.name, one.version, one.purl) == ("foo", "1.2", "pkg:npm/foo@1.2")
    assert (one.paths, one.license) == (("lib/foo/a.c",), "MIT")
    assert one.holders == ("Foo Corp.", "Bar GmbH")
    assert found.by_name == {}


def test_json_ld_of_version_3_is_read():
    graph = [
        {
            "type": "software_Package",
            "spdxId": "urn:foo",
            "name": "foo",
            "software_packageVersion": "1.2",
            "software_packageUrl": "pkg:npm/foo@1.2",
            "software_copyrightText": "(c) 2020 Foo Corp.",
        },
        {"type": "software_File", "spdxId": "urn:a", "name": "lib/foo/a.c"},
        {
            "type": "simplelicensing_LicenseExpression",
            "spdxId": "urn:mit",
            "simplelicensing_licenseExpression": "MIT",
        },
        {
            "type": "Relationship",
            "from": "urn:foo",
            "relationshipType": "hasConcludedLicense",
            "to": ["urn:mit"],
        },
        {
            "type": "Relationship",
            "from": "urn:foo",
            "relationshipType": "contains",
            "to": ["urn:a"],
        },
    ]
    (one,) = read_json({"@context": "x", "@graph": graph}, "bom.spdx.json").statements
    assert (one.name, one.version, one.purl) == ("foo", "1.2", "pkg:npm/foo@1.2")
    assert (one.paths, one.license, one.holders) == (("lib/foo/a.c",), "MIT", ("Foo Corp.",))


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"GIF89a",
        b"Copyright 2020 Foo Corp.",
        b'{"spdxVersion": "SPDX-2.3", "packages": 1, "files": [1], "relationships": [{}]}',
        b'{"spdxVersion": 2, "packages": [{"name": "foo"}]}',
        b'{"@graph": [{"type": ["software_Package"]}, 1, {"type": "Relationship", "to": 1}]}',
        b"SPDXVersion: SPDX-2.3\nPackageCopyrightText: <text>never closed",
        b"SPDXVersion: SPDX-2.3\nFileName:\nRelationship: a\nExternalRef: b\n",
        b"{" * 100_000,
    ],
)
@pytest.mark.parametrize("path", ["a.spdx", "a.spdx.json"])
def test_what_is_no_document_states_nothing(path, content):
    found = read([(path, content)])
    assert (found.by_name, found.statements) == ({}, ())


@pytest.mark.parametrize(
    ("path", "expected"),
    [("a.spdx", True), ("x/a.spdx.json", True), ("a.spdx3.json", True), ("spdx.json", False)],
)
def test_it_is_known_by_its_name(path, expected):
    assert is_manifest(path) is expected
