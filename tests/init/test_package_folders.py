"""The folders for which a first policy gets a ``[[packages]]`` table."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping

import pytest
from support.listed import about, lock

from attribcheck.core.model import Blob
from attribcheck.init.package_folders import found
from attribcheck.policy.model import Component, Packages


class Snapshot:
    """A snapshot in memory."""

    def __init__(self, files: Mapping[str, str]) -> None:
        self.files = files

    def listing(self) -> Mapping[str, Blob]:
        return {path: Blob(path, path) for path in self.files}

    def read(self, blobs: Iterable[Blob]) -> Iterator[tuple[Blob, bytes | None]]:
        for blob in blobs:
            yield blob, self.files[blob.path].encode()


def npm(top: str, *names: str) -> dict[str, str]:
    """Return the manifests of npm packages below a folder with a slash at its end, or ""."""
    return {
        f"{top}node_modules/{name}/package.json": json.dumps({"name": name, "version": "1.0.0"})
        for name in names
    }


LOCK = lock(a=about(), b=about(), c=about())
NPM = npm("", "a", "b", "c")
GO = {
    "vendor/modules.txt": "".join(f"# x.example/{name} v1.0.0\n" for name in "abc"),
    **{f"vendor/x.example/{name}/{name}.go": "" for name in "abc"},
}
CRATES = {
    path: text
    for name in "abc"
    for path, text in {
        f"rust/vendor/{name}/.cargo-checksum.json": "{}",
        f"rust/vendor/{name}/Cargo.toml": f'[package]\nname = "{name}"\nversion = "1.0.0"\n',
    }.items()
}
CARGO_LOCK = "".join(
    f'[[package]]\nname = "{name}"\nversion = "1.0.0"\nsource = "registry+x"\n' for name in "abc"
)


@pytest.mark.parametrize(
    ("files", "tables"),
    [
        ({"package-lock.json": LOCK, **NPM}, [Packages("node_modules", "package-lock.json")]),
        (
            {"node_modules/.package-lock.json": LOCK, **NPM},
            [Packages("node_modules", "node_modules/.package-lock.json")],
        ),
        (NPM, [Packages("node_modules")]),
        (npm("web/", "a", "b", "c"), [Packages("web/node_modules")]),
        (GO, [Packages("vendor", "vendor/modules.txt")]),
        ({"Cargo.lock": CARGO_LOCK, **CRATES}, [Packages("rust/vendor", "Cargo.lock")]),
        (CRATES, [Packages("rust/vendor")]),
        ({**NPM, **GO}, [Packages("node_modules"), Packages("vendor", "vendor/modules.txt")]),
    ],
)
def test_a_folder_of_packages_is_found_with_its_list(
    files: dict[str, str], tables: list[Packages]
) -> None:
    assert list(found(Snapshot(files))) == tables


def test_a_folder_of_few_packages_gets_no_table() -> None:
    assert found(Snapshot(npm("", "a", "b"))) == ()


@pytest.mark.parametrize("listed", ["{", json.dumps({"lockfileVersion": 1}), lock(a=about())])
def test_a_list_that_is_damaged_or_names_few_of_the_packages_is_not_used(listed: str) -> None:
    files = {"package-lock.json": listed, **NPM}
    assert found(Snapshot(files)) == (Packages("node_modules"),)


def test_a_node_modules_in_another_one_is_a_part_of_it() -> None:
    files = {**NPM, **npm("node_modules/a/", "d", "e", "f")}
    assert found(Snapshot(files)) == (Packages("node_modules"),)


def test_a_folder_of_which_the_policy_declares_a_file_is_left_to_it() -> None:
    declared = [Component(name="a", license="MIT", paths=("node_modules/a/**",))]
    assert found(Snapshot(NPM), declared) == ()
