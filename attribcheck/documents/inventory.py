"""What a release holds of others, as plain frozen values: all that a document is made from.

``assemble`` makes them. The templates are rendered from these very values, and docs/templates.md is
generated from their docstrings.
"""

from __future__ import annotations

from datetime import datetime, timezone
from typing import NamedTuple


class Statement(NamedTuple):
    """A copyright statement.

    Attributes:
        text: The statement, verbatim as the engine reports it.
        holders: Its holders, verbatim as the engine reports them.
        files: The paths of the files that it was found in, in order.
    """

    text: str
    holders: tuple[str, ...]
    files: tuple[str, ...]


class OtherStatement(NamedTuple):
    """A copyright statement in a component's file that is not counted as the component's.

    Attributes:
        text: The statement, verbatim as the engine reports it.
        why: Why it is not counted, as a clause.
        files: The paths of the files that it was found in, in order.
    """

    text: str
    why: str
    files: tuple[str, ...]


class Holder(NamedTuple):
    """A copyright holder.

    Attributes:
        name: The name, verbatim as it was found first. Two names are one holder only when they
            differ in nothing but case, spaces and punctuation.
        years: The years that statements of this holder alone give, such as ``2019-2021, 2024``;
            years that nobody stated are not filled in. Empty when none are given.
    """

    name: str
    years: str


class Digests(NamedTuple):
    """The digests of a file's content, in hexadecimal.

    Attributes:
        sha1: SHA-1, by which SPDX tells files apart.
        sha256: SHA-256.
    """

    sha1: str
    sha256: str


class File(NamedTuple):
    """A file of a component.

    Attributes:
        path: Its path from the top of the repository; bytes that are not UTF-8 are escaped.
        license: The SPDX expression that the engine detects in it, or None.
        statements: The copyright statements of the component that stand in it, verbatim.
        digests: Those of its content as git stores it, before the line ends and filters of a
            checkout, or of the object that an LFS pointer stands for. None for what has no content
            here: a link, a submodule, an LFS pointer whose object was not fetched.
    """

    path: str
    license: str | None
    statements: tuple[str, ...]
    digests: Digests | None = None


class LegalFile(NamedTuple):
    """A LICENSE, NOTICE or similar file that came with a component.

    Attributes:
        path: Its path.
        kind: ``license`` or ``notice``.
        text: What stands in it, verbatim, with the line ends of Unix.
        repeats: The SPDX id whose known text it repeats word for word beside its copyright
            statements; empty when it says anything else.
    """

    path: str
    kind: str
    text: str
    repeats: str = ""


class InventoryComponent(NamedTuple):
    """One component as the release holds it.

    Attributes:
        name: Its name in the policy.
        version: Its version, or None.
        purl: Its package URL, or None.
        supplier: Who it was had from, or None.
        origin: The supplier's country, ISO 3166-1 alpha-2, or None.
        source: The URL it was taken from, or None.
        models: The base models that it covers.
        patterns: The patterns of its paths, as the policy has them.
        files: Its files, in order of their paths.
        modified: Whether its files were changed: by the policy or, where it does not say yes, by
            their recorded digests. None when neither says.
        concluded_license: The SPDX expression that the policy states.
        declared_license: What its authors state: the SPDX expression that the engine reads in the
            licence files nearest to its top or, without any, in its package manifests. None when
            there is neither.
        detected_license: The SPDX expression that the engine finds in all its files, or None.
        holders: Its copyright holders, in the order in which they were found.
        statements: Its copyright statements, each once, in the order of the files.
        asides: Copyright statements in its files that are not counted as its own.
        legal: The LICENSE, NOTICE and similar files that came with it.
        unscanned: The paths of files that could not be scanned.
    """

    name: str
    concluded_license: str
    version: str | None = None
    purl: str | None = None
    supplier: str | None = None
    origin: str | None = None
    source: str | None = None
    models: tuple[str, ...] = ()
    patterns: tuple[str, ...] = ()
    files: tuple[File, ...] = ()
    modified: bool | None = None
    declared_license: str | None = None
    detected_license: str | None = None
    holders: tuple[Holder, ...] = ()
    statements: tuple[Statement, ...] = ()
    asides: tuple[OtherStatement, ...] = ()
    legal: tuple[LegalFile, ...] = ()
    unscanned: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        """The name, with the version when it is known."""
        return f"{self.name} {self.version}" if self.version else self.name


class LicenseText(NamedTuple):
    """A licence, or a licence exception, that components name.

    Attributes:
        id: Its SPDX id.
        name: Its full name; the id when none is known.
        text: Its text, or None when it is nowhere to be had.
        used_by: The titles of the components that name it, in order.
    """

    id: str
    name: str
    text: str | None
    used_by: tuple[str, ...]


class CarriedText(NamedTuple):
    """A text that came with components and says more than a known licence: carried whole.

    Attributes:
        paths: The paths of the files that it is the text of, in order.
        text: The text, verbatim.
    """

    paths: tuple[str, ...]
    text: str


class Release(NamedTuple):
    """The project that is released.

    Attributes:
        name: Its name.
        license: Its own licence, an SPDX expression, or None.
        holders: Its own holders' names.
    """

    name: str
    license: str | None
    holders: tuple[str, ...]


class Inventory(NamedTuple):
    """Everything that a release holds of others.

    Attributes:
        project: The project that is released.
        items: Its components, in the order of the policy.
        licenses: Every licence that components have by the policy once, in the order of their ids.
        texts: Every text that came with the components and is no mere repetition of a known
            licence, once.
        further_licenses: Every licence that authors state or the engine detects and that no
            component has by the policy, in the order of their ids.
        created: When the release was made, in UTC as ISO 8601 has it: the time of
            SOURCE_DATE_EPOCH, else the committer date of the current commit.
        environments: The environments whose installed packages are among the items, by the names
            of their folders.
    """

    project: Release
    items: tuple[InventoryComponent, ...]
    licenses: tuple[LicenseText, ...]
    texts: tuple[CarriedText, ...]
    further_licenses: tuple[LicenseText, ...] = ()
    created: str = "1970-01-01T00:00:00Z"
    environments: tuple[str, ...] = ()


def timestamp(moment: datetime) -> str:
    """Return a moment as inventories have it: ISO 8601, in UTC, to the second."""
    return moment.astimezone(timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
