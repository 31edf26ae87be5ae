"""Names of tensors by family: makes ``attribcheck/lineage/tensor_names.json`` and measures it.

    python benchmarks/tensor_names.py --write     the data, from transformers' model classes
    python benchmarks/tensor_names.py             the figures of docs/lineage.md

The classes are read with ``ast``, never imported. What ``__init__`` assigns to ``self`` is followed
through the classes of one file: layers give ``NAME.weight``, lists of modules ``NAME.#``. Both
sides of a condition count; a bias counts where the code says so without asking the configuration.
"""

from __future__ import annotations

import argparse
import ast
import json
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "benchmarks")]

from families import MODELS, VERSION, near, related  # noqa: E402 - beside this file

from attribcheck.lineage import tensor_names  # noqa: E402 - the checkout this file is in

OLDER_VERSION = "4.47.1"
"""Published files mostly have the names of version 4, which version 5 renames as it loads."""
OLDER = Path(str(MODELS).replace(VERSION, OLDER_VERSION))
HELD_OUT_VERSION = "5.0.0"
HELD_OUT = Path(str(MODELS).replace(VERSION, HELD_OUT_VERSION))
DATA = ROOT / "attribcheck" / "lineage" / "tensor_names.json"
RANKS = {
    "Linear": 2,
    "Embedding": 2,
    "Conv1D": 2,
    "Conv1d": 3,
    "Conv2d": 4,
    "Conv3d": 5,
    "ConvTranspose1d": 3,
    "ConvTranspose2d": 4,
}
_MIN_NAMES = 6
_DEPTH = 12
Locals = dict[str, list[str]]
"""The classes that a local variable of ``__init__`` can stand for."""
Names = dict[str, str]
"""By pattern the number of dimensions; 0 where the code does not say, "?" behind what a condition
decides."""


class Module:
    """The classes of one file of model code."""

    def __init__(self, path: Path) -> None:
        self.path = path
        tree = ast.parse(path.read_bytes())
        self.classes = {node.name: node for node in tree.body if isinstance(node, ast.ClassDef)}
        self.tables: dict[str, str] = {}
        self.imported: dict[str, Path] = {}
        for node in tree.body:
            if isinstance(node, ast.Assign) and isinstance(node.value, ast.Dict):
                values = [v.id for v in node.value.values if isinstance(v, ast.Name)]
                if values and isinstance(node.targets[0], ast.Name):
                    self.tables[node.targets[0].id] = values[0]
            elif isinstance(node, ast.ImportFrom) and node.level == 2 and node.module:
                file = path.parent.parent.joinpath(*node.module.split(".")).with_suffix(".py")
                if file.is_file():
                    self.imported |= {alias.name: file for alias in node.names}

    def names(self, name: str, depth: int = 0) -> Names:
        """Return the tensors of a class."""
        node = self.classes.get(name)
        if node is None:
            file = self.imported.get(name)
            return module(file).names(name, depth) if file and depth < _DEPTH else {}
        found: Names = {}
        for base in node.bases:
            if isinstance(base, ast.Name) and depth < _DEPTH:
                found |= self.names(base.id, depth + 1)
        local = _local_classes(node)
        for name_, value, is_sure in _assigned(node):
            own = {
                f"{name_}{rest}": mark if is_sure else _unsure(mark)
                for rest, mark in self._value(value, depth, local)
            }
            if own and is_sure:  # else both sides of a condition are kept
                found = {n: r for n, r in found.items() if not n.startswith(f"{name_}.")}
            found |= own
        return found

    def _value(self, node: ast.expr, depth: int, local: Locals) -> Iterator[tuple[str, str]]:
        """Yield the names below an attribute, each with its dot, and ranks."""
        if depth > _DEPTH:
            return
        for call in _calls(node):
            kind = self._class_of(call.func)
            for name in local.get(kind, [kind]):
                if name in ("ModuleList", "Sequential"):
                    for item in (item for argument in call.args for item in _items(argument)):
                        below = self._value(item, depth + 1, local)
                        yield from ((f".#{rest}", rank) for rest, rank in below)
                elif name in self.classes or name in self.imported:
                    inner = self.names(name, depth + 1).items()
                    yield from ((f".{rest}", rank) for rest, rank in inner)
                else:
                    yield from _layer(call, name)

    def _class_of(self, node: ast.expr) -> str:
        if isinstance(node, ast.Subscript):  # LLAMA_ATTENTION_CLASSES[...]
            return self.tables.get(ast.unparse(node.value), "")
        return ast.unparse(node).rpartition(".")[2]


def _calls(node: ast.expr) -> list[ast.Call]:
    """Return the call that a value is, or those on both sides of a condition."""
    if isinstance(node, ast.IfExp):
        return [*_calls(node.body), *_calls(node.orelse)]
    return [node] if isinstance(node, ast.Call) else []


def _assigned(node: ast.ClassDef) -> Iterator[tuple[str, ast.expr, bool]]:
    """Yield each attribute that ``__init__`` assigns, its value, and whether it always does."""
    for part in node.body:
        if isinstance(part, ast.FunctionDef) and part.name == "__init__":
            always = set(map(id, part.body))
            for child in ast.walk(part):
                if not isinstance(child, ast.Assign):
                    continue
                target = child.targets[0]
                if isinstance(target, ast.Attribute) and ast.unparse(target.value) == "self":
                    is_choice = isinstance(child.value, ast.IfExp)
                    yield target.attr, child.value, id(child) in always and not is_choice


def _unsure(mark: str) -> str:
    return mark if mark.endswith("?") else f"{mark}?"


