"""What readers of manifests have in common."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Mapping, Sequence
from typing import NamedTuple, Protocol

from attribcheck.core.text import printable
from attribcheck.policy.fields import PURL_PATTERN

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

# A key of many parts, for which the time of the parser grows with their square.
_LONG_KEY = re.compile(
    r"(?<![\w.-])(?:[\w-]+|\"[^\"\n]*\"|'[^'\n]*')"
    r"(?:[ \t]*\.[ \t]*(?:[\w-]+|\"[^\"\n]*\"|'[^'\n]*')){32}"
)

# The words, signs and years in front of a holder; "[p]", or this would be read as a statement.
_NO_HOLDER = re.compile(
    r"\A(?:(?:spdx-fileco[p]yrighttext:|co[p]yright|co[p]r\.|by|\d{2,4}|present|now)(?!\w)"
    r"|\(c\)|©|[-\u2013,;:+.\s])+",
    re.IGNORECASE,
)

_YEARS_BEHIND = re.compile(
    r"[\s,(]+(?:19|20)\d\d(?:[-\u2013,\s]+(?:\d{2,4}|present|now))*[).\s]*\Z"
)


class Package(NamedTuple):
    """A package in a manifest.

    Attributes:
        name: Its name.
        version: Its version.
        purl: Its package URL.
        license: The licence that the manifest states, as it is written there; an SPDX expression of
            those that have a ``place``.
        holders: Its holders, of those.
        place: The manifest, where it is read for its licence and holders, too.
    """

    name: str
    version: str | None = None
    purl: str | None = None
    license: str | None = None
    holders: tuple[str, ...] = ()
    place: str = ""


class Statement(NamedTuple):
    """What a file of people states of files: who holds them, under which licence.

    Attributes:
        place: The file that states it.
        paths: gitignore-style patterns of the files.
        name: The name that is written there; empty without one.
        license: Its SPDX expression; None without one that the policy can hold.
        holders: The holders.
        version: Its version.
        purl: Its package URL.
        source: The URL of its source.
        whole: Whether it is of all files of the project that no other statement is of.
    """

    place: str
    paths: tuple[str, ...]
    name: str = ""
    license: str | None = None
    holders: tuple[str, ...] = ()
    version: str | None = None
    purl: str | None = None
    source: str | None = None
    whole: bool = False


class Manifests(NamedTuple):
    """The packages of manifests.

    Attributes:
        by_name: Packages in lists, by their normalised name.
        by_folder: Packages with a manifest in their own directory, by that directory.
        beside: The directories and files that belong to a ``*.dist-info`` directory, by directory.
        third_party: The directories of which a manifest says that their content is of others.
        statements: What is stated of files; of several for one file the last applies.
        people: Who contributed to the project, each with the file that names them.
    """

    by_name: Mapping[str, Package] = {}
    by_folder: Mapping[str, Package] = {}
    beside: Mapping[str, tuple[str, ...]] = {}
    third_party: frozenset[str] = frozenset()
    statements: tuple[Statement, ...] = ()
    people: Mapping[str, str] = {}

    def package(self, folder: str) -> Package | None:
        """Return the package in ``folder``, by its own manifest or by the name of the directory."""
        by_name = self.by_name.get(normal_name(folder.rpartition("/")[2]))
        return self.by_folder.get(folder) or by_name


class Reader(Protocol):
    """Reads the manifests of one format; they are hints, so an unreadable one is skipped."""

    def reads(self, path: str) -> bool:
        """Whether the name of a file is that of a manifest of this format."""
        ...

    def read(self, manifests: Sequence[tuple[str, str]]) -> Manifests:
        """Return the packages of manifests, given as pairs of path and text."""
        ...


def normal_name(name: str) -> str:
    """Return the normalised name: PyPI's rule, which also suits other ecosystems."""
    return re.sub(r"[-_.]+", "-", name).lower()


def package(name: object, version: object, purl: object, license_: object = None) -> Package | None:
    """Return a package with values that are valid in a policy, or None when it has no name.

    Invalid values are dropped: one vendored manifest must not make the draft fail.
    """
    if not isinstance(name, str) or not name.strip():
        return None
    url = printable_text(purl)
    if url and not re.fullmatch(PURL_PATTERN, url):
        url = None
    return Package(printable(name), printable_text(version), url, printable_text(license_))


def pypi_package(name: str, version: str | None, license_: str | None = None) -> Package | None:
    """Return a package of PyPI; see ``package``."""
    tail = f"@{version}" if version else ""
    return package(name, version, f"pkg:pypi/{normal_name(name)}{tail}", license_)


def json_object(text: str) -> Mapping[str, object]:
    """Return the JSON object in ``text``; an empty one for anything else."""
    try:
        document = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    return document if isinstance(document, dict) else {}


def toml_table(text: str) -> Mapping[str, object]:
    """Return the tables of a TOML document; an empty one for anything else."""
    if _LONG_KEY.search(text):
        return {}
    try:
        return tomllib.loads(text)
    except (ValueError, RecursionError):
        return {}


def expression(written: object) -> str | None:
    """Return an SPDX expression that a policy can hold, or None."""
    from attribcheck.spdx import expressions  # lazy: its library is slow to import

    if not isinstance(written, str) or not written.strip():
        return None
    try:
        return None if expressions.problems(written) else expressions.normalize(written)
    except ValueError:
        return None


def holder(statement: str) -> str:
    """Return a copyright statement without its sign and its years: the holders.

    Empty for what a policy would read as a pattern: only a person may write one.
    """
    found = _YEARS_BEHIND.sub("", _NO_HOLDER.sub("", statement.strip())).strip(" ,;:-")
    return "" if found.startswith("re:") else found


def printable_text(value: object) -> str | None:
    """Return a text that a policy can hold, or None."""
    is_valid = isinstance(value, str) and value.strip() and value == printable(value)
    return str(value) if is_valid else None
