"""Distribution obligations of SPDX expressions, from ``obligations_table``."""

from __future__ import annotations

from attribcheck.spdx import expressions
from attribcheck.spdx.obligations_table import BY_KEY, Obligations


def of(expression: str) -> tuple[Obligations, ...]:
    """Return the distinct obligations of the licences of an SPDX expression in order.

    All alternatives of a choice count: a document that meets each of them leaves the choice open.

    Raises:
        expressions.ExpressionError: it is not an SPDX expression.
    """
    return tuple(dict.fromkeys(entry for _, entry in by_id(expression)))


def by_id(expression: str) -> tuple[tuple[str, Obligations], ...]:
    """Return each licence of an SPDX expression that is in the table, with its obligations."""
    return tuple((key, BY_KEY[key]) for key in expressions.single_ids(expression) if key in BY_KEY)


def notice_lines(expression: str) -> tuple[str, ...]:
    """Return the lines that the licences of ``expression`` require in a NOTICE."""
    return tuple(line.text for entry in of(expression) for line in entry.notice_lines)


def requires_upstream_notice(expression: str) -> bool:
    """Whether a licence of ``expression`` requires distributing the NOTICE of the code."""
    return any(entry.upstream_notice for entry in of(expression))


def is_model_license(key: str) -> bool:
    """Whether ``key`` is the id of a licence for models."""
    return key in BY_KEY and BY_KEY[key].model
