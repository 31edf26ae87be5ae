"""Decides whether ``[licenses]`` allows an SPDX expression, for the rule disallowed-license."""

from __future__ import annotations

import enum
from collections.abc import Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from attribcheck.spdx import catalog, expressions


class Decision(enum.IntEnum):
    """The decision on an expression, worst first."""

    DENIED = 0
    UNLISTED = 1
    ALLOWED = 2


class Verdict(NamedTuple):
    """The decision on an expression, and the entry that it rests on.

    Attributes:
        decision: The decision.
        key: The licence (or the part of the expression) that decided.
        entry: The index in ``deny`` when DENIED, in ``allow`` when ALLOWED; None when UNLISTED or
            allowed without an entry.
    """

    decision: Decision
    key: str
    entry: int | None = None


def judge(
    expression: str,
    *,
    allow: Sequence[str] | None,
    deny: Sequence[str],
    own: frozenset[str] = frozenset(),
) -> Verdict:
    """Return the verdict on ``expression``.

    One OR branch that is allowed in all its AND parts is enough; ``deny`` wins over ``allow``.

    Args:
        expression: An SPDX expression.
        allow: Ids, expressions and ``category:NAME`` entries; None allows all that is not denied.
        deny: Entries of the same kinds.
        own: The ids of the project's own licence, which need no entry.

    Raises:
        ExpressionError: ``expression`` is no SPDX expression.
    """
    return _judge(
        expressions.parse(expression),
        (None if allow is None else _entries(tuple(allow))),
        _entries(tuple(deny)),
        own,
    )


@lru_cache(maxsize=64)
def _entries(table: tuple[str, ...]) -> dict[str, int]:
    """Return the index of each entry by its canonical form."""
    return {
        entry.lower() if entry.startswith("category:") else expressions.normalize(entry): index
        for index, entry in reversed(list(enumerate(table)))
    }


def _judge(
    node: Any, allow: dict[str, int] | None, deny: dict[str, int], own: frozenset[str]
) -> Verdict:
    text = str(node)
    names = [text]
    if node.isliteral and (found := catalog.category(text)):
        names.append(f"category:{found}")
    for name in names:
        if name in deny:
            return Verdict(Decision.DENIED, text, deny[name])
    if node.isliteral and (allow is None or text in own):
        return Verdict(Decision.ALLOWED, text)
    for name in names:
        if allow is not None and name in allow:
            # An entry can allow a complete expression of which a part is denied.
            inner = None if node.isliteral else _judge_parts(node, None, deny, own)
            if inner is None or inner.decision is not Decision.DENIED:
                return Verdict(Decision.ALLOWED, text, allow[name])
    if node.isliteral:
        return Verdict(Decision.UNLISTED, text)
    return _judge_parts(node, allow, deny, own)


def _judge_parts(
    node: Any, allow: dict[str, int] | None, deny: dict[str, int], own: frozenset[str]
) -> Verdict:
    verdicts = [_judge(argument, allow, deny, own) for argument in node.args]
    choose = min if expressions.is_conjunction(node) else max
    return choose(verdicts, key=lambda verdict: verdict.decision)
