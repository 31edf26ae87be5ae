"""The policy as typed values, each with the lines of its keys."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from attribcheck.core.finding import Severity
from attribcheck.core.model import POLICY_NAME
from attribcheck.policy.lockfile import LockedFiles
from attribcheck.policy.path_patterns import PathPatterns

if TYPE_CHECKING:
    from attribcheck.policy.accepted import Accepted

VERSION = 1
"""The version of the format that this attribcheck reads and writes."""

NO_LICENSE = "LicenseRef-unstated"
"""The licence of a component of which none is known."""

LICENSE_IN_FILES = "LicenseRef-in-its-files"
"""The licence of a listed package whose list states none, until its LICENSE was scanned."""


LinesFound = tuple[int, Mapping[tuple[str | int, ...], int]]
"""The line of a table's header (1 for the top of the file), and the lines of its keys,
``("paths",)``, and of its array items, ``("paths", 0)``."""


class Lines:
    """The line numbers of one table and its keys in the policy file, from 1.

    All are equal, so that equal tables on different lines are equal.

    Args:
        header: The line of the table's header.
    """

    __slots__ = ("_find",)

    def __init__(self, header: int = 1) -> None:
        self._find: Callable[[], LinesFound] = lambda: (header, {})

    @classmethod
    def found_by(cls, find: Callable[[], LinesFound]) -> Lines:
        """Return the lines that ``find`` returns; it is called when one is asked for."""
        lines = cls()
        lines._find = find
        return lines

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Lines)

    def __hash__(self) -> int:
        return hash(Lines)

    @property
    def header(self) -> int:
        """The line of the table's header."""
        return self._find()[0]

    def of(self, *key: str | int) -> int:
        """Return the line of ``key``, or of the nearest array, table or header that contains it."""
        header, keys = self._find()
        while key:
            if key in keys:
                return keys[key]
            key = key[:-1]
        return header


class Project(NamedTuple):
    """``[project]``: the project itself.

    Attributes:
        name: The project's name.
        license: Its SPDX expression, or None.
        holders: Its own copyright holders: plain names or ``re:PATTERN``.
        contributors: Others whose notices stand in its own files, likewise.
        origin: ISO 3166-1 alpha-2 country, or None.
        header: The template of the notice of its own source files, or None.
    """

    name: str | None = None
    license: str | None = None
    holders: tuple[str, ...] = ()
    contributors: tuple[str, ...] = ()
    origin: str | None = None
    header: str | None = None
    lines: Lines = Lines()


class LicenseTable(NamedTuple):
    """``[licenses]``: SPDX ids and expressions, and ``category:NAME`` of scancode's categories.

    Attributes:
        allow: What a component may have; None allows all.
        deny: The denied licences; wins over ``allow``.
    """

    allow: tuple[str, ...] | None = None
    deny: tuple[str, ...] = ()
    lines: Lines = Lines()


class OriginTable(NamedTuple):
    """``[origins]``: countries (ISO 3166-1 alpha-2) and ``supplier:NAME`` entries.

    Attributes:
        allow: The allowed origins of components; None allows all.
        deny: The denied origins; wins over ``allow``.
    """

    allow: tuple[str, ...] | None = None
    deny: tuple[str, ...] = ()
    lines: Lines = Lines()


class ScanTable(NamedTuple):
    """``[scan]``: limits for the scan of one file, and what is read of files that hold others.

    Attributes:
        timeout: Seconds.
        memory: MiB beyond the memory of the engine itself.
        archives: ``read``, ``list`` or ``ignore``: archives and compressed files.
        media: The same for fonts, images, office documents, audio and video.
    """

    timeout: int = 120
    memory: int = 4096
    archives: str = "read"
    media: str = "read"
    lines: Lines = Lines()


