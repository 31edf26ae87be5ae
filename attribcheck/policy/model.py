"""The policy as typed values; every entry knows the line it was written on."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import NamedTuple

from attribcheck.core.finding import Severity
from attribcheck.core.model import POLICY_NAME
from attribcheck.policy.lockfile import LockedFiles
from attribcheck.policy.path_patterns import PathPatterns

VERSION = 1
"""The version of the format that this attribcheck reads and writes."""


class Lines(NamedTuple):
    """Where the keys of one table stand in the policy file, counted from 1.

    All are equal: what a table says does not depend on where it stands.

    Attributes:
        header: The line of the table's header (1 for the top of the file).
        keys: Line by key, and by key and index for what stands in an array:
            ``("paths",)`` is the key ``paths``, ``("paths", 0)`` its first item.
    """

    header: int = 1
    keys: Mapping[tuple[str | int, ...], int] = MappingProxyType({})

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Lines)

    def __ne__(self, other: object) -> bool:
        return not self == other

    def __hash__(self) -> int:
        return hash(Lines)

    def of(self, *key: str | int) -> int:
        """Return the line of ``key``, or of the nearest thing around it that was written."""
        while key:
            if key in self.keys:
                return self.keys[key]
            key = key[:-1]
        return self.header


class Project(NamedTuple):
    """``[project]``: what is our own.

    Attributes:
        name: The project's name.
        license: Its SPDX expression, or None when none is stated.
        holders: Holder names whose notices are our own: plain names or ``re:PATTERN``.
        origin: ISO 3166-1 alpha-2 country, or None.
    """

    name: str | None = None
    license: str | None = None
    holders: tuple[str, ...] = ()
    origin: str | None = None
    lines: Lines = Lines()


class LicenseTable(NamedTuple):
    """``[licenses]``: SPDX ids and expressions, and ``category:NAME`` of scancode's categories.

    Attributes:
        allow: What may be used; None when the table does not limit it.
        deny: What may not; wins over ``allow``.
    """

    allow: tuple[str, ...] | None = None
    deny: tuple[str, ...] = ()
    lines: Lines = Lines()


class OriginTable(NamedTuple):
    """``[origins]``: countries (ISO 3166-1 alpha-2) and ``supplier:NAME`` entries.

    Attributes:
        allow: Where components may come from; None when the table does not limit it.
        deny: Where they may not; wins over ``allow``.
    """

    allow: tuple[str, ...] | None = None
    deny: tuple[str, ...] = ()
    lines: Lines = Lines()


class ScanTable(NamedTuple):
    """``[scan]``: the bounds that keep one file from stopping a run.

    Attributes:
        timeout: Seconds that one file may take.
        memory: Mebibytes that one file may take on top of the engine itself.
    """

    timeout: int = 120
    memory: int = 4096
    lines: Lines = Lines()


class Component(NamedTuple):
    """``[[component]]``: a body of code or weights with one origin.

    Attributes:
        name: Unique in the policy.
        license: Its SPDX expression, as a person concluded it.
        holders: Holder names that its notices may carry: plain names or ``re:PATTERN``.
        paths: gitignore-style patterns of the files that it explains.
        version: Its version or revision.
        purl: Its package URL.
        supplier: Who it was had from (SPDX term).
        origin: ISO 3166-1 alpha-2 country of the supplier.
        source: The URL it was taken from.
        modified: Whether its files were changed; None when nobody said.
        notice_file: Path of the upstream NOTICE that is to be carried verbatim.
        models: Base models that it covers.
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
    lines: Lines = Lines()


class PolicyException(NamedTuple):
    """``[[exception]]``: a reasoned, dated permission to leave a finding.

    Attributes:
        rule: The rule whose findings it permits.
        paths: gitignore-style patterns of the files.
        reason: Why; never empty.
        expires: The last day on which it holds, or None.
    """

    rule: str
    paths: tuple[str, ...]
    reason: str
    expires: date | None = None
    lines: Lines = Lines()

    def is_in_force(self, day: date) -> bool:
        """Whether it still holds on ``day``."""
        return self.expires is None or self.expires >= day

    def covers(self, path: str) -> bool:
        """Whether its paths match ``path``."""
        return PathPatterns(self.paths).matches(path)


class Policy(NamedTuple):
    """The whole policy.

    Attributes:
        path: Where it was read from, as reports name it; None when there is no policy and the
            defaults hold (nothing is our own, nothing is declared).
        severities: Severity by rule name, where ``[rules]`` changes it.
        rule_lines: Where ``[rules]`` stands.
        locked: What ``attribcheck.lock`` says of components, by their names.
        text: The file as it is written, without a byte-order mark; empty when there is none.
    """

    path: str | None = None
    project: Project = Project()
    licenses: LicenseTable | None = None
    origins: OriginTable | None = None
    scan: ScanTable = ScanTable()
    components: tuple[Component, ...] = ()
    exceptions: tuple[PolicyException, ...] = ()
    severities: Mapping[str, Severity] = MappingProxyType({})
    rule_lines: Lines = Lines()
    locked: Mapping[str, LockedFiles] = MappingProxyType({})
    text: str = ""

    def exceptions_in_force(self, day: date, rule: str) -> tuple[PolicyException, ...]:
        """Return the exceptions from ``rule`` that hold on ``day``."""
        return tuple(e for e in self.exceptions if e.rule == rule and e.is_in_force(day))

    @property
    def end(self) -> tuple[int, int] | None:
        """Line and column just behind the last character of the file; None without one."""
        if self.path is None:
            return None
        return self.text.count("\n") + 1, len(self.text) - self.text.rfind("\n")

    @property
    def display_path(self) -> str:
        """The name to show: where it was read from, or where it would stand."""
        return self.path or POLICY_NAME
