"""The source of scancode that the fast path relies on, by name and hash.

Each piece of the fast path names the functions, classes and tables of scancode that it replaces or
that the argument in its docstring relies on. ``assumptions.json`` has a hash of the source of each,
of the versions that were read (``make assumptions`` writes it). When the data file is made, a piece
of which a name has another hash, or is gone, is left out; the outcome is stored with the data.

A hash is made of the lines of the definition, without trailing white space, so it is the same for
every version of Python. A compiled module (``cyseq``, ``intbitset``) has no source and is not
checked.
"""

from __future__ import annotations

import ast
import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from importlib.machinery import PathFinder
from pathlib import Path

from attribcheck.scan.fast.store import INDEX, KNOWN_SOURCES, MEMO, PREFILTER


def pieces() -> dict[str, Sequence[str]]:
    """Return the names that each piece of the fast path relies on, by the name of the piece."""
    # lazy: a build only
    from attribcheck.scan import prefilter
    from attribcheck.scan.fast import statement_signs
    from attribcheck.scan.fast.index import index
    from attribcheck.scan.fast.patches.registry import PATCHES

    return {
        INDEX: index.RESTS_ON,
        PREFILTER: (*statement_signs.RESTS_ON, *prefilter.RESTS_ON),
        MEMO: statement_signs.RESTS_ON,
        **{patch.name: (*patch.replaces, *patch.rests_on) for patch in PATCHES},
    }


def known() -> dict[str, str]:
    """Return the hash of each name as it was read."""
    found: dict[str, str] = json.loads(KNOWN_SOURCES.read_text(encoding="utf-8"))
    return found


def installed() -> dict[str, str | None]:
    """Return the hash of each name as it is installed; None for one that is not there."""
    names = sorted({name for piece in pieces().values() for name in piece})
    return {name: hash_of(name) for name in names}


def left_out() -> dict[str, list[str]]:
    """Return the pieces of which a name has changed, each with the names that have."""
    before, now = known(), installed()
    changed = {name for name in now if now[name] is None or now[name] != before.get(name)}
    found = {piece: sorted(changed.intersection(names)) for piece, names in pieces().items()}
    return {piece: names for piece, names in found.items() if names}


def hash_of(name: str) -> str | None:
    """Return the hash of the source of a function, class or table; None when it is not there.

    Args:
        name: Its dotted name, with that of its module.
    """
    parts = name.split(".")
    for length in range(len(parts) - 1, 0, -1):
        source = _source(".".join(parts[:length]))
        if source is not None:
            return _hash(source, parts[length:])
    return None


def _hash(source: str, path: Sequence[str]) -> str | None:
    nodes: Iterable[ast.AST] = [_parsed(source)]
    for name in path:
        nodes = [child for node in nodes for child in _defined(node) if name in _names(child)]
    lines = source.splitlines()
    texts = []
    for node in nodes:
        assert isinstance(node, ast.stmt)
        decorators = getattr(node, "decorator_list", ())
        first = min([node.lineno, *(one.lineno for one in decorators)])
        texts.append("\n".join(line.rstrip() for line in lines[first - 1 : node.end_lineno]))
    return hashlib.sha256("\n".join(texts).encode()).hexdigest()[:16] if texts else None


@cache
def _parsed(source: str) -> ast.Module:
    return ast.parse(source)


def _defined(node: ast.AST) -> Iterator[ast.stmt]:
    """Yield the definitions in a module or class, also those under a condition."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, (ast.FunctionDef, ast.ClassDef, ast.Assign, ast.AnnAssign)):
            yield child
        elif isinstance(child, (ast.If, ast.Try, ast.ExceptHandler)):
            yield from _defined(child)


def _names(node: ast.stmt) -> set[str]:
    if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
        return {node.name}
    targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
    return {target.id for target in targets if isinstance(target, ast.Name)}


@cache
def _source(module: str) -> str | None:
    """Return the source of a module, found without importing a package that it is in."""
    places: Sequence[str] | None = None
    spec = None
    for end in range(1, module.count(".") + 2):
        spec = PathFinder.find_spec(".".join(module.split(".")[:end]), places)
        if spec is None:
            return None
        places = list(spec.submodule_search_locations or ())
    if spec is None or spec.origin is None or not spec.origin.endswith(".py"):
        return None
    return Path(spec.origin).read_text(encoding="utf-8")


def main() -> None:
    """Write what is installed as what is known."""
    now: Mapping[str, str | None] = installed()
    missing = [name for name, value in now.items() if value is None]
    if missing:
        raise SystemExit(f"assumptions: not there: {', '.join(missing)}")
    KNOWN_SOURCES.write_text(json.dumps(now, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
