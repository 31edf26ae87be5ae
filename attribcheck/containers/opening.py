"""Opens one container, and those within it, and says what was not read."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from typing import NamedTuple

from attribcheck.containers import registry
from attribcheck.containers.base import (
    DEEPEST,
    MOST_MEMBERS,
    Budget,
    DamagedError,
    Member,
    Reader,
    Unread,
)
from attribcheck.core.model import MEMBER
from attribcheck.core.text import counted
from attribcheck.notices.legal_files import is_legal_file

_SHOWN = 3  # names of licence files in a finding


class Opened(NamedTuple):
    """What a container holds.

    Attributes:
        members: Its files, with the files of containers within it as ``inner.jar!/LICENSE``.
        unread: What was not read.
    """

    members: tuple[Member, ...]
    unread: tuple[Unread, ...]


def opened(content: bytes, name: str, *, read: bool = True) -> Opened:
    """Return what a container holds.

    Args:
        content: The container.
        name: Its path or file name.
        read: Whether to read its files; if not, ``unread`` says what was seen of it.
    """
    kind = registry.kind_of(name)
    assert kind is not None, name
    if kind.module is None:
        return Opened((), (Unread(f"{kind.label}, which is not read"),))
    if not read:
        return Opened((), tuple(_listed(content, name, kind)))
    budget = Budget()
    found: list[Member] = []
    seen: dict[str, int] = {}
    for member in _members(content, name, budget, DEEPEST):
        # Two files of one path are two.
        count = seen[member.path] = seen.get(member.path, 0) + 1
        found.append(member if count == 1 else Member(f"{member.path}~{count}", member.content))
    unread = (Unread(f"{kind.label}: {one.reason}", one.hint) for one in budget.unread)
    return Opened(tuple(found), tuple(unread))


def paths(content: bytes, name: str) -> list[str]:
    """Return the paths of the files in a container, not of those within it; empty if damaged."""
    kind = registry.kind_of(name)
    if kind is None or kind.module is None:
        return []
    try:
        return _reader(kind).paths(content, name)
    except Exception:  # noqa: BLE001 - a library raises anything for a hostile file
        return []


def _members(content: bytes, name: str, budget: Budget, depth: int) -> Iterator[Member]:
    """Yield the files of a container, and in the place of a container in it, its files."""
    kind = registry.kind_of(name)
    if kind is None or kind.module is None:
        return
    reader = _reader(kind)
    try:
        for member in reader.members(content, name, budget):
            inner = registry.kind_of(member.path)
            if inner is None or (inner.group is registry.Group.MEDIA and inner.module is None):
                yield member
                continue
            if inner.group is registry.Group.MEDIA:
                yield member
            if inner.module is None:
                budget.leave_out(f"{inner.label}s in it were not read")
            elif depth <= 1:
                budget.leave_out(f"more than {DEEPEST} containers within each other were not read")
            else:
                for one in _members(member.content, member.path, budget, depth - 1):
                    yield Member(f"{member.path}{MEMBER}{one.path}", one.content)
    except Exception as error:  # noqa: BLE001 - a library raises anything for a hostile file
        where = "" if depth == DEEPEST else "a file in it "
        budget.leave_out(f"{where}can't be read ({_reason(error)})")


def _listed(content: bytes, name: str, kind: registry.Kind) -> Iterator[Unread]:
    """Yield what is seen of a container that the policy lists only."""
    try:
        paths = _reader(kind).paths(content, name)
    except Exception as error:  # noqa: BLE001 - as above
        yield Unread(f"{kind.label}: can't be read ({_reason(error)})")
        return
    if kind.group is registry.Group.MEDIA:
        if paths:
            yield Unread(f"{kind.label} with {', '.join(paths[:_SHOWN])}")
        return
    legal = [path for path in paths if is_legal_file(path)]
    more = "more than " if len(paths) > MOST_MEMBERS else ""
    size = counted(min(len(paths), MOST_MEMBERS), "file")
    shown = (
        f" ({', '.join(legal[:_SHOWN])}{', ...' if len(legal) > _SHOWN else ''})" if legal else ""
    )
    seen = f"with {counted(len(legal), 'licence file')}{shown}" if legal else "without licence file"
    yield Unread(f"{kind.label} of {more}{size}, {seen}")


def _reader(kind: registry.Kind) -> Reader:
    module: Reader = import_module(f"attribcheck.containers.{kind.module}")
    return module


def _reason(error: Exception) -> str:
    return (
        str(error) if isinstance(error, DamagedError) else f"it is damaged: {type(error).__name__}"
    )
