"""What every kind of environment offers: the packages that are installed in it, read as data.

Nothing of an environment is imported or executed, and nothing outside of it is read, whatever its
metadata says: a path that leads out, also by a link, is listed as not read.
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
"""Files by their paths inside of a package."""


class Distribution(NamedTuple):
    """One installed package.

    Attributes:
        name: As its metadata has it, or else its folder.
        version: Its version, or None.
        purl: Its package URL, or None when its metadata makes none.
        homepage: Where it says that it is from, or None.
        license: The SPDX expression that its metadata states, or None when it states none that is
            one; the engine reads the rest of the metadata.
        files: Its legal files and its metadata, by their paths inside of the package.
        rest: Its other files: read when no copyright is stated in the first.
        refused: What its metadata names and is not read, since it leads out of the environment or
            is not there.
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
        """The name with the version, as a folder can be called."""
        title = f"{self.name}-{self.version}" if self.version else self.name
        parts = (part for part in title.split("/") if part not in {"", ".", ".."})
        return "/".join(parts) or "package"


class Environment(Protocol):
    """A folder of installed packages."""

    def distributions(self) -> Iterator[Distribution]:
        """Yield every package that is installed in it, in order.

        Raises:
            AttribcheckError: the folder can't be read.
        """
        ...


def inside(root: Path, path: Path) -> bool:
    """Whether ``path`` is a regular file in ``root``, also after every link was followed."""
    try:
        return path.is_file() and not path.is_symlink() and path.resolve().is_relative_to(root)
    except (OSError, RuntimeError, ValueError):  # a loop of links; a name that no file can have
        return False


def parted(files: Iterable[tuple[str, Path]], manifests: Iterable[str]) -> tuple[Files, Files]:
    """Return what is read of a package first, its legal files and manifests, and the rest of it.

    Args:
        files: Every file of the package.
        manifests: The paths of its own metadata.
    """
    found = sorted(dict(files).items())
    first = {path for path, _ in found if legal_files.is_legal_file(f"package/{path}")}
    first.update(manifests)
    return (
        tuple(item for item in found if item[0] in first),
        tuple(item for item in found if item[0] not in first and not _NOT_A_TEXT.search(item[0])),
    )


def purl(type_: str, namespace: str | None, name: str, version: str | None) -> str | None:
    """Return a package URL, or None when its parts make none."""
    try:
        return PackageURL(type_, namespace, name, version).to_string()
    except ValueError:
        return None


def stated(value: object) -> str | None:
    """Return a text of metadata, safe to show, on one line; None when it says nothing."""
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
