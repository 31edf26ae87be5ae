"""What the licences of an SPDX expression ask of who distributes; the table is ``asked``."""

from __future__ import annotations

from attribcheck.spdx import expressions
from attribcheck.spdx.obligations_table import BY_KEY, Obligations


def of(expression: str) -> tuple[Obligations, ...]:
    """Return what the licences of an SPDX expression ask for, each entry once, in order.

    All alternatives of a choice count: a document that meets each of them leaves the choice open.
    """
    return tuple(dict.fromkeys(entry for _, entry in by_id(expression)))


def by_id(expression: str) -> tuple[tuple[str, Obligations], ...]:
    """Return each licence of an SPDX expression that the table knows, with what it asks for."""
    return tuple((key, BY_KEY[key]) for key in expressions.single_ids(expression) if key in BY_KEY)


def notice_lines(expression: str) -> tuple[str, ...]:
    """Return the lines that the licences of ``expression`` want to see in a NOTICE."""
    return tuple(line.text for entry in of(expression) for line in entry.notice_lines)


def asks_for_upstream_notice(expression: str) -> bool:
    """Whether a licence of ``expression`` asks to carry the NOTICE that came with the code."""
    return any(entry.upstream_notice for entry in of(expression))


def is_of_a_model(key: str) -> bool:
    """Whether a licence, by its id, was written for a model."""
    return key in BY_KEY and BY_KEY[key].model
