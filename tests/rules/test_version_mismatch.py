"""A manifest states another version of a component than the policy."""

from __future__ import annotations

import json
import time

import pytest
from support.checks import check, found, only, run, staged, toml
from support.repo import Repo

from attribcheck.core.finding import Severity
from attribcheck.manifests import registry
from attribcheck.rules.context import _MANIFEST
from attribcheck.rules.support import manifest_versions

NAME = "version-mismatch"
CODE = "# Copyright 2025 Foo Corp.\n"


def policy(
    version: str = "", purl: str = "", paths: str = "vendor/foo/**", name: str = "foo"
) -> str:
    lines = [
        f'version = "{version}"' if version else "",
        f'purl = "{purl}"' if purl else "",
        f'paths = ["{paths}"]',
    ]
    return (
        f'version = 1\n\n[[component]]\nname = "{name}"\nlicense = "MIT"\n'
        f'holders = ["Foo Corp."]\n' + "\n".join(filter(None, lines)) + "\n"
    )


def package_json(name: str, version: str) -> str:
    return json.dumps({"name": name, "version": version})


LOCK = json.dumps(
    {"packages": {"": {"name": "own"}, "node_modules/foo": {"version": "7.6.3", "license": "MIT"}}}
)
BILL = json.dumps({"bomFormat": "CycloneDX", "components": [{"name": "foo", "version": "7.6.3"}]})
METADATA = "Metadata-Version: 2.1\nName: foo\nVersion: 7.6.3\n"


def test_the_version_of_its_own_manifest_is_found_with_the_lines_to_paste(repo: Repo) -> None:
    files = {"vendor/foo/a.js": CODE, "vendor/foo/package.json": package_json("foo", "7.6.3")}
    stated = policy("7.6.2", "pkg:npm/foo@7.6.2?os=linux")
    finding = only(check(repo, files, stated), NAME)

    assert finding.severity is Severity.ERROR
    assert (finding.path, finding.line) == ("attribcheck.toml", 7)
    assert finding.evidence.text == 'version = "7.6.2"'
    assert finding.message == (
        'component "foo" is declared with version 7.6.2, but vendor/foo/package.json states 7.6.3'
    )
    assert finding.fix == (
        '# in the [[component]] "foo" (attribcheck.toml:3):\n'
        'version = "7.6.3"\npurl = "pkg:npm/foo@7.6.3?os=linux"\n'
    )
    assert found(check(repo, files, stated.replace("7.6.2", "7.6.3")), NAME) == []


@pytest.mark.parametrize(
    ("paths", "manifests"),
    [
        ("vendor/foo/**", {"vendor/vendor.txt": "foo==7.6.3\nbar==1.0\n"}),
        ("vendor/foo*/**", {"vendor/foo-7.6.3.dist-info/METADATA": METADATA}),
        ("vendor/foo/**", {"vendor/modules.txt": "# foo v7.6.3\nfoo\n"}),
        (
            "vendor/foo/**",
            {
                "vendor/foo/Cargo.toml": '[package]\nname = "foo"\nversion = "7.6.3"\n',
                "vendor/foo/.cargo-checksum.json": "{}",
            },
        ),
        ("node_modules/foo/**", {"package-lock.json": LOCK}),
        ("third_party/foo/**", {"third_party/foo/README.chromium": "Name: foo\nVersion: 7.6.3\n"}),
        (
            "vendor/foo/**",
            {"vendor/foo.ABOUT": "about_resource: foo/\nname: foo\nversion: 7.6.3\n"},
        ),
        ("vendor/foo/**", {"vendor/bom.json": BILL}),
        ("vendor/foo/**", {"vendor.txt": "foo==7.6.3\n"}),
    ],
    ids=["vendor.txt", "dist-info", "go", "cargo", "lock", "chromium", "about", "cyclonedx", "top"],
)
def test_every_manifest_with_a_version_is_compared(
    repo: Repo, paths: str, manifests: dict[str, str]
) -> None:
    files = {paths.replace("*/**", "/**").replace("**", "a.py"): CODE, **manifests}

    finding = only(check(repo, files, policy("7.6.2", paths=paths)), NAME)

    assert "states " in finding.message
    assert finding.message.endswith("7.6.3")
    assert all(_MANIFEST.search(path) for path in manifests)
    assert all(map(registry.is_manifest, manifests))


def test_the_package_url_alone_is_a_version(repo: Repo) -> None:
    files = {"vendor/foo/a.py": CODE, "vendor/vendor.txt": "foo==24.0\n"}
    finding = only(check(repo, files, policy(purl="pkg:pypi/foo@23.2")), NAME)

    assert finding.evidence.text == 'purl = "pkg:pypi/foo@23.2"'
    assert finding.fix.endswith('\npurl = "pkg:pypi/foo@24.0"\n')


@pytest.mark.parametrize(
    ("declared", "stated"),
    [
        ("24.0", "24.0"),
        ("v24.0", "24.0.0"),
        ("24.0+haneul.1", "24.0"),
        ("24.0 (patched)", "24.0"),
        ("1.2.3", "v1.2.3+incompatible"),
        ("24.0", "0.0.0-development"),
        ("8f3c2d1", "24.0"),
        ("8f3c2d1", "8f3c2d1a9b"),
    ],
)
def test_versions_that_can_be_the_same_agree(declared: str, stated: str) -> None:
    assert manifest_versions.agree(declared, stated)


