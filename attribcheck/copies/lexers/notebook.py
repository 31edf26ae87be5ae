"""Jupyter notebooks: the code of their cells, one after the other, with the lines of the file.

Format: https://nbformat.readthedocs.io/en/latest/format_description.html. A cell of code keeps its
lines as strings of JSON, usually one a line of the file.
"""

from __future__ import annotations

import json
from array import array
from bisect import bisect_right
from collections.abc import Iterator
from typing import Any

from attribcheck.copies.lexers import python
from attribcheck.copies.lexers.base import compiled
from attribcheck.copies.tokens import Tokens

_JSON_STRING = r'"[^"\\\n]*(?:\\.[^"\\\n]*)*"'
_EMPTY = Tokens(python.FAMILY, b"", array("I"), array("I"))


def lex(text: str) -> Tokens:
    """Return the tokens of the Python cells of a notebook; none when it is not a notebook.

    A line of commands for the notebook itself (``%time``, ``!pip``) is left out.
    """
    try:
        notebook = json.loads(text)
    except (ValueError, RecursionError):
        return _EMPTY
    if not isinstance(notebook, dict) or not _is_python(notebook):
        return _EMPTY
    code: list[str] = []
    numbers: list[int] = []
    for number, row in _rows(notebook, text):
        code.append("" if row.lstrip()[:1] in ("%", "!") else row)
        numbers.append(number)
    tokens = python.lex("\n".join(code))
    return tokens._replace(lines=array("I", [numbers[at - 1] for at in tokens.lines]))


def code_lines(lines: list[str]) -> list[str]:
    """Return the code in each line of a notebook in any language; ``lines`` when it is none.

    Several lines of code in one line are separated by line feeds.
    """
    text = "\n".join(lines)
    try:
        notebook = json.loads(text)
    except (ValueError, RecursionError):
        return lines
    if not isinstance(notebook, dict) or "cells" not in notebook:
        return lines
    found: dict[int, list[str]] = {}
    for number, row in _rows(notebook, text):
        found.setdefault(number, []).append(row)
    return ["\n".join(found.get(number, ())) for number in range(1, len(lines) + 1)]


def _rows(notebook: dict[str, Any], text: str) -> Iterator[tuple[int, str]]:
    """Yield the lines of the cells of code, each with its line in the file."""
    places = _places(text)
    line = 1
    for source in _sources(notebook):
        for part in source:
            at = places.get(part, ())
            later = bisect_right(at, line - 1)
            line = at[later] if later < len(at) else line
            for row in part.splitlines() or [""]:
                yield line, row


def _is_python(notebook: dict[str, Any]) -> bool:
    metadata = notebook.get("metadata")
    kernel = metadata.get("kernelspec") if isinstance(metadata, dict) else None
    language = kernel.get("language", "python") if isinstance(kernel, dict) else "python"
    return str(language).lower().startswith("python")


def _sources(notebook: dict[str, Any]) -> list[list[str]]:
    """Return the lines of each cell of code; a cell of another shape is left out."""
    cells = notebook.get("cells")
    found = []
    for cell in cells if isinstance(cells, list) else []:
        if isinstance(cell, dict) and cell.get("cell_type") == "code":
            source = cell.get("source", [])
            parts = [source] if isinstance(source, str) else source
            if isinstance(parts, list) and all(isinstance(part, str) for part in parts):
                found.append(parts)
    return found


def _places(text: str) -> dict[str, list[int]]:
    """Return the lines of the file on which each string of JSON begins."""
    found: dict[str, list[int]] = {}
    line = 1
    last = 0
    for match in compiled(_JSON_STRING).finditer(text):
        line += text.count("\n", last, match.start())
        last = match.start()
        try:
            found.setdefault(json.loads(match.group()), []).append(line)
        except ValueError:
            continue
    return found
