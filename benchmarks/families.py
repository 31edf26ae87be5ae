"""Structural families: makes ``attribcheck/lineage/families.json`` and measures the recognition.

    python benchmarks/families.py --write     the data, from transformers' configuration classes
    python benchmarks/families.py             the figures of docs/lineage.md

The classes are read with ``ast``, never imported. Two families are related when the source of one
imports a module of the other's, directly or through others (``modular_*.py`` say so).
"""

from __future__ import annotations

import argparse
import ast
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from attribcheck.lineage import families  # noqa: E402 - the checkout this file is in

VERSION = "5.23.0"
MODELS = ROOT / ".cache" / "corpus" / f"pip-transformers-{VERSION}" / "transformers" / "models"
DATA = ROOT / "attribcheck" / "lineage" / "families.json"
_NONE = object()


def classes(models: Path) -> Iterator[tuple[str, str, str, dict[str, Any]]]:
    """Yield model type, module, class prefix and defaults of every configuration class."""
    for file in sorted(models.glob("*/configuration_*.py")):
        found: dict[str, tuple[str, dict[str, Any]]] = {}
        tree = ast.parse(file.read_bytes())
        for node in tree.body:
            if not isinstance(node, ast.ClassDef) or not node.name.endswith("Config"):
                continue
            bases = [ast.unparse(base) for base in node.bases]
            parent = next((found[base] for base in bases if base in found), None)
            model_type, defaults = (parent[0], dict(parent[1])) if parent else ("", {})
            for part in node.body:
                if isinstance(part, ast.Assign) and ast.unparse(part.targets[0]) == "model_type":
                    model_type = ast.literal_eval(part.value)
                elif isinstance(part, ast.AnnAssign) and part.value is not None:
                    value = _default(part.value)
                    if value is not _NONE:
                        defaults[ast.unparse(part.target)] = value
                elif isinstance(part, ast.FunctionDef) and part.name == "__init__":
                    defaults.update(_arguments(part))
            found[node.name] = (model_type, defaults)
            if model_type and defaults:
                yield model_type, file.parent.name, node.name.removesuffix("Config"), defaults


def _arguments(function: ast.FunctionDef) -> Iterator[tuple[str, Any]]:
    positional = function.args.args
    for argument, default in zip(
        positional[len(positional) - len(function.args.defaults) :],
        function.args.defaults,
        strict=True,
    ):
        value = _default(default)
        if value is not _NONE:
            yield argument.arg, value


def _default(node: ast.expr) -> Any:
    if isinstance(node, ast.Call):  # interval(...)(default=0.02), field(default=...)
        for keyword in node.keywords:
            if keyword.arg == "default":
                return _default(keyword.value)
        return _NONE
    try:
        value = ast.literal_eval(node)
        json.dumps(value)
    except (ValueError, TypeError):
        return _NONE
    return list(value) if isinstance(value, tuple) else value


def related(models: Path) -> dict[str, set[str]]:
    """Return the modules that each module imports from, in either direction, one step."""
    found: dict[str, set[str]] = {}
    for folder in sorted(path for path in models.iterdir() if path.is_dir()):
        for file in folder.glob("*.py"):
            for node in ast.walk(ast.parse(file.read_bytes())):
                if isinstance(node, ast.ImportFrom) and node.level == 2 and node.module:
                    other = node.module.split(".")[0]
                    if other != folder.name and (models / other).is_dir():
                        found.setdefault(folder.name, set()).add(other)
                        found.setdefault(other, set()).add(folder.name)
        for file in folder.glob("*.py"):
            for line in file.read_text(encoding="utf-8").splitlines():
                if "# Copied from transformers.models." in line:
                    other = line.split("transformers.models.")[1].split(".")[0]
                    if other != folder.name:
                        found.setdefault(folder.name, set()).add(other)
                        found.setdefault(other, set()).add(folder.name)
    return found


def write() -> None:
    """Write the data."""
    data = {
        model_type: [module, prefix, defaults]
        for model_type, module, prefix, defaults in classes(MODELS)
    }
    document = {"source": f"transformers {VERSION} (Apache-2.0), configuration classes"}
    text = ",\n".join(
        f" {json.dumps(name)}: {json.dumps(value, separators=(',', ':'), sort_keys=True)}"
        for name, value in sorted(data.items())
    )
    DATA.write_text(
        f'{{"source": {json.dumps(document["source"])},\n"families": {{\n{text}\n}}}}\n',
        encoding="utf-8",
    )
    print(f"{len(data)} configuration classes")


def measure() -> None:
    """Print how many families are recognised from their defaults, and which pairs are confused."""
    kin = related(MODELS)
    everything = families.all_families()
    own = ambiguous = confused = pairs = 0
    confusions: list[tuple[float, str, str]] = []
    for name, family in everything.items():
        matches = families.nearest(family.defaults, most=len(everything))
        if matches[0].family.module == family.module and matches[0].score >= families.THRESHOLD:
            own += 1
        elif any(m.family.model_type == name and m.score >= 0.999 for m in matches):
            ambiguous += 1
        for match in matches:
            other = match.family.module
            if other == family.module or other in near(kin, family.module):
                continue
            pairs += 1
            if match.score >= families.THRESHOLD:
                confused += 1
                confusions.append((match.score, name, match.family.model_type))
    total = len(everything)
    print(f"configuration classes: {total}")
    print(f"recognised from their own defaults: {own}; tied with an equal one: {ambiguous}")
    print(f"unrelated pairs: {pairs}; confused at {families.THRESHOLD}: {confused}")
    print(f"not confused: {100 * (1 - confused / pairs):.3f} %")
    seen = set()
    for index, one, other in sorted(confusions, reverse=True):
        if frozenset((one, other)) not in seen:
            seen.add(frozenset((one, other)))
            print(f"  {index:.2f}  {one}  {other}")


def near(kin: dict[str, set[str]], module: str) -> set[str]:
    """Return the modules within two steps."""
    one = kin.get(module, set())
    return one | {other for step in one for other in kin.get(step, set())}


def main() -> None:
    """Run the command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help="write families.json")
    if parser.parse_args().write:
        write()
    else:
        measure()


if __name__ == "__main__":
    main()
