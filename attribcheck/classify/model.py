"""The classes of notices and files, as ``classifier`` assigns them."""

from __future__ import annotations

import enum
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from functools import cached_property
from typing import NamedTuple

from attribcheck.core.model import Blob, Marker, MarkerKind, Notice, NoticeKind, Scan
from attribcheck.policy.model import Component

NOBODY = "nobody by name"


class Status(enum.Enum):
    """The class of a notice."""

    OWN = "own"
    DECLARED = "declared"
    CONTRIBUTED = "contributed"
    UNDECLARED = "undeclared"
    MISMATCH = "mismatch"
    UNKNOWN = "unknown"
    NOISE = "noise"
    IGNORED = "ignored"


SETTLED = frozenset({Status.OWN, Status.DECLARED, Status.CONTRIBUTED})
EXCLUDED = frozenset({Status.NOISE, Status.IGNORED})


class ClassifiedNotice(NamedTuple):
    """A notice with its class.

    Attributes:
        notice: The notice.
        status: DECLARED: a component declares it. CONTRIBUTED: a statement of a contributor in a
            file of our own; it is protected as those of components are. MISMATCH: another licence
            than that of the component, or of the project, that the file belongs to. UNKNOWN: a
            licence that the engine could not name. NOISE: a false positive. IGNORED: in a
            REUSE-Ignore block.
        why: The reason, as a clause.
        component: The component that declares it or, for a MISMATCH, covers the file. For OWN the
            component whose holders are all our own: a part of the project with its own licence.
        rest: The holders or licence ids that are not declared.
        older: The holders that the policy names in the engine's transliteration only.
    """

    notice: Notice
    status: Status
    why: str
    component: Component | None = None
    rest: tuple[str, ...] = ()
    older: tuple[str, ...] = ()

    @property
    def declared_by(self) -> Component | None:
        """The component that declares the notice; None when none does."""
        return self.component if self.status in SETTLED else None


class _FileFields(NamedTuple):
    """The fields of ``ClassifiedFile``: a NamedTuple itself can't hold cached properties.

    Attributes:
        blob: The file.
        scan: The engine's answer or a failure; None for an entry that is not scanned.
        components: The components whose paths cover the file.
        notices: Every notice, in the order of the file.
    """

    blob: Blob
    scan: Scan | None
    components: tuple[Component, ...] = ()
    notices: tuple[ClassifiedNotice, ...] = ()


class ClassifiedFile(_FileFields):
    """A file with all its notices classified."""

    @property
    def path(self) -> str:
        """The path of the file."""
        return self.blob.path

    @cached_property
    def effective(self) -> tuple[ClassifiedNotice, ...]:
        """The notices that count: all but noise and ignored ones. Every rule asks for them."""
        if not self.notices:
            return ()
        noise, ignored = Status.NOISE, Status.IGNORED
        return tuple(n for n in self.notices if n.status is not noise and n.status is not ignored)

    @property
    def is_own(self) -> bool:
        """Whether it has copyright statements, all of them our own."""
        statements = [n for n in self.effective if n.notice.kind is NoticeKind.COPYRIGHT]
        return bool(statements) and all(item.status is Status.OWN for item in statements)

    @property
    def is_of_project(self) -> bool:
        """Whether it has copyright statements, all of them our own or of contributors."""
        statements = {n.status for n in self.effective if n.notice.kind is NoticeKind.COPYRIGHT}
        return bool(statements) and statements <= {Status.OWN, Status.CONTRIBUTED}


class FileMarkers:
    """The markers of one file, by rule and line.

    A file can have as many markers as findings, so that a search through all of them for each
    finding would take quadratic time.
    """

    def __init__(self, markers: Iterable[Marker]) -> None:
        self._by_rule: dict[str, list[Marker]] = {}
        self.unclosed = 0
        for marker in markers:
            if marker.kind is MarkerKind.IGNORE:
                self._by_rule.setdefault(marker.rule, []).append(marker)
            elif marker.kind is MarkerKind.UNCLOSED:
                self.unclosed = marker.span.start
        self._starts = {rule: [m.span.start for m in own] for rule, own in self._by_rule.items()}

    def of(self, rule: str, line: int, end_line: int) -> Marker | None:
        """Return the inline exception from ``rule`` for these lines, one with a reason first."""
        starts = self._starts.get(rule)
        if not starts or line == 0:
            return None
        first = bisect_left(starts, line - 1)  # it applies to the line below, too
        last = bisect_right(starts, max(line, end_line))
        found = self._by_rule[rule][first:last]
        return next((m for m in found if m.reason), found[0] if found else None)

    def is_in_unclosed(self, line: int) -> bool:
        """Whether ``line`` is below the beginning of a block without an end."""
        return 0 < self.unclosed <= line
