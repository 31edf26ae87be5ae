"""Parses, normalises and combines SPDX licence expressions.

Ids are looked up in ``catalog``. ``license_expression`` parses what ``plain_expressions`` does not.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable
from functools import lru_cache
from typing import Any

from attribcheck.spdx import catalog, plain_expressions
from attribcheck.spdx.plain_expressions import Single

_REF = re.compile(r"(DocumentRef-[A-Za-z0-9.-]+:)?LicenseRef-[A-Za-z0-9.-]+\Z")
_WORD = re.compile(r"[^\s()]+")
_OPERATORS = frozenset({"and", "or", "with"})


class ExpressionError(ValueError):
    """The text is not an SPDX licence expression; the message is the reason, in a sentence."""


@lru_cache(maxsize=1)
def _library() -> Any:
    import license_expression

    return license_expression


@lru_cache(maxsize=1)
def _licensing() -> Any:
    return _library().build_spdx_licensing(list(catalog.entries()))


@lru_cache(maxsize=1)
def _plain_licensing() -> Any:
    """Return a parser without symbols; ``_licensing_for`` adds the few that an expression needs."""
    return _library().Licensing()


def is_plain(expression: str, known: Container[str]) -> bool:
    """Whether ``expression`` consists of known keys and operators only.

    license_expression's second tokenizer, for names of several words, is slow to build. Both
    tokenizers return the same for such an expression.

    Args:
        expression: A licence expression.
        known: All keys in lower case, each a single word.
    """
    return all(word in _OPERATORS or word in known for word in _WORD.findall(expression.lower()))


@lru_cache(maxsize=4096)
def parse(expression: str) -> Any:
    """Return the tree of ``expression``: nodes whose ``str`` is their expression.

    A node has ``isliteral``; one that is not literal has ``args`` and is an AND or an OR.

    Raises:
        ExpressionError: it is not an SPDX expression.
    """
    return plain_expressions.parse(expression, _single) or tree(expression)


def _single(word: str) -> Single | None:
    """Return the node of an id of the list or of the user's own; None for any other word."""
    if word.lower() in _OPERATORS:
        return None
    entry = catalog.entry(word)
    if entry is not None and not entry["is_exception"]:
        return Single(entry["spdx_license_key"])
    return Single(word) if _is_own_ref(word) else None


@lru_cache(maxsize=4096)
def tree(expression: str) -> Any:
    """Return the tree of ``expression`` from ``license_expression``.

    Raises:
        ExpressionError: it is not an SPDX expression.
    """
    # Each id is looked up alone: to decode the complete list takes longer than a small check.
    words = [word for word in _WORD.findall(expression) if word.lower() not in _OPERATORS]
    try:
        known = {word.lower() for word in words if _is_own_ref(word) or catalog.entry(word)}
        plain = is_plain(expression, known)
        licensing = _licensing_for(words) if plain else _licensing()
        parsed = licensing.parse(expression, simple=plain)
    except Exception as error:
        raise ExpressionError(_parse_problem(expression, error)) from error
    if parsed is None:
        raise ExpressionError("the licence expression is empty")
    return parsed


def _is_own_ref(word: str) -> bool:
    """Whether ``word`` is a LicenseRef that stands for no licence of the list: a name as it is."""
    if not _REF.match(word):
        return False
    return not word.startswith(catalog.SCANCODE_REF) or not catalog.is_named(word)


def _licensing_for(ids: Iterable[str]) -> Any:
    """Return a parser with the ids of a plain expression."""
    licensing = _plain_licensing()
    symbols = licensing.known_symbols_lowercase
    for key in ids:
        if key.lower() not in symbols and (entry := catalog.entry(key)):
            symbols[key.lower()] = _library().LicenseSymbol(
                entry["spdx_license_key"], is_exception=entry["is_exception"]
            )
    return licensing


def _parse_problem(expression: str, error: Exception) -> str:
    text = str(error).splitlines()[0] if str(error) else type(error).__name__
    if "/" in expression:
        text += '; write "OR" or "AND" instead of "/"'
    elif "," in expression:
        text += '; write "OR" or "AND" instead of ","'
    return f'"{expression}" is not an SPDX licence expression: {text}'


def _parts(node: Any) -> Iterable[Any]:
    """Yield the leaves of a tree in order: ids, and ids WITH their exception."""
    if node.isliteral:
        yield node
    else:
        for argument in node.args:
            yield from _parts(argument)


def _ids(leaf: Any) -> tuple[str, ...]:
    """Return the ids of a leaf: one, or the licence and its exception."""
    if hasattr(leaf, "exception_symbol"):
        return (leaf.license_symbol.key, leaf.exception_symbol.key)
    return (leaf.key,)


def problems(expression: str) -> list[str]:
    """Return the errors of an SPDX expression, a sentence each; empty when it is valid.

    The user's own ``LicenseRef-`` ids are valid (SPDX specification, annex D).
    """
    try:
        tree = parse(expression)
    except ExpressionError as error:
        return [str(error)]
    found = []
    for leaf in _parts(tree):
        for key in _ids(leaf):
            if not catalog.is_known(key) and not _REF.match(key):
                close = _close(key)
                hint = f', did you mean "{close[0]}"?' if close else ""
                found.append(f'unknown licence "{key}"{hint}')
    return found


