"""The interface of environments, which read installed packages as data.

Nothing in an environment is imported or executed, and nothing outside of it is read: a path in its
metadata that leads out, also through a link, is listed as not read.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple, Protocol

from packageurl import PackageURL

from attribcheck.core.text import printable
from attribcheck.notices import legal_files

_NOT_A_TEXT = re.compile(
    r"(?:\.py[co]|\.so|\.pyd|\.dll|\.dylib|\.node)\Z|(?:\A|/)(?:RECORD|INSTALLER)\Z"
)

Files = tuple[tuple[str, Path], ...]
"""Pairs of a path inside of a package and the file on disk."""


class Distribution(NamedTuple):
    """One installed package.

    Attributes:
        name: The name in its metadata, or else of its folder.
        version: Its version, or None.
        purl: Its package URL; None when its metadata allows none.
        homepage: The URL of its origin in its metadata, or None.
        license: The SPDX expression in its metadata; None when there is no valid one.
        files: Its legal files and its metadata.
        rest: Its other files, which are read when ``files`` state no copyright.
        refused: Paths in its metadata that are not read: they lead out of the environment or do not
            exist.
    """

    name: str
    version: str | None
    purl: str | None
    homepage: str | None
    license: str | None
    files: Files
    rest: Files = ()
    refused: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        """The name with the version, usable as a path."""
        title = f"{self.name}-{self.version}" if self.version else self.name
        parts = (part for part in title.split("/") if part not in {"", ".", ".."})
        return "/".join(parts) or "package"


class Environment(Protocol):
    """A folder of installed packages."""

    def distributions(self) -> Iterator[Distribution]:
        """Yield every installed package, in order.

        Raises:
            AttribcheckError: the folder can't be read.
        """
        ...


def inside(root: Path, path: Path) -> bool:
    """Whether ``path`` is a regular file in ``root``, with all links resolved."""
    try:
        return path.is_file() and not path.is_symlink() and path.resolve().is_relative_to(root)
    except (OSError, RuntimeError, ValueError):  # a loop of links; an invalid file name
        return False


def split_legal(files: Iterable[tuple[str, Path]], manifests: Iterable[str]) -> tuple[Files, Files]:
    """Return the legal files and manifests of a package, and its other files but compiled ones.

    Args:
        files: Every file of the package.
        manifests: The paths of its metadata.
    """
    found = sorted(dict(files).items())
    first = {path for path, _ in found if legal_files.is_legal_file(f"package/{path}")}
    first.update(manifests)
    return (
        tuple(item for item in found if item[0] in first),
        tuple(item for item in found if item[0] not in first and not _NOT_A_TEXT.search(item[0])),
    )


def purl(type_: str, namespace: str | None, name: str, version: str | None) -> str | None:
    """Return the package URL of a package, or None when its parts are invalid."""
    try:
        return PackageURL(type_, namespace, name, version).to_string()
    except ValueError:
        return None


def line(value: object) -> str | None:
    """Return a text in metadata as one printable line; None for a blank or another type."""
    if not isinstance(value, str) or not value.strip():
        return None
    return printable(" ".join(value.split()))


def folders(path: Path) -> list[Path]:
    """Return the folders in ``path``, links to folders among them, in order."""
    try:
        with os.scandir(path) as entries:
            return sorted(Path(entry.path) for entry in entries if entry.is_dir())
    except OSError:
        return []
