"""Public packages with known copies, and packages that share none: the data of ``copies.py``.

Everything is fetched once into ``.cache/corpus`` and read as data; nothing of it is executed.
"""

from __future__ import annotations

import ast
import re
import textwrap
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

from corpus import Package, fetch

from attribcheck.copies.index_builder import build
from attribcheck.copies.index_file import OriginIndex
from attribcheck.copies.lexers.registry import language_of
from attribcheck.copies.model import Component, OriginFile, SourceFile

INDEXES = Path(__file__).resolve().parent.parent / ".cache" / "copies"

TRANSFORMERS = Package("pip", "transformers", "4.46.3")
"""It marks by hand which code is copied from where; a check of its own keeps the copies alike."""

FIELD = (
    Package("pip", "accelerate", "1.2.1"),
    Package("pip", "peft", "0.14.0"),
    Package("pip", "sentence-transformers", "3.3.1"),
    Package("pip", "pytorch-lightning", "2.5.0"),
    Package("pip", "kornia", "0.7.4"),
)
"""Packages of the same field: much of what corresponds there has a common ancestor."""

UNRELATED = (
    Package("pip", "django", "5.1.3"),
    Package("pip", "numpy", "2.1.3"),
    Package("pip", "scikit-learn", "1.6.1"),
    Package("pip", "ansible-core", "2.19.14"),
    Package("pip", "pandas", "2.2.3"),
)
"""Packages that share no code with model libraries; thresholds are chosen on them."""

SGLANG = Package("pip", "sglang", "0.5.23")
VLLM = Package("pip", "vllm", "0.33.0")
NEW_TRANSFORMERS = Package("pip", "transformers", "5.23.0")
SEED = Package("pip", "transformers", "5.0.0")
MLX = Package("pip", "mlx-lm", "0.30.0")

LARGE = (
    NEW_TRANSFORMERS,
    VLLM,
    SGLANG,
    Package("pip", "diffusers", "0.42.1"),
    Package("pip", "timm", "1.0.31"),
)
"""The index of known origins by which speed and size are measured."""

LANGUAGES = {
    "C and C++": (("npm", "re2", "1.21.4"), ("npm", "better-sqlite3", "11.5.0")),
    "Java": (
        ("mvn", "com.google.guava:guava", "33.3.1-jre"),
        ("mvn", "commons-io:commons-io", "2.17.0"),
    ),
    "JavaScript and TypeScript": (("npm", "rxjs", "7.8.1"), ("npm", "npm", "10.9.0")),
    "Go": (
        ("go", "golang.org/x/net", "v0.31.0"),
        ("go", "github.com/prometheus/client_golang", "v1.20.5"),
    ),
    "Rust": (("cargo", "tokio", "1.41.1"), ("cargo", "ring", "0.17.8")),
}
"""By language: a package to index, and one that shares no code with it."""

_FAMILY = re.compile(r"/models/(?:deprecated/)?([A-Za-z0-9_]+)/")
_COPIED = re.compile(r"^\s*#\s*Copied from\s+transformers\.(\S+\.\S+)\s*($|\S.*$)")
_MARK = re.compile(r"^\s*#\s*(?:Copied|Adapted) from.*$", re.IGNORECASE)


class Pair(NamedTuple):
    """A definition that is marked as copied.

    Attributes:
        path: Its file.
        origin: The file it is copied from.
        text: The definition, without the marks.
    """

    path: str
    origin: str
    text: str


def family(path: str) -> str:
    """Return the folder of the model that a file belongs to, or nothing."""
    match = _FAMILY.search(f"/{path}")
    return match[1] if match else ""


def python_files(package: Package) -> Iterator[tuple[str, bytes]]:
    """Yield the path and the content of each Python file of a package, in order."""
    top = fetch(package)
    for path in sorted(top.rglob("*.py")):
        yield path.relative_to(top).as_posix(), path.read_bytes()


def code_files(package: Package) -> Iterator[tuple[str, bytes]]:
    """Yield the path and the content of each file of code of a package, in order."""
    top = fetch(package)
    for path in sorted(top.rglob("*")):
        if path.is_file() and not path.is_symlink() and language_of(path.name):
            yield path.relative_to(top).as_posix(), path.read_bytes()


def component(package: Package) -> Component:
    """Return a package as a component of an index."""
    purl = f"pkg:pypi/{package.name}@{package.version}"
    return Component(package.name, package.version, purl)


def source_files(*packages: Package) -> Iterator[SourceFile]:
    """Yield the Python files of packages as an index takes them."""
    for package in packages:
        of = component(package)
        for path, content in python_files(package):
            yield SourceFile(OriginFile(of, path, family=family(path)), content)


def index(name: str, *packages: Package) -> OriginIndex:
    """Return the index of packages; it is built anew, since what it measures is the builder too."""
    INDEXES.mkdir(parents=True, exist_ok=True)
    path = INDEXES / f"{name}.acidx"
    build(source_files(*packages), path)
    return OriginIndex.open(path)


def pairs() -> list[Pair]:
    """Return the definitions of transformers that are marked as copied and whose origin exists."""
    top = fetch(TRANSFORMERS)
    found = []
    for path in sorted((top / "transformers" / "models").rglob("*.py")):
        lines, starts, _ = _definitions(path)
        for number, line in enumerate(lines, 1):
            mark = _COPIED.match(line)
            if not mark:
                continue
            at = number + 1
            while at <= len(lines) and (not lines[at - 1].strip() or _is_comment(lines[at - 1])):
                at += 1
            origin = _origin(top, mark[1])
            if at not in starts or origin is None:
                continue
            text = "\n".join(each for each in lines[at - 1 : starts[at]] if not _MARK.match(each))
            here = path.relative_to(top).as_posix()
            found.append(Pair(here, origin, textwrap.dedent(text) + "\n"))
    return found


def _origin(top: Path, dotted: str) -> str | None:
    parts = ["transformers", *dotted.split(".")]
    for count in range(len(parts) - 1, 0, -1):
        path = top.joinpath(*parts[:count]).with_suffix(".py")
        if path.is_file():
            names = _definitions(path)[2]
            return path.relative_to(top).as_posix() if ".".join(parts[count:]) in names else None
    return None


@cache
def _definitions(path: Path) -> tuple[list[str], dict[int, int], set[str]]:
    """Return the lines of a file, the end of each definition by its start, and their names."""
    text = path.read_text(encoding="utf-8")
    starts: dict[int, int] = {}
    names: set[str] = set()

    def walk(node: ast.AST, before: str) -> None:
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
                decorators = [each.lineno for each in child.decorator_list]
                starts[min([child.lineno, *decorators])] = child.end_lineno or child.lineno
                names.add(before + child.name)
                if isinstance(child, ast.ClassDef):
                    walk(child, f"{before}{child.name}.")

    walk(ast.parse(text), "")
    return text.split("\n"), starts, names


def _is_comment(line: str) -> bool:
    return line.lstrip().startswith("#")
