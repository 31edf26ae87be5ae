"""Packages of the Python Package Index, downloaded by pip; no code of theirs runs.

A wheel is only downloaded. For a source archive pip has no such command: ``pip download`` runs the
archive's build backend to learn its dependencies
(https://github.com/pypa/pip/issues/1884). So pip is given a hash that no file has. It downloads the
archive, compares, and stops before it unpacks anything; its error has the URL and the true hash, by
which the archive is fetched then. The order is: a wheel without compiled code, the source archive,
any wheel. A source archive has the C and CUDA sources that a compiled wheel lacks, and is smaller.
"""

from __future__ import annotations

import hashlib
import re
import shutil
import ssl
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from email.parser import BytesParser
from importlib.util import find_spec
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

_NAME = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?")
_VERSION = re.compile(r"[A-Za-z0-9][A-Za-z0-9.!+_-]*")
_NO_FILE = "0" * 64
_ANY_PLATFORM = ("--platform", "any", "--implementation", "py", "--abi", "none")
_NONE_FOUND = "No matching distribution found"
_REFUSED = re.compile(
    r"\bfrom (?P<url>https?://\S+|file://\S+).*?\bGot\s+(?P<digest>[0-9a-f]{64})\b", re.DOTALL
)
_ARCHIVE_LIMIT = 2**30
_MANIFEST = re.compile(r"(?:[^/]+\.dist-info/METADATA|PKG-INFO)\Z")
_CHUNK = 1 << 20


class PyPI:
    """See ``base.Kind``."""

    name = "PyPI packages"
    example = "pkg:pypi/NAME@VERSION"

    def accepts(self, spec: str) -> bool:
        """See ``base.Kind``."""
        return purl_type(spec) == "pypi"

    def acquire(self, spec: str, scratch: Path) -> Acquired:
        """See ``base.Kind``."""
        purl = purls.parse(spec)
        name = checked(purl.full_name, _NAME, "name", spec)
        version = checked(purl.version, _VERSION, "version", spec)
        archive = (
            _wheel(name, version, scratch, _ANY_PLATFORM)
            or _source_archive(name, version, scratch)
            or _wheel(name, version, scratch, ())
        )
        if archive is None:
            raise AttribcheckError(
                f"pip finds no file of {name} {version}",
                hint=f"see which versions there are: pip index versions {name}",
            )
        files = list(bounded(_files(archive), spec))
        return Acquired(
            name=name,
            version=version,
            files=files,
            purl=purl.text,
            source=f"PyPI, {archive.name}",
            license=_license(files),
        )


def _files(archive: Path) -> Iterator[tuple[str, bytes]]:
    return archives.files(archive, strip=archive.suffix != ".whl")


def _pip(scratch: Path, *arguments: str) -> programs.Answer:
    own = [sys.executable, "-m", "pip"]
    words = own if find_spec("pip") else [shutil.which("pip3") or "pip"]
    common = ("--no-input", "--disable-pip-version-check", "--no-deps", "--no-cache-dir")
    return programs.run(
        [*words, "download", *common, "--dest", str(scratch), *arguments],
        scratch,
        purpose="downloads packages of PyPI",
        seconds=CLIENT_SECONDS,
        environment={"COLUMNS": "4096"},
    )


def _wheel(name: str, version: str, scratch: Path, platform: tuple[str, ...]) -> Path | None:
    """Return the downloaded wheel, or None when there is none for ``platform``."""
    answer = _pip(
        scratch,
        *("--only-binary", ":all:", "--ignore-requires-python", *platform),
        f"{name}=={version}",
    )
    if answer.code == 0:
        return next(scratch.glob("*.whl"), None)
    if _NONE_FOUND in answer.err:
        return None
    raise programs.failure("pip", f"download {name} {version}", answer)


def _source_archive(name: str, version: str, scratch: Path) -> Path | None:
    """Return the downloaded source archive, or None when there is none; see the module."""
    requirements = scratch / "requirements.txt"
    requirements.write_text(f"{name}=={version} --hash=sha256:{_NO_FILE}\n", encoding="ascii")
    answer = _pip(
        scratch,
        *("--no-binary", ":all:", "--ignore-requires-python", "--requirement", str(requirements)),
    )
    found = _REFUSED.search(answer.err)
    if found is not None:
        return _fetched(found["url"].partition("#")[0], found["digest"], scratch)
    if _NONE_FOUND in answer.err:
        return None
    raise programs.failure("pip", f"download the source of {name} {version}", answer)


def _fetched(url: str, digest: str, scratch: Path) -> Path:
    """Return the file at ``url``, whose SHA-256 pip computed."""
    target = scratch / (url.rpartition("/")[2] or "source")
    found = hashlib.sha256()
    size = 0
    try:
        with (
            urllib.request.urlopen(  # noqa: S310 - http, https or file: see _REFUSED
                url, timeout=CLIENT_SECONDS, context=ssl.create_default_context()
            ) as answer,
            target.open("wb") as out,
        ):
            while chunk := answer.read(_CHUNK):
                size += len(chunk)
                if size > _ARCHIVE_LIMIT:
                    raise AttribcheckError(f"{target.name} has more than 1 GiB, so it is not read")
                found.update(chunk)
                out.write(chunk)
    except (OSError, ValueError, urllib.error.URLError) as error:
        raise AttribcheckError(
            f"can't download {url}: {error}",
            hint=f"download it otherwise, then: attribcheck origins add ./{target.name}",
        ) from error
    if found.hexdigest() != digest:
        raise AttribcheckError(f"{url} has changed since pip downloaded it; it is not used")
    return target


def _license(files: list[tuple[str, bytes]]) -> str:
    """Return the licence in the metadata; see the core metadata specification.

    Source: https://packaging.python.org/specifications/core-metadata/.
    """
    for path, content in files:
        if _MANIFEST.match(path):
            headers = BytesParser().parsebytes(content, headersonly=True)
            return str(headers["License-Expression"] or headers["License"] or "")
    return ""
