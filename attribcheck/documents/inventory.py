"""The inventory of a release: its third-party components as frozen values, for all documents.

``assemble`` builds it. Templates are rendered from these values, and docs/templates.md is generated
from their docstrings.
"""

from __future__ import annotations

from datetime import datetime, timezone
from typing import NamedTuple


class Statement(NamedTuple):
    """A copyright statement.

    Attributes:
        text: The statement, as it is written in the first of ``files``; of several lines with one
            space for each line end.
        holders: Its holders, as they are written.
        files: The paths of the files that it was found in, in order.
    """

    text: str
    holders: tuple[str, ...]
    files: tuple[str, ...]


class OtherStatement(NamedTuple):
    """A copyright statement in a component's file that is not counted as the component's.

    Attributes:
        text: The statement, as it is written.
        why: Why it is not counted: a clause, or the reason that a person gave for it.
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
        sha1: SHA-1, by which SPDX identifies files.
        sha256: SHA-256.
    """

    sha1: str
    sha256: str


class File(NamedTuple):
    """A file of a component.

    Attributes:
        path: Its path from the top of the repository; bytes that are not UTF-8 are escaped.
        license: The SPDX expression that the engine detects in it, or None.
        statements: The copyright statements of the component in this file, verbatim.
        conclusions: Detected licences that a person concluded not to be its own, each as
            ``without ID: REASON``, from exceptions, inline exceptions and REUSE-Ignore blocks.
        digests: The digests of its content as git stores it, before the line ends and filters of a
            checkout, or of the object of an LFS pointer. None without content: for a link, a
            submodule, or an LFS pointer whose object was not fetched.
    """

    path: str
    license: str | None
    statements: tuple[str, ...]
    digests: Digests | None = None
    conclusions: tuple[str, ...] = ()


class LegalFile(NamedTuple):
    """A LICENSE, NOTICE or similar file that came with a component.

    Attributes:
        path: Its path.
        kind: ``license`` or ``notice``.
        text: Its text, verbatim, with Unix line ends.
        repeats: The SPDX id whose known text it repeats word for word, apart from copyright
            statements; empty when it has any other text.
    """

    path: str
    kind: str
    text: str
    repeats: str = ""


class ModelClaim(NamedTuple):
    """What a file says of a model.

    Attributes:
        kind: ``base model``, ``model code`` for the family of its architecture, ``task`` or
            ``data set``.
        name: The model, the family, the task or the data.
        strength: ``stated`` by a card or the metadata of weights, or ``configured``.
        relation: What a card states of the relation, such as ``quantized``; else empty.
        path: The file.
        line: The line, from 1; 0 in a binary file.
        key: The key.
    """

    kind: str
    name: str
    strength: str
    relation: str
    path: str
    line: int
    key: str

    @property
    def place(self) -> str:
        """The file and the key."""
        return f"{self.path}: {self.key}"


class InventoryComponent(NamedTuple):
    """One component of the release.

    Attributes:
        name: Its name in the policy.
        version: Its version, or None.
        purl: Its package URL, or None.
        supplier: Who supplied it, or None.
        origin: The supplier's country, ISO 3166-1 alpha-2, or None.
        source: The URL of its origin, or None.
        models: The base models that it covers.
        patterns: The patterns of its paths, as written in the policy.
        files: Its files, in order of their paths.
        modified: Whether its files were changed, by the policy or by their recorded digests. None
            when both are silent.
        concluded_license: The SPDX expression in the policy.
        declared_license: The SPDX expression of its authors: that which the engine detects in the
            licence files nearest to its top or, without any, in its package manifests. None when
            there is neither.
        detected_license: The SPDX expression that the engine detects in all its files, or None.
        holders: Its copyright holders, in the order of their first statements.
        statements: Its copyright statements, each once, in the order of the files.
        asides: Copyright statements in its files that are not counted as its own.
        legal: The LICENSE, NOTICE and similar files that came with it.
        unscanned: The paths of files that could not be scanned.
        claims: What its files say of the models that it comes from.
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
    claims: tuple[ModelClaim, ...] = ()

    @property
    def title(self) -> str:
        """The name, with the version when it is known."""
        return f"{self.name} {self.version}" if self.version else self.name

    @property
    def is_elsewhere(self) -> bool:
        """Whether it declares models that are loaded from elsewhere: it has no files."""
        return bool(self.models) and not (self.patterns or self.files)


class LicenseText(NamedTuple):
    """A licence, or a licence exception, that components name.

    Attributes:
        id: Its SPDX id.
        name: Its full name; the id when none is known.
        text: Its text; None when neither scancode nor the repository has it.
        used_by: The titles of the components that name it, in order.
    """

    id: str
    name: str
    text: str | None
    used_by: tuple[str, ...]


class CarriedText(NamedTuple):
    """A text that came with components and is not just the text of a known licence.

    Attributes:
        paths: The paths of the files with this text, in order.
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
        claims: What its model card at the top says of the models that it comes from.
    """

    name: str
    license: str | None
    holders: tuple[str, ...]
    claims: tuple[ModelClaim, ...] = ()


class Inventory(NamedTuple):
    """The third-party components of a release.

    Attributes:
        project: The project that is released.
        items: Its components, in the order of the policy.
        licenses: Every licence that the policy states for components, once, in the order of ids.
        texts: Every text that came with the components and is not just the text of a known licence,
            once.
        further_licenses: Every licence that authors state or the engine detects and that the policy
            states for no component, in the order of ids.
        created: The time of the release, in UTC and ISO 8601 format: SOURCE_DATE_EPOCH, else the
            committer date of the current commit.
        environments: The folder names of the environments whose installed packages are included.
        contributed: The copyright statements of contributors in the project's own files.
    """

    project: Release
    items: tuple[InventoryComponent, ...]
    licenses: tuple[LicenseText, ...]
    texts: tuple[CarriedText, ...]
    further_licenses: tuple[LicenseText, ...] = ()
    created: str = "1970-01-01T00:00:00Z"
    environments: tuple[str, ...] = ()
    contributed: tuple[Statement, ...] = ()


def timestamp(moment: datetime) -> str:
    """Return a time in ISO 8601 format, in UTC, to the second."""
    return moment.astimezone(timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
