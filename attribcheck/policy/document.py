"""Parses and validates the text of ``attribcheck.toml``, and reports every fault with its place.

``tomllib`` parses it, ``toml_positions`` finds its lines and ``validator`` its faults.
"""

from __future__ import annotations

import re
import sys
from typing import Any

from attribcheck.core.errors import PolicyError
from attribcheck.core.text import printable
from attribcheck.policy.toml_positions import FindPlaces
from attribcheck.policy.validator import Problem, find_problems

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

_EXCERPT_WIDTH = 160  # characters
_TOML_POSITION = re.compile(r" \(at (?:line (\d+), column (\d+)|end of document)\)$")
_LONGEST = 4_000_000  # characters
_PART = r"""(?:[\w-]+|"[^"\n]*"|'[^'\n]*')"""
_DOTTED = re.compile(rf"(?<![\w.-]){_PART}(?:[ \t]*\.[ \t]*{_PART}){{32}}")
_SCHEMA_HINT = "`attribcheck policy schema` lists every table and key"


def parse(text: str, places: FindPlaces, path: str) -> dict[str, Any]:
    """Return the tables of a valid policy.

    Args:
        text: The policy, without a byte-order mark.
        places: Finds the places of its keys.
        path: The name for messages.

    Raises:
        PolicyError: it is not TOML, of a newer version, or ``validator`` finds faults.
    """
    if problem := _too_much(text):
        raise _error([problem], text, path)
    try:
        tree = tomllib.loads(text)
        problems = find_problems(tree, places)
    except RecursionError as error:
        problem = Problem(0, 0, "the arrays and tables are nested too deeply")
        raise _error([problem], text, path) from error
    except ValueError as error:  # also Python's own, for an integer of thousands of digits
        raise _error([_toml_problem(error, text)], text, path) from error
    if problems:
        raise _error(problems, text, path, hint=_SCHEMA_HINT)
    return tree


def not_utf8(data: bytes, at: int, path: str) -> PolicyError:
    """Return the error for a policy that is not UTF-8 from byte ``at`` on."""
    before = data[:at].decode("utf-8")
    line = before.count("\n") + 1
    column = len(before) - (before.rfind("\n") + 1) + 1
    problem = Problem(line, column, f"byte 0x{data[at]:02x} is not UTF-8")
    shown = data.decode("utf-8", "surrogateescape")
    return _error([problem], shown, path, hint="save the file as UTF-8")


def _toml_problem(error: ValueError, text: str) -> Problem:
    message = str(error)
    match = _TOML_POSITION.search(message)
    if match is None:
        return Problem(0, 0, f"not TOML: {message}")
    line = int(match[1] or text.count("\n") + 1)
    column = int(match[2] or len(text) - (text.rfind("\n") + 1) + 1)
    return Problem(line, column, f"not TOML: {message[: match.start()]}")


def _too_much(text: str) -> Problem | None:
    """Return the problem of a document that would take more than linear time to parse, or None.

    A policy can come from an untrusted fork, and a parser's time grows with the square of the
    number of parts in a dotted key. None of this format has more than two.
    """
    if len(text) > _LONGEST:
        return Problem(0, 0, f"it has {len(text):,} characters; {_LONGEST:,} are the most")
    if match := _DOTTED.search(text):
        line = text.count("\n", 0, match.start()) + 1
        column = match.start() - text.rfind("\n", 0, match.start())
        return Problem(line, column, "a key of more than 32 parts", show_line=False)
    return None


def _error(
    problems: list[Problem], text: str, path: str, *, hint: str | None = None
) -> PolicyError:
    source = text.split("\n")
    lines = []
    for problem in sorted(problems):
        place = f":{problem.line}:{problem.column}" if problem.line else ""
        lines.append(f"{printable(path)}{place}: {printable(problem.message)}")
        excerpt = source[problem.line - 1].rstrip() if problem.show_line and problem.line else ""
        if excerpt:
            cut = excerpt[:_EXCERPT_WIDTH] + ("…" if len(excerpt) > _EXCERPT_WIDTH else "")
            lines.append(f"    {printable(cut)}")
    return PolicyError("\n".join(lines), hint=hint)
