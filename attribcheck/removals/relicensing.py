"""Finds licences that a newer text still names, in a choice or a conjunction of another kind.

"A" that becomes "A OR B", "A AND B" that becomes "A OR B": no id is missing, and somebody else's
code is under other terms. An expression counts by its operands: "A AND B" is two of them, as two
tags are, and their order means nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from typing import Any, NamedTuple

from attribcheck.classify.model import ClassifiedNotice
from attribcheck.core.model import Notice
from attribcheck.removals.notice_diff import NoticeDiff, RemovalKind, is_statement
from attribcheck.spdx import catalog, expressions


class _Operand(NamedTuple):
    """An operand of a conjunction.

    Attributes:
        form: What is equal for equal operands.
        ids: Its licences.
        is_choice: Whether it offers several.
    """

    form: str
    ids: frozenset[str]
    is_choice: bool


class _Stated(NamedTuple):
    """What one match of a notice states: the operands of its expression."""

    notice: Notice
    operands: tuple[_Operand, ...]

    @property
    def conjoined(self) -> frozenset[str]:
        """The ids that the expression requires together; empty when it is a single operand."""
        if len(self.operands) < 2:
            return frozenset()
        return frozenset().union(*(one.ids for one in self.operands if not one.is_choice))


def relicensed(
    items: Sequence[ClassifiedNotice], new: Sequence[Notice], named: Collection[str]
) -> list[NoticeDiff]:
    """Return those of ``items`` whose licences are in another expression now.

    That is certain where an operand is stated less often than before, and one match of a newer
    notice, which was not there, has its ids in another choice, or joins what was a choice. The
    engine can read a sentence as one expression or as several, so that a choice and its licences
    one by one are no contradiction.

    Args:
        items: The older notices.
        new: The newer ones.
        named: The ids that the newer ones name; one that is missing is reported by itself.
    """
    before = [(at, one) for at, item in enumerate(items) for one in _stated(item.notice)]
    if not before:
        return []
    older = Counter(operand.form for _, one in before for operand in one.operands)
    after = [one for notice in new for one in _stated(notice)]
    newer = Counter(operand.form for one in after for operand in one.operands)
    added = _added(after, (newer - older).keys(), {one.conjoined for _, one in before})
    found: dict[int, NoticeDiff] = {}
    for at, one in before:
        for operand in one.operands if added else ():
            if newer[operand.form] >= older[operand.form] or not operand.ids.issubset(named):
                continue
            notice = next((other for ids, joins, other in added if _has(ids, joins, operand)), None)
            if notice:
                diff = NoticeDiff(RemovalKind.RELICENSED, items[at], (one.notice.text,))
                found.setdefault(at, diff._replace(replacement=notice))
    return list(found.values())


def _added(
    after: Sequence[_Stated], forms: Collection[str], known: Collection[frozenset[str]]
) -> list[tuple[frozenset[str], bool, Notice]]:
    """Return the ids of each new choice, and of each new conjunction, with its first notice.

    Args:
        after: What the newer notices state.
        forms: The operands that are stated more often than before.
        known: The ids of the older conjunctions.
    """
    found: dict[tuple[frozenset[str], bool], Notice] = {}
    for one in after:
        for operand in one.operands:
            if operand.is_choice and operand.form in forms:
                found.setdefault((operand.ids, False), one.notice)
        if one.conjoined and one.conjoined not in known:
            found.setdefault((one.conjoined, True), one.notice)
    return [(ids, joins, notice) for (ids, joins), notice in found.items()]


def _has(ids: frozenset[str], joins: bool, operand: _Operand) -> bool:
    """Whether a new choice, or conjunction, of ``ids`` has those of an operand."""
    return operand.is_choice and len(ids & operand.ids) > 1 if joins else ids >= operand.ids


def _stated(notice: Notice) -> Iterator[_Stated]:
    """Yield what each match of a licence states; nothing where a licence is unknown."""
    if is_statement(notice):
        return
    for expression in [match.expression for match in notice.matches] or [notice.text]:
        if not any(map(catalog.is_unknown, expressions.keys(expression))):
            yield _Stated(notice, tuple(_operands(expressions.parse(expression))))


def _operands(node: Any) -> Iterator[_Operand]:
    if expressions.is_conjunction(node):
        for part in node.args:
            yield from _operands(part)
    else:
        form = _form(node)
        ids = frozenset(expressions.keys(str(node)))
        yield _Operand(form, ids, is_choice=len(ids) > 1)


def _form(node: Any) -> str:
    """Return the same for expressions that differ in the order and the repetition of operands."""
    if node.isliteral:
        return str(node)
    joined = expressions.is_conjunction(node)
    forms: set[str] = set()
    pending = list(node.args)
    while pending:
        part = pending.pop()
        if not part.isliteral and expressions.is_conjunction(part) == joined:
            pending += part.args
        else:
            forms.add(_form(part))
    if len(forms) == 1:
        return forms.pop()
    return f"({(' AND ' if joined else ' OR ').join(sorted(forms))})"
