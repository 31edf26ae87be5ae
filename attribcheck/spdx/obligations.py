"""Distribution obligations of SPDX expressions, from ``obligations_table``."""

from __future__ import annotations

from functools import cache

from attribcheck.spdx import expressions
from attribcheck.spdx.obligations_table import BY_KEY, Obligations


def of(expression: str) -> tuple[Obligations, ...]:
    """Return the distinct obligations of the licences of an SPDX expression in order.

    All alternatives of a choice count: a document that meets each of them leaves the choice open.

    Raises:
        expressions.ExpressionError: it is not an SPDX expression.
    """
    return tuple(dict.fromkeys(entry for _, entry in by_id(expression)))


@cache
def by_id(expression: str) -> tuple[tuple[str, Obligations], ...]:
    """Return each licence of an SPDX expression that is in the table, with its obligations."""
    found = ((key, _entry(key)) for key in expressions.single_ids(expression))
    return tuple((key, entry) for key, entry in found if entry)


def _entry(key: str) -> Obligations | None:
    if key in BY_KEY or not key.startswith("LicenseRef-"):
        return BY_KEY.get(key)
    from attribcheck.spdx import model_licenses  # lazy: few policies have such an id

    name = model_licenses.canonical(key)
    return BY_KEY.get(name) or model_licenses.obligations_of(name)


def notice_lines(expression: str) -> tuple[str, ...]:
    """Return the lines that the licences of ``expression`` require in a NOTICE."""
    return tuple(line.text for entry in of(expression) for line in entry.notice_lines)


def requires_upstream_notice(expression: str) -> bool:
    """Whether a licence of ``expression`` requires distributing the NOTICE of the code."""
    return any(entry.upstream_notice for entry in of(expression))


def is_model_license(key: str) -> bool:
    """Whether ``key`` is the id of a licence for models."""
    entry = _entry(key)
    return entry is not None and entry.model