def _local_classes(node: ast.ClassDef) -> Locals:
    return {
        child.targets[0].id: [n.id for n in ast.walk(child.value) if isinstance(n, ast.Name)]
        for child in ast.walk(node)
        if isinstance(child, ast.Assign) and isinstance(child.targets[0], ast.Name)
    }


@cache
def module(path: Path) -> Module:
    """Return the classes of a file, read once."""
    return Module(path)


def _layer(node: ast.Call, kind: str) -> Iterator[tuple[str, str]]:
    if kind == "Parameter":
        yield "", "0"
    elif kind in RANKS or kind.endswith("Norm"):
        yield ".weight", str(RANKS.get(kind, 1))
        stated = [k.value for k in node.keywords if k.arg in ("bias", "elementwise_affine")]
        if stated:
            value = ast.unparse(stated[0])
            mark = {"True": "1", "False": ""}.get(value, "1?")
        elif kind in RANKS:
            mark = "" if kind == "Embedding" else "1"
        else:
            mark = "1" if kind == "LayerNorm" else "1?"
        if mark:
            yield ".bias", mark


def _items(node: ast.expr) -> Iterator[ast.expr]:
    if isinstance(node, ast.ListComp | ast.GeneratorExp):
        yield node.elt
    elif isinstance(node, ast.List | ast.Tuple):
        yield from node.elts
    else:
        yield node


def backbones(models: Path) -> Iterator[tuple[str, str, Names]]:
    """Yield folder, class and tensors of every model without its head."""
    for file in sorted(models.glob("*/modeling_*.py")):
        if file.name.startswith(("modeling_tf_", "modeling_flax_")):
            continue
        here = module(file)
        for name, node in here.classes.items():
            bases = [ast.unparse(base) for base in node.bases]
            is_model = name.endswith("Model") and any("PreTrained" in base for base in bases)
            if is_model and "PreTrained" not in name:
                found = here.names(name)
                if len(found) >= _MIN_NAMES:
                    yield file.parent.name, name.removesuffix("Model"), found


def write() -> None:
    """Write the data: patterns, each once, and their places by class."""
    found = {
        (folder, name, tuple(sorted(f"{n} {mark}" for n, mark in names.items()))): None
        for models in (OLDER, MODELS)
        for folder, name, names in backbones(models)
    }
    patterns = sorted({pattern for _, _, here in found for pattern in here})
    places = {pattern: at for at, pattern in enumerate(patterns)}
    lines = ",\n".join(
        " " + json.dumps([folder, name, [places[p] for p in here]], separators=(",", ":"))
        for folder, name, here in sorted(found)
    )
    source = f"transformers {OLDER_VERSION} and {VERSION} (Apache-2.0), model classes"
    DATA.write_text(
        f'{{"source": {json.dumps(source)},\n"patterns": '
        f'{json.dumps(patterns, separators=(",", ":"))},\n"classes": [\n{lines}\n]}}\n',
        encoding="utf-8",
    )
    print(f"{len(found)} classes, {len(patterns)} patterns, {DATA.stat().st_size:,} bytes")


class Seen(NamedTuple):
    """A class whose names are looked up: its family, and what a file of it has."""

    module: str
    ranks: dict[str, int]


def measure() -> None:
    """Print how classes are recognised: those of the table, and those that it does not have."""
    own = [
        Seen(one.module, {name: one.ranks[name] for name in one.required})
        for one in tensor_names.all_classes()
    ]
    known = {(one.module, frozenset(one.ranks)) for one in own}
    held_out = [
        Seen(folder, {n: int(m) for n, m in names.items() if not m.endswith("?")})
        for folder, _, names in backbones(HELD_OUT)
    ]
    others = [one for one in held_out if (one.module, frozenset(one.ranks)) not in known]
    kin: dict[str, set[str]] = {}
    for models in (MODELS, OLDER, HELD_OUT):
        for name, here in related(models).items():
            kin.setdefault(name, set()).update(here)
    print("the classes of the table, by the names that no option takes away")
    _measure(own, kin)
    print(f"\nclasses of transformers {HELD_OUT_VERSION} with other names than the table has")
    _measure(others, kin)


def _measure(classes: list[Seen], kin: dict[str, set[str]]) -> None:
    every = {one.module for one in tensor_names.all_classes()}
    counts = dict.fromkeys(("alone", "among few", "silent", "wrong"), 0)
    pairs = 0
    errors: dict[frozenset[str], float] = {}
    confused = 0
    for one in classes:
        found = tensor_names.nearest({f"model.{name}": rank for name, rank in one.ranks.items()})
        told = {match.found.module: match.score for match in tensor_names.told(found)}
        is_alone = [*told] == [one.module]
        kind = "alone" if is_alone else "among few" if one.module in told else "wrong"
        counts[kind if told else "silent"] += 1
        unrelated = every - near(kin, one.module) - {one.module}
        pairs += len(unrelated)
        confused += len(unrelated & told.keys())
        errors |= {frozenset((one.module, name)): told[name] for name in unrelated & told.keys()}
    print(f"classes: {len(classes)}")
    print(f"named alone: {counts['alone']}; with at most two others: {counts['among few']}")
    print(f"not named: {counts['silent']}; another named alone: {counts['wrong']}")
    print(f"unrelated pairs: {pairs}; named in error: {confused}")
    print(f"not confused: {100 * (1 - confused / max(pairs, 1)):.3f} %")
    for pair, score in sorted(errors.items(), key=lambda item: -item[1]):
        print(f"  {score:.2f}  {'  '.join(sorted(pair))}")


def main() -> None:
    """Run the command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help="write tensor_names.json")
    if parser.parse_args().write:
        write()
    else:
        measure()


if __name__ == "__main__":
    main()
