"""Go modules, downloaded and verified by ``go mod download``; nothing is compiled.

Reference: https://go.dev/ref/mod#go-mod-download (its JSON), https://go.dev/ref/mod#zip-files (the
archive, in which every path begins with the module and its version).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from attribcheck.copies.acquire import archives, purls
from attribcheck.copies.acquire.base import (
    CLIENT_SECONDS,
    Acquired,
    bounded,
    checked,
    purl_type,
)
from attribcheck.system import programs

_MODULE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._~/-]*")
_VERSION = re.compile(r"v[0-9][0-9A-Za-z.+-]*")
_ENVIRONMENT = {
    "GOFLAGS": "",  # -mod=vendor stops it outside of a module
    "GO111MODULE": "on",
    "GOWORK": "off",
    "GOTOOLCHAIN": "local",  # it downloads no compiler
}


class Go:
    """See ``base.Kind``."""

    name = "Go modules"
    example = "pkg:golang/MODULE@VERSION"

    def accepts(self, spec: str) -> bool:
        """See ``base.Kind``."""
        return purl_type(spec) == "golang"

    def acquire(self, spec: str, scratch: Path) -> Acquired:
        """See ``base.Kind``."""
        purl = purls.parse(spec)
        module = checked(purl.full_name, _MODULE, "module", spec)
        version = checked(purl.version, _VERSION, "version", spec)
        answer = programs.run(
            ("go", "mod", "download", "-json", f"{module}@{version}"),
            scratch,
            purpose="downloads Go modules",
            seconds=CLIENT_SECONDS,
            environment=_ENVIRONMENT,
        )
        told = _answered(answer.out)
        if "Zip" not in told:
            reason = answer._replace(out="", err=told["Error"]) if "Error" in told else answer
            raise programs.failure("go", f"download {module} {version}", reason)
        archive = Path(told["Zip"])
        return Acquired(
            name=module,
            version=version,
            files=bounded(_files(archive, f"{module}@{version}/"), spec),
            purl=purl.text,
            source=f"Go modules, {module}@{version}",
        )


def _answered(out: str) -> Mapping[str, str]:
    """Return the fields of go's answer; none when it is not JSON."""
    try:
        found = json.loads(out)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _files(archive: Path, top: str) -> Iterator[tuple[str, bytes]]:
    for path, content in archives.files(archive, strip=False):
        if path.startswith(top):
            yield path.removeprefix(top), content