class Component(NamedTuple):
    """``[[component]]``: a body of code or weights with one origin.

    Attributes:
        name: Unique in the policy.
        license: Its concluded licence (SPDX term), an expression.
        holders: Its copyright holders: plain names or ``re:PATTERN``.
        paths: gitignore-style patterns of its files; none for models from elsewhere.
        version: Its version or revision.
        purl: Its package URL.
        supplier: Its supplier (SPDX term).
        origin: ISO 3166-1 alpha-2 country of the supplier.
        source: The URL of its source.
        modified: Whether its files were modified; None when the policy does not say.
        notice_file: Path of its upstream NOTICE, which documents contain verbatim.
        models: Base models that it declares.
        weights: Paths of fingerprints of its weights.
        listed: For a package of a ``[[packages]]`` table the list or manifest that names it: any
            holder in its files is its own. Empty for a ``[[component]]``.
    """

    name: str
    license: str
    holders: tuple[str, ...] = ()
    paths: tuple[str, ...] = ()
    version: str | None = None
    purl: str | None = None
    supplier: str | None = None
    origin: str | None = None
    source: str | None = None
    modified: bool | None = None
    notice_file: str | None = None
    models: tuple[str, ...] = ()
    weights: tuple[str, ...] = ()
    listed: str = ""
    lines: Lines = Lines()

    @property
    def known_license(self) -> str:
        """Its licence; empty when that is in files which were not scanned."""
        return "" if self.license == LICENSE_IN_FILES else self.license

    @property
    def is_of_models(self) -> bool:
        """Whether it declares models alone, and not whose the files are that name them."""
        return bool(self.models) and not self.holders


class Packages(NamedTuple):
    """``[[packages]]``: a folder that a package manager fills; each package is a component.

    Attributes:
        folder: Its path.
        list: The file that names the packages; None where their own manifests do.
    """

    folder: str
    list: str | None = None
    lines: Lines = Lines()


class PolicyException(NamedTuple):
    """``[[exception]]``: suppresses findings of one rule at some paths, with a reason.

    Attributes:
        rule: The rule whose findings it suppresses.
        paths: gitignore-style patterns of the files.
        reason: Why; never empty.
        expires: The last day on which it applies, or None.
    """

    rule: str
    paths: tuple[str, ...]
    reason: str
    expires: date | None = None
    lines: Lines = Lines()

    def is_in_force(self, day: date) -> bool:
        """Whether it applies on ``day``."""
        return self.expires is None or self.expires >= day

    def covers(self, path: str) -> bool:
        """Whether its paths match ``path``; see ``matcher`` for many paths."""
        return self.matcher()(path)

    def matcher(self) -> Callable[[str], bool]:
        """Return what tells whether its paths match a path; made once, it serves any number."""
        return PathPatterns(self.paths).matches


class Policy(NamedTuple):
    """A complete policy.

    Attributes:
        path: The file's name for reports; None when there is none and the defaults apply (no own
            holders, no components).
        packages: The folders that package managers fill.
        components: Those of the policy; behind them, after ``packages.loading``, the packages.
        severities: Severity by rule name, where ``[rules]`` changes it.
        locked: The files that ``attribcheck.lock`` records, by component name.
        accepted: The findings that ``attribcheck.baseline`` accepts, by fingerprint.
        text: The text of the file, without a byte-order mark; empty when there is none.
    """

    path: str | None = None
    project: Project = Project()
    licenses: LicenseTable | None = None
    origins: OriginTable | None = None
    scan: ScanTable = ScanTable()
    packages: tuple[Packages, ...] = ()
    components: tuple[Component, ...] = ()
    exceptions: tuple[PolicyException, ...] = ()
    severities: Mapping[str, Severity] = MappingProxyType({})
    locked: Mapping[str, LockedFiles] = MappingProxyType({})
    accepted: Mapping[str, Accepted] = MappingProxyType({})
    text: str = ""

    def exceptions_in_force(self, day: date, rule: str) -> tuple[PolicyException, ...]:
        """Return the exceptions from ``rule`` that apply on ``day``."""
        return tuple(e for e in self.exceptions if e.rule == rule and e.is_in_force(day))

    @property
    def has_unread_licenses(self) -> bool:
        """Whether the licence of a listed package is that of its LICENSE, which was not read."""
        return not all(one.known_license for one in self.components)

    @property
    def end(self) -> tuple[int, int] | None:
        """Line and column, from 1, behind the last character of the file; None without a file."""
        if self.path is None:
            return None
        return self.text.count("\n") + 1, len(self.text) - self.text.rfind("\n")

    @property
    def display_path(self) -> str:
        """The file's name for messages, also when there is no file."""
        return self.path or POLICY_NAME
