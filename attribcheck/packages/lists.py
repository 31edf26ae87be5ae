"""Reads the lists that ``[[packages]]`` tables name; unlike hints, they have to be readable.

A list decides what counts as declared, so a list that can't be read stops the check. It may be
written by an untrusted author: its size is bounded, and the time to read it grows with its size.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import NamedTuple

from attribcheck.core.errors import AttribcheckError
from attribcheck.formats import bounded_json
from attribcheck.manifests import package_lock
from attribcheck.manifests.base import Package
from attribcheck.manifests.cargo_vendor import cargo_package
from attribcheck.manifests.go_vendor import modules
from attribcheck.manifests.vendor_txt import requirements

MAX_BYTES = bounded_json.MAX_BYTES
"""The largest list that is read; a lock file of 1,000 packages has about 500 KB."""

NAMES = (
    "package-lock.json",
    "npm-shrinkwrap.json",
    ".package-lock.json",
    "modules.txt",
    "Cargo.lock",
    "vendor.txt",
    "vendored.txt",
)
"""The names of the lists that are read."""

_CARGO_KEY = re.compile(r'(name|version|source) = "([^"\\]*)"\s*\Z')


class Listed(NamedTuple):
    """The packages of a list.

    Attributes:
        by_folder: Those whose folder is known, by its path.
        named: The others: their folder has their name, or their name and version.
    """

    by_folder: Mapping[str, Package] = {}
    named: tuple[Package, ...] = ()


def read(path: str, data: bytes) -> Listed:
    """Return the packages of the list at ``path``.

    Raises:
        AttribcheckError: it is of no known kind, too large, damaged, or lists nothing; the message
            is a clause.
    """
    reader = _READERS.get(path.rpartition("/")[2])
    if reader is None:
        raise AttribcheckError(f"it is none of the lists that are read: {', '.join(NAMES)}")
    if len(data) > MAX_BYTES:
        raise AttribcheckError(f"it has {len(data):,} bytes; {MAX_BYTES:,} are the most")
    listed = reader(path, data)
    if not (listed.by_folder or listed.named):
        raise AttribcheckError("it lists no package with a version")
    return listed


def _npm(path: str, data: bytes) -> Listed:
    document = bounded_json.parse(data, "it")
    if not isinstance(document, dict) or not isinstance(document.get("packages"), dict):
        raise AttribcheckError(
            'it has no "packages": `npm install --lockfile-version 3` writes them (npm 7 or newer)'
        )
    return Listed(dict(package_lock.packages(path, document)))


def _go(path: str, data: bytes) -> Listed:
    found = modules(path, _text(data))
    return Listed({folder: module for folder, module in found if module})


def _cargo(_path: str, data: bytes) -> Listed:
    return Listed(named=tuple(_crates(_text(data).splitlines())))


def _crates(lines: Iterable[str]) -> Iterator[Package]:
    """Yield the crates of a ``Cargo.lock`` that come from elsewhere.

    Format: Cargo writes each key on a line of its own; a crate of the project has no ``source``.
    """
    about: dict[str, str] = {}
    for line in (*lines, "[[package]]"):
        if line.startswith("["):
            if "source" in about and (
                found := cargo_package(about.get("name"), about.get("version"))
            ):
                yield found
            about = {}
        elif match := _CARGO_KEY.match(line):
            about.setdefault(match[1], match[2])


def _pip(_path: str, data: bytes) -> Listed:
    return Listed(named=tuple(requirements(_text(data))))


def _text(data: bytes) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise AttribcheckError(f"byte {error.start:,} of it is not UTF-8") from error


_READERS: dict[str, Callable[[str, bytes], Listed]] = {
    **dict.fromkeys(NAMES[:3], _npm),
    "modules.txt": _go,
    "Cargo.lock": _cargo,
    **dict.fromkeys(NAMES[5:], _pip),
}
