"""Packages of the npm registry, downloaded by ``npm pack``; no script of theirs runs."""

from __future__ import annotations

import json
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
from attribcheck.system import programs

_NAME = re.compile(r"(?:@[a-z0-9~][a-z0-9._~-]*/)?[A-Za-z0-9~][A-Za-z0-9._~-]*")
_VERSION = re.compile(r"[0-9][0-9A-Za-z.+-]*")


class Npm:
    """See ``base.Kind``."""

    name = "npm packages"
    example = "pkg:npm/NAME@VERSION"

    def accepts(self, spec: str) -> bool:
        """See ``base.Kind``."""
        return purl_type(spec) == "npm"

    def acquire(self, spec: str, scratch: Path) -> Acquired:
        """See ``base.Kind``."""
        purl = purls.parse(spec)
        name = checked(purl.full_name, _NAME, "name", spec)
        version = checked(purl.version, _VERSION, "version", spec)
        answer = programs.run(
            ("npm", "pack", "--ignore-scripts", "--loglevel=error", f"{name}@{version}"),
            scratch,
            purpose="downloads npm packages",
            seconds=CLIENT_SECONDS,
            environment={"npm_config_update_notifier": "false"},
        )
        archive = next(scratch.glob("*.tgz"), None)
        if answer.code or archive is None:
            raise programs.failure(
                "npm",
                f"download {name} {version}",
                answer,
                hint=f"see which versions there are: npm view {name} versions",
            )
        files = list(bounded(archives.files(archive, strip=True), spec))
        return Acquired(
            name=name,
            version=version,
            files=files,
            purl=purl.text,
            source=f"npm, {archive.name}",
            license=_license(dict(files).get("package.json", b"")),
        )


def _license(manifest: bytes) -> str:
    """Return the field ``license`` of a package.json; empty when there is none."""
    try:
        found = json.loads(manifest).get("license")
    except (AttributeError, RecursionError, ValueError):
        return ""
    return found if isinstance(found, str) else ""
