"""Reads the ``Cargo.toml`` of crates that ``cargo vendor`` copied.

Format: https://doc.rust-lang.org/cargo/reference/source-replacement.html#directory-sources: each
copy has a ``.cargo-checksum.json``; a ``Cargo.toml`` without one is of the project itself.
"""

from __future__ import annotations

from collections.abc import Sequence

from attribcheck.manifests.base import Manifests, Package, package, toml_table

_CHECKSUM = "/.cargo-checksum.json"
_MANIFEST = "/Cargo.toml"


class CargoVendor:
    """See ``base.Reader``."""

    def reads(self, path: str) -> bool:
        """Whether ``path`` is a file of these names below the top."""
        return path.endswith((_CHECKSUM, _MANIFEST))

    def read(self, manifests: Sequence[tuple[str, str]]) -> Manifests:
        """Return the crates by their folders."""
        copies = {path.removesuffix(_CHECKSUM) for path, _ in manifests if path.endswith(_CHECKSUM)}
        crates = (
            (path.removesuffix(_MANIFEST), text)
            for path, text in manifests
            if path.endswith(_MANIFEST)
        )
        found = {folder: _crate(text) for folder, text in crates if folder in copies}
        return Manifests(by_folder={folder: one for folder, one in found.items() if one})


def _crate(text: str) -> Package | None:
    about = toml_table(text).get("package")
    if not isinstance(about, dict):
        return None
    return cargo_package(about.get("name"), about.get("version"), about.get("license"))


def cargo_package(name: object, version: object, license_: object = None) -> Package | None:
    """Return a package of Cargo; see ``base.package``."""
    tail = f"@{version}" if isinstance(version, str) else ""
    # Before SPDX, a slash was the way to offer a choice.
    choice = license_.replace("/", " OR ") if isinstance(license_, str) else None
    return package(name, version, f"pkg:cargo/{name}{tail}", choice)
