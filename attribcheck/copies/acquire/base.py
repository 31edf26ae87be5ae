"""The interface of every kind of origin, and the limits that all share.

A package comes from anybody. Its files are read as data, from the archive or the object store that
its client downloaded: nothing is unpacked to disk, installed, built or imported.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple, Protocol

from attribcheck.core.errors import AttribcheckError, UsageError
from attribcheck.core.text import printable

FILE_LIMIT = 2 * 2**20
"""Bytes; a larger file is data or generated, and left out."""

FILES_LIMIT = 100_000
"""Files of one component; more are an error."""

TOTAL_LIMIT = 2 * 2**30
"""Bytes of all files of one component that are read; more are an error."""

CLIENT_SECONDS = 1800.0
"""Time limit of one download: some packages have hundreds of MB."""

_PURL = re.compile(r"pkg:(?P<type>[A-Za-z0-9.+-]+)/")
_BINARY_HEAD = 8192


class Acquired(NamedTuple):
    """The files of one version of a component.

    Attributes:
        name: Its name.
        version: Its version or revision; empty when unknown.
        files: Pairs of a path in the component and the content, each path once. They are read while
            they are iterated, so the scratch folder of ``Kind.acquire`` must still exist.
        purl: Its package URL; empty when it has none.
        source: Where it was taken from, for people; holds no path of this machine.
        license: The licence in its manifest, as written there; empty when there is none.
        place: The folder it was read from, if it was one.
    """

    name: str
    version: str
    files: Iterable[tuple[str, bytes]]
    purl: str = ""
    source: str = ""
    license: str = ""
    place: Path | None = None


class Kind(Protocol):
    """One kind of place that components are taken from.

    Attributes:
        name: The kind in the plural, for people.
        example: How a user names one.
    """

    name: str
    example: str

    def accepts(self, spec: str) -> bool:
        """Whether ``spec`` names something of this kind."""
        ...

    def acquire(self, spec: str, scratch: Path) -> Acquired:
        """Return the component that ``spec`` names, downloaded where needed.

        Args:
            spec: As the user wrote it.
            scratch: An empty folder for what is downloaded.

        Raises:
            UsageError: ``spec`` is malformed.
            AttribcheckError: there is no such component, its client is missing or failed, or what
                it downloaded is damaged or exceeds a limit.
        """
        ...


def purl_type(spec: str) -> str:
    """Return the type of a package URL in lower case; empty when ``spec`` is none."""
    match = _PURL.match(spec)
    return match["type"].lower() if match else ""


def is_text(content: bytes) -> bool:
    """Whether a file is worth reading: no NUL in its head, as git decides it."""
    return b"\0" not in content[:_BINARY_HEAD]


def bounded(files: Iterable[tuple[str, bytes]], label: str) -> Iterator[tuple[str, bytes]]:
    """Yield the text files among ``files``, each path once.

    Args:
        files: Pairs of a path and its content.
        label: The component, for errors.

    Raises:
        AttribcheckError: there are too many, or they are too large in all.
    """
    seen: set[str] = set()
    total = 0
    for path, content in files:
        total += len(content)
        if len(seen) >= FILES_LIMIT or total > TOTAL_LIMIT:
            raise AttribcheckError(
                f"{printable(label)} has more than {FILES_LIMIT:,} files or"
                f" {TOTAL_LIMIT // 2**30} GiB, so it is not read",
                hint="take a part of it: a folder of a checkout",
            )
        if path not in seen and is_text(content):
            seen.add(path)
            yield path, content


def checked(text: str, pattern: re.Pattern[str], what: str, spec: str) -> str:
    """Return ``text``, a part of ``spec`` that is passed to a client.

    Args:
        text: The part.
        pattern: What it must be; nothing that begins with a hyphen, or is a path or URL.
        what: The part, for the error: "name".
        spec: The complete text, for the error.

    Raises:
        UsageError: it is something else.
    """
    if not pattern.fullmatch(text):
        raise UsageError(f"{printable(spec)}: {printable(text)!r} is no {what} of a package")
    return text