@pytest.mark.parametrize(
    ("declared", "stated"),
    [("23.2", "24.0"), ("7.6", "7.6.2"), ("7.6.2", "7.6.2-rc.1"), ("8f3c2d1", "1d2c3f8")],
)
def test_versions_of_two_releases_do_not_agree(declared: str, stated: str) -> None:
    assert not manifest_versions.agree(declared, stated)


@pytest.mark.parametrize(
    "files",
    [
        {"vendor/package.json": package_json("foo", "9.0.0")},
        {"vendor/foo/node_modules/bar/package.json": package_json("bar", "9.0.0")},
        {
            "vendor/foo/package.json": package_json("foo", "7.6.2"),
            "vendor/foo/test/data/package.json": package_json("foo", "1.0.0"),
        },
        {
            "vendor/foo/package.json": package_json("foo", "7.6.2"),
            "vendor/vendor.txt": "foo==9.0\n",
        },
        {"sbom.cdx.json": BILL},
        {"vendor/foo/package.json": "{"},
    ],
    ids=["around", "inside", "test-data", "own-and-list", "top", "unreadable"],
)
def test_what_does_not_speak_of_the_component_is_not_compared(
    repo: Repo, files: dict[str, str]
) -> None:
    assert found(check(repo, {"vendor/foo/a.js": CODE, **files}, policy("7.6.2")), NAME) == []


def test_another_package_of_the_same_kind_is_not_compared(repo: Repo) -> None:
    files = {"vendor/foo/a.js": CODE, "vendor/foo/package.json": package_json("bar", "9.0.0")}

    assert found(check(repo, files, policy(purl="pkg:npm/foo@7.6.2")), NAME) == []


class TestACommit:
    @pytest.fixture
    def vendored(self, repo: Repo) -> Repo:
        repo.commit_files(
            {
                "attribcheck.toml": toml(policy("23.2")),
                "vendor/foo/a.py": CODE,
                "vendor/vendor.txt": "foo==23.2\n",
            }
        )
        return repo

    def test_that_replaces_the_code_with_its_manifest_is_found(self, vendored: Repo) -> None:
        vendored.stage("vendor/foo/a.py", CODE + "x = 1\n")
        vendored.stage("vendor/vendor.txt", "foo==24.0\n")

        assert only(run(vendored, staged), NAME).message.endswith(
            "23.2, but vendor/vendor.txt states 24.0"
        )

    def test_that_changes_the_version_of_the_policy_alone_is_found(self, vendored: Repo) -> None:
        vendored.stage("attribcheck.toml", toml(policy("24.0")))

        assert only(run(vendored, staged), NAME).message.endswith("states 23.2")

    def test_that_touches_neither_is_not_asked(self, vendored: Repo) -> None:
        vendored.commit_files({"vendor/vendor.txt": "foo==24.0\n"})
        vendored.stage("vendor/foo/a.py", CODE + "x = 1\n")

        assert found(run(vendored, staged), NAME) == []


@pytest.mark.parametrize(
    ("path", "content"),
    [
        ("vendor/foo/package.json", '{"name":' * 100_000),
        ("vendor/foo/package.json", '{"name": "foo", "version": {"a": 1}}'),
        ("vendor/package-lock.json", '{"packages": {"node_modules/foo": {"version": ' + "[" * 9999),
        ("vendor/bom.json", '{"bomFormat": "CycloneDX", "components": ' + "[" * 100_000),
        ("vendor/foo/Cargo.toml", "[package]\nname = " + "[" * 100_000),
        ("vendor/foo.ABOUT", "name: &a [*a]\nversion: 9\n"),
        ("vendor/foo-1.dist-info/METADATA", "Name: foo\n" * 100_000),
        ("vendor/modules.txt", "# foo v" + "9" * 1_000_000),
    ],
)
def test_a_hostile_manifest_states_nothing(repo: Repo, path: str, content: str) -> None:
    files = {"vendor/foo/a.js": CODE, path: content, "vendor/foo/.cargo-checksum.json": "{}"}
    begin = time.perf_counter()

    assert len(found(check(repo, files, policy("7.6.2")), NAME)) <= 1
    assert time.perf_counter() - begin < 20


def test_a_list_of_third_parties_at_the_top_can_come_from_the_policy(repo: Repo) -> None:
    listed = "Name: foo\nVersion: 7.6.3\nLicense: MIT\n"
    files = {"vendor/foo/a.js": CODE, "THIRD-PARTY-NOTICES": listed}
    assert found(check(repo, files, policy("7.6.2")), NAME) == []


def test_an_spdx_document_beside_vendored_code_is_a_list(repo: Repo) -> None:
    document = "SPDXVersion: SPDX-2.3\nPackageName: foo\nPackageVersion: 7.6.3\n"
    files = {"vendor/foo/a.js": CODE, "vendor/parts.spdx": document}
    finding = only(check(repo, files, policy("7.6.2")), NAME)
    assert "vendor/parts.spdx states 7.6.3" in finding.message
