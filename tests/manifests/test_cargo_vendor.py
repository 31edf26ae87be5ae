"""Crates that cargo vendor copied."""

import pytest

from attribcheck.manifests.base import Package
from attribcheck.manifests.registry import read

CRATE = b'[package]\nname = "foo"\nversion = "1.2.3"\n'


def test_a_crate_with_a_checksum_is_a_copy():
    found = read([("vendor/foo/Cargo.toml", CRATE), ("vendor/foo/.cargo-checksum.json", b"{}")])
    assert found.by_folder == {"vendor/foo": Package("foo", "1.2.3", "pkg:cargo/foo@1.2.3")}


def test_a_crate_without_one_is_the_projects_own():
    assert read([("crates/foo/Cargo.toml", CRATE)]).by_folder == {}


@pytest.mark.parametrize("text", [b"not toml [", b"package = 1", b"[package]\nname = 1", b""])
def test_an_unreadable_manifest_names_no_package(text):
    files = [("vendor/foo/Cargo.toml", text), ("vendor/foo/.cargo-checksum.json", b"{}")]
    assert read(files).by_folder == {}
