"""What a licence table of the policy says of an expression."""

from __future__ import annotations

import enum
from collections.abc import Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from attribcheck.spdx import catalog, expressions


class Standing(enum.IntEnum):
    """What a licence table says of an expression, worst first."""

    DENIED = 0
    UNLISTED = 1
    ALLOWED = 2


class Verdict(NamedTuple):
    """What a licence table says of an expression, and which entry of it decided.

    Attributes:
        standing: The outcome.
        key: The licence (or the part of the expression) that decided.
        entry: Index in ``deny`` when it is DENIED, in ``allow`` when it is ALLOWED; None for
            UNLISTED and for what is allowed without an entry.
    """

    standing: Standing
    key: str
    entry: int | None = None


def judge(
    expression: str,
    *,
    allow: Sequence[str] | None,
    deny: Sequence[str],
    own: frozenset[str] = frozenset(),
) -> Verdict:
    """Return what a licence table says of ``expression``.

    One OR branch that is allowed in all its AND parts is enough; ``deny`` wins over ``allow``; with
    ``allow`` None everything that is not denied is allowed.

    Args:
        expression: An SPDX expression.
        allow: Ids, expressions and ``category:NAME`` entries, or None.
        deny: The same, for what is refused.
        own: Ids that need no entry: those of the project's own licence.

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
            return Verdict(Standing.DENIED, text, deny[name])
    if node.isliteral and (allow is None or text in own):
        return Verdict(Standing.ALLOWED, text)
    for name in names:
        if allow is not None and name in allow:
            # An expression that is allowed as a whole may still hold a denied part.
            inner = None if node.isliteral else _judge_parts(node, None, deny, own)
            if inner is None or inner.standing is not Standing.DENIED:
                return Verdict(Standing.ALLOWED, text, allow[name])
    if node.isliteral:
        return Verdict(Standing.UNLISTED, text)
    return _judge_parts(node, allow, deny, own)


def _judge_parts(
    node: Any, allow: dict[str, int] | None, deny: dict[str, int], own: frozenset[str]
) -> Verdict:
    verdicts = [_judge(argument, allow, deny, own) for argument in node.args]
    choose = min if expressions.is_conjunction(node) else max
    return choose(verdicts, key=lambda verdict: verdict.standing)
