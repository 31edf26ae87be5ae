"""Crates, downloaded by ``cargo info``; nothing is compiled, so no build script runs.

cargo has no command that only downloads a crate. ``cargo info`` reads the manifest out of the
crate, for which it downloads it into cargo's cache and verifies the checksum of the index. Compared
with ``cargo fetch`` it resolves and downloads no dependencies. Reference:
https://doc.rust-lang.org/cargo/commands/cargo-info.html (cargo 1.82),
https://doc.rust-lang.org/cargo/guide/cargo-home.html (the cache).
"""

from __future__ import annotations

import os
import re
from pathlib import Path

from attribcheck.copies.acquire import archives, purls
from attribcheck.copies.acquire.base import (
    CLIENT_SECONDS,
    Acquired,
    bounded,
    checked,
    purl_type,
)
from attribcheck.core.errors import AttribcheckError
from attribcheck.system import programs

_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_-]*")
_VERSION = re.compile(r"[0-9][0-9A-Za-z.+-]*")
_LICENSE = re.compile(rb'^license\s*=\s*"([^"\n]*)"', re.MULTILINE)


class Crates:
    """See ``base.Kind``."""

    name = "crates"
    example = "pkg:cargo/NAME@VERSION"

    def accepts(self, spec: str) -> bool:
        """See ``base.Kind``."""
        return purl_type(spec) == "cargo"

    def acquire(self, spec: str, scratch: Path) -> Acquired:
        """See ``base.Kind``."""
        purl = purls.parse(spec)
        name = checked(purl.full_name, _NAME, "name", spec)
        version = checked(purl.version, _VERSION, "version", spec)
        answer = programs.run(
            ("cargo", "info", "--quiet", "--color", "never", f"{name}@{version}"),
            scratch,
            purpose="downloads crates",
            seconds=CLIENT_SECONDS,
        )
        if answer.code:
            old = "no such command" in answer.err
            raise programs.failure(
                "cargo",
                f"download {name} {version}",
                answer,
                hint="cargo 1.82 or newer is needed" if old else None,
            )
        archive = _cached(f"{name}-{version}.crate")
        files = list(bounded(archives.files(archive, strip=True), spec))
        manifest = _LICENSE.search(dict(files).get("Cargo.toml", b""))
        return Acquired(
            name=name,
            version=version,
            files=files,
            purl=purl.text,
            source=f"crates, {archive.name}",
            license=manifest[1].decode("utf-8", "replace") if manifest else "",
        )


def _cached(file_name: str) -> Path:
    """Return the crate in cargo's cache, which has a folder for each registry."""
    home = Path(os.environ.get("CARGO_HOME") or Path.home() / ".cargo")
    found = sorted((home / "registry" / "cache").glob(f"*/{file_name}"))
    if not found:
        raise AttribcheckError(f"cargo downloaded no {file_name} into its cache in {home}")
    if any(one.read_bytes() != found[0].read_bytes() for one in found[1:]):
        raise AttribcheckError(
            f"cargo's cache has different files named {file_name}, from several registries",
            hint=f"add the right one: attribcheck origins add {found[0]}",
        )
    return found[0]
