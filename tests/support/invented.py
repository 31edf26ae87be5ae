"""Small invented programs, indexes of them, and a scanner that reads one notice a line."""

from __future__ import annotations

import random
import re
from collections.abc import Mapping
from pathlib import Path

from attribcheck.copies import index_builder
from attribcheck.copies.model import Component, OriginFile, SourceFile
from attribcheck.scan.scanner import CachingScanner
from support.checks import LineEngine

_NAMES = "river stone lamp north cloud field amber frost cedar harbor meadow ridge".split()
_CALLS = "gather fold spread merge trim shift blend weigh scale align".split()
_OPERATORS = "+ - * // % @ | & ^ << and or < >= == in".split()


def program(seed: str, functions: int = 8) -> str:
    """Return Python code that no other seed's code resembles, some 14 lines a function."""
    chance = random.Random(seed)
    return "\n".join(_function(chance, number) for number in range(functions))


def _function(chance: random.Random, number: int) -> str:
    names = ", ".join(chance.sample(_NAMES, chance.randrange(2, 6)))
    lines = [f"def {chance.choice(_CALLS)}_{number}({names}, *, limit={number}):"]
    for _ in range(chance.randrange(9, 14)):
        lines += [f"    {line}" for line in _statement(chance).split("\n")]
    return "\n".join([*lines, f"    return {_expression(chance, 2)}", ""])


def _statement(chance: random.Random) -> str:
    def part() -> str:
        return _expression(chance, 2)

    name, other = chance.sample(_NAMES, 2)
    forms = (
        lambda: f"{name} = {part()}",
        lambda: f"{name}, *{other} = {part()}, {part()}",
        lambda: f"{name}[{part()}] += {part()}",
        lambda: f"if {part()}:\n    {name} = {part()}\nelse:\n    del {other}[{part()}]",
        lambda: f"for {name} in {part()}:\n    {other}.{chance.choice(_CALLS)}({part()})",
        lambda: f"while {part()}:\n    {name} = {part()}\n    break",
        lambda: f"with {part()} as {name}:\n    {other} -= {part()}",
        lambda: f"assert {part()}, {part()}",
        lambda: f"try:\n    {name} = {part()}\nfinally:\n    {other}.{chance.choice(_CALLS)}()",
    )
    return chance.choice(forms)()


def _expression(chance: random.Random, depth: int) -> str:
    if not depth:
        return chance.choice((chance.choice(_NAMES), str(chance.randrange(100))))

    def part() -> str:
        return _expression(chance, chance.randrange(depth))

    name, call = chance.choice(_NAMES), chance.choice(_CALLS)
    forms = (
        lambda: f"{name}.{call}({', '.join(part() for _ in range(chance.randrange(4)))})",
        lambda: f"({part()} {chance.choice(_OPERATORS)} {part()})",
        lambda: f"[{part()} for {name} in {part()} if {part()}]",
        lambda: f"{{{part()}: {part()}, **{name}}}",
        lambda: f"{name}[{part()}:{part()}]",
        lambda: f"({part()} if {part()} else {part()})",
        lambda: f"(lambda {name}: {part()})",
        lambda: f"(not {call}(*{name}, limit={part()}))",
    )
    return chance.choice(forms)()


def renamed(code: str) -> str:
    """Return code with every name changed and the comments gone."""
    words = {*_NAMES, *_CALLS, "limit"}
    pattern = re.compile(r"\b(" + "|".join(sorted(words)) + r")(?=\b|_)")
    return pattern.sub(lambda match: f"{match[1][::-1]}x", code)


def index(
    out: Path, component: Component, files: Mapping[str, str], statements: tuple[str, ...] = ()
) -> Path:
    """Write an index of one component, all of whose files have the same ``statements``."""
    index_builder.build(
        (
            SourceFile(OriginFile(component, path, statements=statements), content.encode())
            for path, content in files.items()
        ),
        out,
    )
    return out


def scanner() -> CachingScanner:
    """Return a scanner that finds ``Copyright 2025 HOLDER`` and SPDX tags, one a line."""
    return CachingScanner(LineEngine({}))
