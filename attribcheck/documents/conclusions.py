"""What a person concluded about a notice in a component's file, with the reason given for it.

An exception, an inline comment or a REUSE-Ignore block says that a notice is to be left. Documents
show the notice as detected, and beside it the conclusion with its reason, so that a reader can tell
one from the other. An exception counts whatever its last day is, which is quoted: documents do not
depend on the day on which they are made, and a check reports the expired one.
"""

from __future__ import annotations

from attribcheck.classify.model import (
    SETTLED,
    ClassifiedFile,
    ClassifiedNotice,
    FileMarkers,
    Status,
)
from attribcheck.core.model import FileScan, NoticeKind
from attribcheck.policy.model import PolicyException

_RULES = {
    (NoticeKind.COPYRIGHT, Status.UNDECLARED): "undeclared-notice",
    (NoticeKind.LICENSE, Status.UNDECLARED): "undeclared-license",
    (NoticeKind.LICENSE, Status.MISMATCH): "license-mismatch",
    (NoticeKind.LICENSE, Status.UNKNOWN): "unknown-license",
}
"""The rule that reports a notice, by what kept it from being declared."""


def of_file(
    file: ClassifiedFile, exceptions: tuple[PolicyException, ...]
) -> dict[ClassifiedNotice, str]:
    """Return the notices of ``file`` about which a person concluded, with the reasons.

    Args:
        file: The file.
        exceptions: Those of the policy.
    """
    wanted = [
        (item, _RULES.get((item.notice.kind, item.status)))
        for item in file.notices
        if item.status not in SETTLED and item.status is not Status.NOISE
    ]
    if not wanted:
        return {}
    rules = {rule for _, rule in wanted}
    covering = [e for e in exceptions if e.rule in rules and e.covers(file.path)]
    markers = FileMarkers(file.scan.markers if isinstance(file.scan, FileScan) else ())
    found = {}
    for item, rule in wanted:
        exception = next((e for e in covering if e.rule == rule), None)
        marker = markers.of(rule, item.notice.lines.start, item.notice.lines.end) if rule else None
        if item.status is Status.IGNORED:
            found[item] = item.why
        elif exception:
            until = f" until {exception.expires}" if exception.expires else ""
            found[item] = f"{exception.reason} (exception in the policy{until})"
        elif marker and marker.reason:
            found[item] = f"{marker.reason} (exception in the file)"
    return found
