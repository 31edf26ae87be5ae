"""Disguises of Python code: what somebody, or a tool, does to code that keeps its structure.

Every disguise is a pure function of the text and a seed.
"""

from __future__ import annotations

import ast
import builtins
import io
import keyword
import random
import tokenize
from collections.abc import Callable

_KEPT = {*dir(builtins), "self", "cls"}
_WIDTH = 60


def strip(text: str) -> str:
    """Return code without comments, documentation strings and formatting."""
    tree = ast.parse(text)
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
            and len(node.body) > 1
            and isinstance(node.body[0], ast.Expr)
            and isinstance(node.body[0].value, ast.Constant)
            and isinstance(node.body[0].value.value, str)
        ):
            del node.body[0]
    return ast.unparse(tree) + "\n"


def rename(text: str, seed: int) -> str:
    """Return code with every name changed, the same one in the same way, but for built-in ones."""
    chance = random.Random(seed)
    names: dict[str, str] = {}
    lines = text.split("\n")
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line) + 1)
    parts = []
    done = 0
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        name = token.string
        if token.type != tokenize.NAME or keyword.iskeyword(name) or name in _KEPT:
            continue
        if name not in names:
            letters = (chance.choice("abcdefghij_") for _ in range(chance.randint(1, 9)))
            names[name] = f"{chance.choice('abcdefgh')}{''.join(letters)}{len(names)}"
        first = starts[token.start[0] - 1] + token.start[1]
        parts += [text[done:first], names[name]]
        done = first + len(name)
    return "".join([*parts, text[done:]])


def reflow(text: str, width: int = _WIDTH) -> str:
    """Return code with long lines broken at the commas in brackets, one item a line."""
    out = []
    for line in text.split("\n"):
        out += _broken(line, width)
    return "\n".join(out)


def edit(text: str, share: float, seed: int, donors: list[str]) -> str:
    """Return code in which some statements are deleted, and as many others inserted.

    Args:
        text: The code.
        share: The share of simple statements to touch.
        seed: Chooses them.
        donors: Statements of other code to insert.
    """
    chance = random.Random(seed)

    class Edit(ast.NodeTransformer):
        def generic_visit(self, node: ast.AST) -> ast.AST:
            super().generic_visit(node)
            for field in ("body", "orelse", "finalbody"):
                body = getattr(node, field, None)
                if isinstance(body, list) and body and isinstance(body[0], ast.stmt):
                    setattr(node, field, self._edited(body))
            return node

        def _edited(self, body: list[ast.stmt]) -> list[ast.stmt]:
            result: list[ast.stmt] = []
            for statement in body:
                roll = chance.random()
                simple = not isinstance(
                    statement, ast.FunctionDef | ast.ClassDef | ast.If | ast.For | ast.With
                )
                if not simple or roll >= share:
                    result.append(statement)
                elif roll < share / 2:
                    result += [statement, *ast.parse(chance.choice(donors)).body]
                elif roll < share * 3 / 4:
                    result += ast.parse(chance.choice(donors)).body
            return result or [ast.Pass()]

    return ast.unparse(ast.fix_missing_locations(Edit().visit(ast.parse(text)))) + "\n"


def statements(text: str) -> list[str]:
    """Return the simple statements of code, as donors of edits."""
    found = []
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Assign | ast.Expr) and not isinstance(node.value, ast.Constant):
            line = ast.unparse(node)
            if "\n" not in line and 15 < len(line) < 110:
                found.append(line)
    return found


def disguises(donors: list[str]) -> dict[str, Callable[[str, int], str]]:
    """Return every disguise by its name."""
    return {
        "as it is": lambda text, _: text,
        "stripped, renamed, reflowed": lambda text, seed: reflow(rename(strip(text), seed)),
        "20 % of statements edited": lambda text, seed: edit(text, 0.2, seed, donors),
        "30 % edited, renamed": lambda text, seed: rename(edit(text, 0.3, seed, donors), seed),
    }


def _broken(line: str, width: int) -> list[str]:
    if len(line) <= width:
        return [line]
    indent = " " * (len(line) - len(line.lstrip()))
    try:
        tokens = list(tokenize.generate_tokens(io.StringIO(line.strip() + "\n").readline))
    except (tokenize.TokenError, IndentationError):
        tokens = []
    depth = 0
    parts: list[str] = []
    at = 0
    stripped = line.strip()
    for token in tokens:
        if token.string in ("(", "[", "{"):
            depth += 1
            if depth == 1:
                parts.append(stripped[at : token.end[1]])
                at = token.end[1]
        elif token.string in (")", "]", "}"):
            depth -= 1
            if depth == 0:
                parts.append(stripped[at : token.start[1]])
                at = token.start[1]
        elif token.string == "," and depth == 1:
            parts.append(stripped[at : token.end[1]])
            at = token.end[1]
    parts.append(stripped[at:])
    kept = [part.strip() for part in parts if part.strip()]
    return [indent + kept[0], *(f"{indent}        {part}" for part in kept[1:])]
