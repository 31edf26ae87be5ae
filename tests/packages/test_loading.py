"""The packages of a policy as components, and how they are kept between runs."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping

import pytest
from support.listed import OWN_LINE, POLICY, about, lock

from attribcheck.core.model import Blob, BlobKind
from attribcheck.packages import folder
from attribcheck.packages.loading import with_packages
from attribcheck.policy.loader import parse_policy
from attribcheck.policy.model import LICENSE_IN_FILES, Component, Policy


class Snapshot:
    """A snapshot in memory; counts what is read of it."""

    def __init__(self, files: Mapping[str, str]) -> None:
        self.files = files
        self.reads = 0

    def listing(self) -> Mapping[str, Blob]:
        return {path: Blob(path, str(hash(text))) for path, text in self.files.items()}

    def read(self, blobs: Iterable[Blob]) -> Iterator[tuple[Blob, bytes | None]]:
        for blob in blobs:
            self.reads += 1
            yield blob, self.files[blob.path].encode()


def policy(folder: str, list_: str | None = None) -> Policy:
    text = f'version = 1\n[[packages]]\nfolder = "{folder}"\n'
    return parse_policy((text + (f'list = "{list_}"\n' if list_ else "")).encode(), "x.toml")


def components(files: Mapping[str, str], folder: str, list_: str | None = None) -> list[Component]:
    return list(with_packages(policy(folder, list_), Snapshot(files)).components)


def npm(**packages: dict[str, object]) -> dict[str, str]:
    """Return a lock file, and a file in the folder of each package."""
    files = {f"node_modules/{name}/index.js": "" for name in packages}
    return {"package-lock.json": lock(**packages), **files}


def test_each_package_is_a_component_at_the_line_of_its_table() -> None:
    loaded = with_packages(parse_policy(POLICY.encode(), "x.toml"), Snapshot(npm(foo=about())))
    (component,) = loaded.components
    assert component == Component(
        name="foo",
        license="MIT",
        paths=("node_modules/foo/**",),
        version="1.0.0",
        purl="pkg:npm/foo@1.0.0",
        listed="package-lock.json",
    )
    assert (component.lines.of("license"), component.lines.of("paths", 0)) == (OWN_LINE, OWN_LINE)


def test_a_package_in_another_is_not_covered_by_the_outer_one() -> None:
    found = components(
        npm(**{"a": about(), "a/node_modules/b": about()}), "node_modules", "package-lock.json"
    )
    assert [one.paths for one in found] == [
        ("node_modules/a/**", "!node_modules/a/node_modules/**"),
        ("node_modules/a/node_modules/b/**",),
    ]


def test_two_versions_of_a_package_have_two_names() -> None:
    files = npm(**{"b": about("2.0.0"), "a/node_modules/b": about("1.0.0")})
    found = components(files, "node_modules", "package-lock.json")
    assert [(one.name, one.version) for one in found] == [("b", "2.0.0"), ("b (1.0.0)", "1.0.0")]


def test_a_version_in_two_folders_is_one_component() -> None:
    files = npm(**{"a/node_modules/c": about(), "b/node_modules/c": about()})
    (one,) = components(files, "node_modules", "package-lock.json")
    assert one.paths == ("node_modules/a/node_modules/c/**", "node_modules/b/node_modules/c/**")


def test_a_module_in_the_folder_of_another_is_not_covered_by_it() -> None:
    files = {
        "vendor/modules.txt": "# x.example/a v1.0.0\n# x.example/a/b v1.1.0\n",
        "vendor/x.example/a/a.go": "",
        "vendor/x.example/a/b/b.go": "",
    }
    found = components(files, "vendor", "vendor/modules.txt")
    assert [one.paths for one in found] == [
        ("vendor/x.example/a/**", "!vendor/x.example/a/b/**"),
        ("vendor/x.example/a/b/**",),
    ]


def test_crates_are_found_by_their_names_and_versions_and_licensed_by_their_manifests() -> None:
    def crate(folder: str, name: str, version: str, license_: str) -> dict[str, str]:
        text = f'[package]\nname = "{name}"\nversion = "{version}"\nlicense = "{license_}"\n'
        return {f"{folder}/Cargo.toml": text, f"{folder}/.cargo-checksum.json": "{}"}

    source = 'source = "registry+https://example.com/index"\n'
    listed = "".join(
        f'[[package]]\nname = "foo"\nversion = "{version}"\n{source}'
        for version in ("1.0.0", "2.0.0")
    )
    files = {
        "Cargo.lock": listed,
        **crate("vendor/foo", "foo", "2.0.0", "MIT/Apache-2.0"),
        **crate("vendor/foo-1.0.0", "foo", "1.0.0", "MIT"),
    }
    found = components(files, "vendor", "Cargo.lock")
    assert {(one.version, one.license, one.paths[0]) for one in found} == {
        ("2.0.0", "MIT OR Apache-2.0", "vendor/foo/**"),
        ("1.0.0", "MIT", "vendor/foo-1.0.0/**"),
    }


def test_python_packages_are_modules_and_folders_with_their_dist_info() -> None:
    files = {
        "_vendor/vendor.txt": "six==1.16.0\nfoo-bar==2.0\n",
        "_vendor/six.py": "",
        "_vendor/six-1.16.0.dist-info/METADATA": "Name: six\nLicense-Expression: MIT\n",
        "_vendor/foo_bar/__init__.py": "",
    }
    found = components(files, "_vendor", "_vendor/vendor.txt")
    assert {one.name: (one.license, one.paths) for one in found} == {
        "six": ("MIT", ("_vendor/six.py", "_vendor/six-1.16.0.dist-info/**")),
        "foo-bar": (LICENSE_IN_FILES, ("_vendor/foo_bar/**",)),
    }


def test_without_a_list_the_manifests_of_packages_name_them() -> None:
    manifest = json.dumps({"name": "@foo/bar", "version": "1.0.0", "license": "ISC"})
    files = {
        "node_modules/@foo/bar/package.json": manifest,
        "node_modules/@foo/bar/test/fixture/package.json": json.dumps({"name": "fixture"}),
        "node_modules/unnamed/index.js": "",
    }
    (one,) = components(files, "node_modules")
    assert (one.name, one.license, one.listed) == (
        "@foo/bar",
        "ISC",
        "node_modules/@foo/bar/package.json",
    )


@pytest.mark.parametrize("license_", [None, "SEE LICENSE IN LICENSE.txt", "MIT; DROP TABLE"])
def test_a_licence_that_is_no_expression_is_left_to_the_files(license_: str | None) -> None:
    (one,) = components(npm(foo=about(license_=license_)), "node_modules", "package-lock.json")
    assert one.license == LICENSE_IN_FILES


def test_what_is_kept_is_not_read_again() -> None:
    snapshot, store = Snapshot(npm(foo=about())), Kept()
    first = with_packages(policy("node_modules", "package-lock.json"), snapshot, store)
    read = snapshot.reads
    second = with_packages(policy("node_modules", "package-lock.json"), snapshot, store)
    assert (second.components, snapshot.reads) == (first.components, read)


@pytest.mark.parametrize(
    "change",
    [
        {"package-lock.json": lock(foo=about("2.0.0"))},
        {"node_modules/bar/index.js": "", "package-lock.json": lock(foo=about(), bar=about())},
    ],
)
def test_a_change_of_list_or_folder_is_read(change: dict[str, str]) -> None:
    files, store = npm(foo=about()), Kept()
    table = policy("node_modules", "package-lock.json")
    first = with_packages(table, Snapshot(files), store)
    second = with_packages(table, Snapshot({**files, **change}), store)
    assert first.components != second.components


def test_a_package_that_appears_in_the_folder_is_found_with_the_same_list() -> None:
    files = npm(foo=about(), bar=about())
    absent, store = {**files}, Kept()
    del absent["node_modules/bar/index.js"]
    table = policy("node_modules", "package-lock.json")
    assert len(with_packages(table, Snapshot(absent), store).components) == 1
    assert len(with_packages(table, Snapshot(files), store).components) == 2


def test_a_link_in_the_place_of_a_list_is_refused() -> None:
    class Linked(Snapshot):
        def listing(self) -> Mapping[str, Blob]:
            kept = super().listing()
            return {**kept, "package-lock.json": Blob("package-lock.json", "1", BlobKind.SYMLINK)}

    with pytest.raises(Exception, match="it is a symlink, not a regular file"):
        with_packages(policy("node_modules", "package-lock.json"), Linked(npm(foo=about())))


def test_too_many_packages_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(folder, "MOST", 1)
    with pytest.raises(Exception, match="it has 2 packages; 1 are the most"):
        components(npm(foo=about(), bar=about()), "node_modules", "package-lock.json")


class Kept(dict[str, bytes]):
    """A store in memory."""

    def put(self, key: str, value: bytes) -> None:
        self[key] = value
