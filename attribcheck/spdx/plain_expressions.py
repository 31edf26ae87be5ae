"""Parses licence expressions of ids, AND, OR and parentheses.

To import the library that parses every expression takes 9 ms, a fifteenth of a small check in which
nothing changed, and most expressions need nothing of it.

Format: the SPDX specification, annex D; AND binds more tightly than OR.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

_TOKEN = re.compile(r"[()]|[^\s()]+")
_DEEPEST = 20
"""Parentheses within each other; the library refuses a depth that no recursion can follow."""


class Single(NamedTuple):
    """The tree of an expression that is one id: a node as ``expressions.parse`` returns it."""

    key: str

    @property
    def isliteral(self) -> bool:
        """Whether the node has no parts."""
        return True

    def __str__(self) -> str:
        return self.key


class Joined(NamedTuple):
    """A node with parts, likewise.

    Attributes:
        operator: ``AND`` or ``OR``.
        args: The parts.
    """

    operator: str
    args: tuple[Node, ...]

    @property
    def isliteral(self) -> bool:
        """Whether the node has no parts."""
        return False

    def __str__(self) -> str:
        parts = (str(one) if one.isliteral else f"({one})" for one in self.args)
        return f" {self.operator} ".join(parts)


Node = Single | Joined


def parse(expression: str, leaf: Callable[[str], Single | None]) -> Node | None:
    """Return the tree of ``expression``, or None when it is of another form.

    Args:
        expression: A licence expression.
        leaf: Returns the node of an id; None for a word that is none.
    """
    open_: list[list[list[Node]]] = [[[]]]  # the alternatives at each depth, each with its operands
    is_operand_next = True
    for word in _TOKEN.findall(expression):
        if is_operand_next and word == "(":
            if len(open_) > _DEEPEST:
                return None
            open_.append([[]])
        elif is_operand_next:
            node = leaf(word)
            if node is None:
                return None
            open_[-1][-1].append(node)
            is_operand_next = False
        elif word == ")" and len(open_) > 1:
            closed = _closed(open_.pop())
            open_[-1][-1].append(closed)
        elif word in ("AND", "OR"):
            if word == "OR":
                open_[-1].append([])
            is_operand_next = True
        else:
            return None
    return None if is_operand_next or len(open_) > 1 else _closed(open_[0])


def _closed(alternatives: list[list[Node]]) -> Node:
    parts = [one[0] if len(one) == 1 else Joined("AND", tuple(one)) for one in alternatives]
    return parts[0] if len(parts) == 1 else Joined("OR", tuple(parts))