def _close(key: str) -> list[str]:
    import difflib  # lazy: for errors only

    ids = [entry["spdx_license_key"] for entry in catalog.entries()]
    return difflib.get_close_matches(key, ids, n=1, cutoff=0.6)


def normalize(expression: str) -> str:
    """Return ``expression`` with canonical ids and operators.

    Raises:
        ExpressionError: it is not an SPDX expression.
    """
    return str(parse(expression))


@lru_cache(maxsize=4096)
def keys(expression: str) -> tuple[str, ...]:
    """Return the distinct licences of an expression in order; ``A WITH B`` is one.

    Raises:
        ExpressionError: it is not an SPDX expression.
    """
    return tuple(dict.fromkeys(str(leaf) for leaf in _parts(parse(expression))))


@lru_cache(maxsize=4096)
def single_ids(expression: str) -> tuple[str, ...]:
    """Return the distinct licences and exceptions of an expression in order.

    ``A WITH B`` returns A and B: each has its own text.

    Raises:
        ExpressionError: it is not an SPDX expression.
    """
    return tuple(dict.fromkeys(key for leaf in _parts(parse(expression)) for key in _ids(leaf)))


@lru_cache(maxsize=4096)
def covered(expression: str) -> frozenset[str]:
    """Return the ids whose notices a declaration of ``expression`` covers.

    For ``A WITH B`` that includes ``A``, whose text is distributed with the exception.

    Raises:
        ExpressionError: it is not an SPDX expression.
    """
    found = set()
    for leaf in _parts(parse(expression)):
        found.add(str(leaf))
        found.add(_ids(leaf)[0])
    return frozenset(found)


def missing(expression: str, known: Container[str]) -> tuple[str, ...]:
    """Return the licences of ``expression`` that ``known`` lacks, without those of a choice made.

    "A OR B" lacks nothing when A or B is known: the recipient of a choice takes one branch.

    Raises:
        ExpressionError: it is not an SPDX expression.
    """
    return tuple(dict.fromkeys(_missing(parse(expression), known)))


def _missing(node: Any, known: Container[str]) -> list[str]:
    if node.isliteral:
        return [] if str(node) in known else [str(node)]
    parts = [_missing(argument, known) for argument in node.args]
    if not is_conjunction(node) and not all(parts):
        return []
    return [key for part in parts for key in part]


@lru_cache(maxsize=4096)
def text_of_later_versions(expression: str) -> frozenset[str]:
    """Return the ids that the engine reports for the *text* of ``X-or-later`` licences.

    The text of the GPL does not contain "or later", so the engine reports ``X-only``.

    Raises:
        ExpressionError: it is not an SPDX expression.
    """
    return frozenset(
        key[: -len("-or-later")] + "-only"
        for key in covered(expression)
        if key.endswith("-or-later")
    )


def conjunction(expressions: Iterable[str]) -> str:
    """Return the AND of ``expressions``, deduplicated.

    A licence is omitted when a choice among the operands offers it: a LICENSE that offers "A OR B"
    comes with the texts of A and of B.

    Raises:
        ExpressionError: one is not an SPDX expression.
    """
    return _conjunction(tuple(expressions))


@lru_cache(maxsize=4096)  # thousands of notices state few licences
def _conjunction(expressions: tuple[str, ...]) -> str:
    conjuncts: dict[str, Any] = {}
    for expression in expressions:
        for node in _conjuncts(parse(expression)):
            conjuncts.setdefault(str(node), node)
    offered = {
        str(leaf) for node in conjuncts.values() if not node.isliteral for leaf in _parts(node)
    }
    kept = [text for text, node in conjuncts.items() if not (node.isliteral and text in offered)]
    wrapped = [
        text if conjuncts[text].isliteral or len(kept) == 1 else f"({text})" for text in kept
    ]
    return " AND ".join(wrapped)


def _conjuncts(node: Any) -> Iterable[Any]:
    """Yield the operands of nested ANDs; the parser does not flatten "A AND (B AND C)"."""
    if is_conjunction(node):
        for argument in node.args:
            yield from _conjuncts(argument)
    else:
        yield node


def named(expressions: Iterable[str]) -> str | None:
    """Return the AND of ``expressions`` less some of their parts, or None if that is empty.

    Left out are parts that scancode could not identify, and those that permit nothing: agreements
    of contributors and disclaimers of warranty.

    Raises:
        ExpressionError: one is not an SPDX expression.
    """
    return _named(tuple(expressions))


@lru_cache(maxsize=4096)
def _named(expressions: tuple[str, ...]) -> str | None:
    kept: list[str] = []
    for expression in expressions:
        for node in _conjuncts(parse(expression)):
            ids = keys(str(node))
            known = [key for key in ids if _is_licence(key)]
            kept += [str(node)] if len(known) == len(ids) else known
    return conjunction(kept) or None


def _is_licence(key: str) -> bool:
    return not (catalog.is_unknown(key) or catalog.is_agreement(key) or catalog.is_disclaimer(key))


def is_conjunction(node: Any) -> bool:
    """Whether a node of ``parse`` is an AND."""
    return not node.isliteral and getattr(node, "operator", "").strip() == "AND"
