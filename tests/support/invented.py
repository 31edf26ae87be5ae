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
_OPERATORS = "+ - * // % @ | & ^".split()


def program(seed: str, functions: int = 8) -> str:
    """Return Python code that no other seed's code resembles, some 14 lines a function."""
    chance = random.Random(seed)
    return "\n".join(_function(chance, seed, number) for number in range(functions))


def _function(chance: random.Random, seed: str, number: int) -> str:
    names = chance.sample(_NAMES, 4)
    lines = [f"def {chance.choice(_CALLS)}_{number}({', '.join(names)}, *, limit={number}):"]
    for _ in range(chance.randrange(10, 15)):
        target, left, right = (chance.choice(names) for _ in range(3))
        call = chance.choice(_CALLS)
        value, operator = chance.randrange(100), chance.choice(_OPERATORS)
        lines.append(
            "    "
            + chance.choice(
                (
                    f"{target} = {left}.{call}({right}, {value}) {operator} {left}",
                    f"{target} = [{call}(one, {value}) for one in {left} if one > {right}]",
                    f"if {left} < {right}.{call}({value}): {target}[{value}] = {left}",
                    f"{target}, {left} = {call}({right})[{value}:], {left} or {right}",
                    f"for one in {left}.{call}(): {target} = one {operator} {value}",
                    f"assert {call}({left}, key=lambda one: one.{call}[{value}]) is not {right}",
                )
            )
        )
    return "\n".join([*lines, f"    return {names[0]}", ""])


def renamed(code: str) -> str:
    """Return code with every name changed and the comments gone."""
    words = {*_NAMES, *_CALLS, "one", "limit"}
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
