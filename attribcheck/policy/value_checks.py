"""Checks the strings of a policy: one check for each ``fields.Form``.

A check takes a string that is not blank and returns its faults, each as a clause.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from attribcheck.core.finding import RULE_NAMES
from attribcheck.core.text import printable
from attribcheck.policy import path_patterns
from attribcheck.policy.fields import COUNTRY_PATTERN, PURL_PATTERN, READINGS, SEVERITIES, Form
from attribcheck.spdx import catalog, expressions

_COUNTRY = re.compile(COUNTRY_PATTERN)
_PURL = re.compile(PURL_PATTERN)
_CATEGORY_PREFIX = "category:"
_SUPPLIER_PREFIX = "supplier:"


def quoted(text: str) -> str:
    """Return ``text`` in quotes, safe to show."""
    return f'"{printable(text)}"'


def suggestion(word: str, known: Iterable[str], show: Callable[[str], str] = quoted) -> str:
    """Return ``, did you mean X?`` for the nearest of ``known``, or "" when none is near.

    Args:
        word: The unknown word.
        known: The known words.
        show: Renders the nearest one for the message.
    """
    import difflib  # lazy: needed on mistakes alone

    names = {name.lower(): name for name in known}
    near = difflib.get_close_matches(word.lower().strip(), sorted(names), n=1, cutoff=0.6)
    return f", did you mean {show(names[near[0]])}?" if near else ""


def _unknown(noun: str, value: str, known: Iterable[str]) -> list[str]:
    return [f"unknown {noun} {quoted(value)}{suggestion(value, known)}"]


def _anything(_value: str) -> list[str]:
    return []


def _license_entry(value: str) -> list[str]:
    if not value.startswith(_CATEGORY_PREFIX):
        return expressions.problems(value)
    known = {_CATEGORY_PREFIX + name for name in catalog.CATEGORIES}
    return [] if value in known else _unknown("licence category", value, known)


def _country(value: str) -> list[str]:
    if _COUNTRY.fullmatch(value):
        return []
    near = suggestion(value, [value.strip().upper()]) if len(value.strip()) == 2 else ""
    return [f"{quoted(value)} is not two capital letters (ISO 3166-1 alpha-2){near}"]


def _origin_entry(value: str) -> list[str]:
    if value.startswith(_SUPPLIER_PREFIX):
        named = value[len(_SUPPLIER_PREFIX) :].strip()
        return [] if named else [f"{quoted(value)} names no supplier"]
    if _COUNTRY.fullmatch(value):
        return []
    forms = 'two capital letters (ISO 3166-1 alpha-2) or "supplier:NAME"'
    return [f"{quoted(value)} is not an origin: write {forms}"]


def _holder(value: str) -> list[str]:
    if not value.startswith("re:"):
        return []
    if not value[3:].strip():
        return [f"{quoted(value)} has no pattern"]
    from attribcheck.notices.holder_patterns import compiled  # lazy: few policies have one

    try:
        compiled(value[3:])
    except ValueError as error:
        return [f"{quoted(value)} {printable(str(error).removeprefix('it '))}"]
    return []


def _pattern(value: str) -> list[str]:
    fault = path_patterns.problem(value)
    return [f"the pattern {quoted(value)} can't be used: {fault}"] if fault else []


def _path(value: str) -> list[str]:
    parts = value.split("/")
    if "\\" in value or ":" in parts[0] or "" in parts or {".", ".."} & set(parts):
        example = '"third_party/foo/NOTICE"'
        return [f"{quoted(value)} is not a path from the top of the repository, such as {example}"]
    return []


def _purl(value: str) -> list[str]:
    if _PURL.fullmatch(value):
        return []
    return [f'{quoted(value)} is not a package URL, such as "pkg:pypi/foo@1.0"']


def _rule(value: str) -> list[str]:
    return [] if value in RULE_NAMES else _unknown("rule", value, RULE_NAMES)


def _severity(value: str) -> list[str]:
    if value in SEVERITIES:
        return []
    if value == "off":
        return ['"off" is not a severity: use "note", or an [[exception]] with a reason']
    return _unknown("severity", value, SEVERITIES)


def _reading(value: str) -> list[str]:
    return [] if value in READINGS else _unknown("way to treat a file", value, READINGS)


def _header(value: str) -> list[str]:
    from attribcheck.notices import header_template  # lazy: few policies have one

    return [printable(fault) for fault in header_template.problems(value)]


CHECKS: dict[Form, Callable[[str], list[str]]] = {
    Form.TEXT: _anything,
    Form.EXPRESSION: expressions.problems,
    Form.LICENSE_ENTRY: _license_entry,
    Form.COUNTRY: _country,
    Form.ORIGIN_ENTRY: _origin_entry,
    Form.HOLDER: _holder,
    Form.PATTERN: _pattern,
    Form.PATH: _path,
    Form.PURL: _purl,
    Form.RULE: _rule,
    Form.SEVERITY: _severity,
    Form.READING: _reading,
    Form.HEADER: _header,
}
