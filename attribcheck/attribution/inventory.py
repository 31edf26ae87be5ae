"""What a release holds of others: each component with the notices found in its files."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from attribcheck.model import NoticeKind
from attribcheck.policy.types import Component, Policy
from attribcheck.resolve import ResolvedFile, Status


@dataclass(frozen=True, slots=True)
class Item:
    """One component as a release holds it.

    Attributes:
        component: Its declaration.
        files: The files that it covers, by path.
        statements: The copyright statements found in them, as the engine reports them, each once,
            in the order of the paths.
        notice: The text of its ``notice-file``, or None.
    """

    component: Component
    files: tuple[str, ...]
    statements: tuple[str, ...]
    notice: str | None = None


def build(
    policy: Policy, files: Iterable[ResolvedFile], notices: Mapping[str, str]
) -> tuple[Item, ...]:
    """Return the components of ``policy`` with what their files say, in the order of the policy.

    Args:
        policy: The policy.
        files: The resolved files of all components.
        notices: The text of each component's notice-file, by path.
    """
    files = sorted(files, key=lambda file: file.path)
    return tuple(
        Item(
            component=component,
            files=tuple(file.path for file in files if component in file.components),
            statements=_statements(component, files),
            notice=notices.get(component.notice_file) if component.notice_file else None,
        )
        for component in policy.components
    )


def _statements(component: Component, files: Iterable[ResolvedFile]) -> tuple[str, ...]:
    found = {
        item.notice.text: None
        for file in files
        if component in file.components
        for item in file.effective
        if item.notice.kind is NoticeKind.COPYRIGHT
        and item.status is Status.DECLARED
        and item.component == component
    }
    return tuple(found)
