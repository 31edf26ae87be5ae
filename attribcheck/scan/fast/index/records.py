"""scancode's rules and licences as JSON records, and back, without loss.

A record holds the attributes that differ from those of a new object. ``encode`` checks that the
record gives an equal object, so an attribute of a kind that is not known here stops the build and
scancode is used as it is.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import cache
from typing import Any

# Made anew from the expression's text, as scancode made it.
_PARSED = "license_expression_object"


class UnknownShapeError(Exception):
    """An object of scancode's holds something that a record can't."""


def encode(item: Any, blank: Any) -> bytes:
    """Return ``item`` as a record.

    Args:
        item: A ``licensedcode.models`` Rule or License.
        blank: A new object of the same class, whose attributes are left out where they are equal.

    Raises:
        UnknownShapeError: the record would not give ``item`` back.
    """
    kind: Any = type(item)
    values = {
        name: _out(getattr(item, name))
        for name in names(kind)
        if name != _PARSED and not _same(getattr(item, name), getattr(blank, name))
    }
    record = json.dumps(values, separators=(",", ":"), ensure_ascii=False).encode()
    again = decode(record, kind, blank)
    differing = [n for n in names(kind) if not _same(getattr(item, n), getattr(again, n))]
    if differing:
        raise UnknownShapeError(f"{kind.__name__}.{differing[0]} can't be stored")
    return record


def decode(record: bytes, kind: Any, blank: Any) -> Any:
    """Return the object of class ``kind`` that ``record`` was made of."""
    values = json.loads(record)
    item = kind.__new__(kind)
    for name in names(kind):
        # A fresh list or dict where the class makes one: scancode may change it in place.
        value = _in(values[name]) if name in values else _fresh(getattr(blank, name))
        setattr(item, name, value)
    if hasattr(item, _PARSED):
        expression = item.license_expression
        item.license_expression_object = _parsed(expression) if expression else None
    return item


@cache
def names(kind: Any) -> tuple[str, ...]:
    """Return the names of the attributes of one of scancode's classes."""
    return tuple(attribute.name for attribute in kind.__attrs_attrs__)


@cache
def _parsed(expression: str) -> Any:
    from licensedcode.models import BasicRule  # lazy: with the engine

    return BasicRule.licensing.parse(expression)


def _fresh(value: Any) -> Any:
    return value.copy() if isinstance(value, (list, dict)) else value


def _same(one: Any, other: Any) -> bool:
    return type(one) is type(other) and bool(one == other)


def _out(value: Any) -> Any:
    if isinstance(value, dict):
        if not all(isinstance(key, int) for key in value):
            raise UnknownShapeError("a mapping whose keys are no numbers")
        return {"numbered": [[key, _out(item)] for key, item in value.items()]}
    if isinstance(value, (list, tuple)):
        return {"tuple" if isinstance(value, tuple) else "list": [_out(item) for item in value]}
    if type(value).__name__ == "Span":
        return {"span": list(value)}
    if value is None or isinstance(value, (str, int, float)):
        return value
    raise UnknownShapeError(f"a {type(value).__name__}")


def _in(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    ((kind, items),) = value.items()
    if kind == "numbered":
        return {key: _in(item) for key, item in items}
    if kind == "span":
        from licensedcode.spans import Span  # lazy: with the engine

        return Span(items)
    made: Iterable[Any] = map(_in, items)
    return tuple(made) if kind == "tuple" else list(made)
