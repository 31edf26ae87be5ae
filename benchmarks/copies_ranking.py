"""Whose code it is: files that name their origin, models that name their parents, the seed case."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from statistics import median
from typing import NamedTuple

from copies_corpus import (
    INDEXES,
    MLX,
    NEW_TRANSFORMERS,
    SEED,
    SGLANG,
    VLLM,
    component,
    family,
    index,
    python_files,
)

from attribcheck.copies.index_builder import build
from attribcheck.copies.index_file import OriginIndex
from attribcheck.copies.matcher import IndexMatcher
from attribcheck.copies.model import Component, FileCopies, OriginFile, SourceFile, Strength

_ADAPTED = re.compile(r"(?i)(?:adapted|copied|modified) from")
_NAMED = re.compile(
    r"(?:vllm-project/vllm|huggingface/transformers)/(?:blob|tree)/[\w.\-/]*?/"
    r"((?:vllm|src/transformers)/[\w/]+\.py)"
)
_PARENT = re.compile(r"^from \.\.(\w+)\.(?:modeling|modular)_\w+ import", re.MULTILINE)
_YEAR = re.compile(r"Copyright (20\d\d)")
_HEAD = 2500  # characters in which a file names its origin
_CONTROLS = 3
_MODELS = 60
_WRONG = 2  # for each model, since one is a matter of luck


class Adapted(NamedTuple):
    """How many files that name their origin correspond to it.

    Attributes:
        files: The number of files.
        found: How many of them are reported with the file they name.
        controls: How many pairs of such a file with another file of the same package were tried.
        reported: How many of those are reported.
        missed: The files that are not found, each with the file it names.
    """

    files: int
    found: int
    controls: int
    reported: int
    missed: list[tuple[str, str]]


def adapted() -> Adapted:
    """Compare each file of sglang that names a file of vllm or transformers with that file."""
    origins = {
        path: content
        for package in (VLLM, NEW_TRANSFORMERS)
        for path, content in python_files(package)
    }
    of_vllm = [path for path in origins if path.startswith("vllm/") and "test" not in path]
    chance = random.Random(1)
    files = found = reported = 0
    missed = []
    for path, content in python_files(SGLANG):
        head = content.decode("utf-8", "replace")[:_HEAD]
        named = [each.removeprefix("src/") for each in _NAMED.findall(head)]
        named = [each for each in named if each in origins]
        if not named or not _ADAPTED.search(head):
            continue
        files += 1
        if _corresponds(path, content, named[0], origins[named[0]]):
            found += 1
        else:
            missed.append((path, named[0]))
        for other in chance.sample(of_vllm, _CONTROLS):
            reported += _corresponds(path, content, other, origins[other])
    return Adapted(files, found, files * _CONTROLS, reported, missed)


def _corresponds(path: str, content: bytes, origin: str, origin_content: bytes) -> bool:
    with _single(origin, origin_content) as searched:
        result = IndexMatcher([searched], declared={"origin"}).match_content(path, content)
    return any(match.strength is not Strength.WEAK for match in result.matches)


def _single(path: str, content: bytes) -> OriginIndex:
    INDEXES.mkdir(parents=True, exist_ok=True)
    out = INDEXES / "single.acidx"
    build([SourceFile(OriginFile(Component("origin"), path), content)], out)
    return OriginIndex.open(out)


class Coverage(NamedTuple):
    """How much of a model's matched tokens its declared parents explain, a number a model.

    Attributes:
        right: By the parents that its source names.
        wrong: By another model of the same year.
        related: Those of ``wrong`` in which the other model descends from an ancestor of the
            checked one.
    """

    right: list[float]
    wrong: list[float]
    related: list[float]


def coverage(*, held_out: bool = False) -> Coverage:
    """Declare for each model of transformers the parents that its modular source names.

    A model that descends from the checked one is not compared: what it has, it has from there.

    Args:
        held_out: Whether to take the models on which nothing was tried.
    """
    models: dict[str, tuple[str, bytes]] = {}
    parents: dict[str, set[str]] = {}
    years: dict[str, str] = {}
    for path, content in python_files(NEW_TRANSFORMERS):
        name = path.rpartition("/")[2]
        model = family(path)
        if model and name == f"modeling_{model}.py":
            models[model] = (path, content)
            year = _YEAR.search(content.decode()[:500])
            years[model] = year[1] if year else ""
        elif model and name == f"modular_{model}.py":
            parents[model] = set(_PARENT.findall(content.decode())) - {model}
    searched = _by_model()
    chance = random.Random(4)
    found = Coverage([], [], [])
    known = [model for model in sorted(parents) if model in models and parents[model]]
    for model in _drawn(known, held_out=held_out):
        path, content = models[model]
        ignored = {(f"model {each}", each) for each in (model, *_descendants(model, parents))}
        related = {*_ancestors(model, parents), *_descendants(model, parents), model}
        same_year = [
            each for each in sorted(models) if years[each] == years[model] and each not in related
        ]
        result = _declared(searched, path, content, parents[model], ignored)
        if not result.matches or not same_year:
            continue
        found.right.append(result.declared_share)
        for other in chance.sample(same_year, min(_WRONG, len(same_year))):
            share = _declared(searched, path, content, {other}, ignored).declared_share
            found.wrong.append(share)
            if _ancestors(other, parents) & _ancestors(model, parents):
                found.related.append(share)
    return found


def _drawn(known: list[str], *, held_out: bool) -> list[str]:
    """Return the models whose shares were looked at when the share was defined, or others."""
    tried = random.Random(3).sample(known, _MODELS)
    if not held_out:
        return tried
    for seed in (21, 22):  # those of the first seed were looked at, too
        rest = [model for model in known if model not in tried]
        drawn = random.Random(seed).sample(rest, _MODELS)
        tried += drawn
    return drawn


def _by_model() -> OriginIndex:
    """Return an index of transformers in which each model is a component."""
    INDEXES.mkdir(parents=True, exist_ok=True)
    out = INDEXES / "models.acidx"

    def files() -> Iterator[SourceFile]:
        for path, content in python_files(NEW_TRANSFORMERS):
            model = family(path)
            of = Component(f"model {model}") if model else component(NEW_TRANSFORMERS)
            if not path.rpartition("/")[2].startswith("modular_"):
                yield SourceFile(OriginFile(of, path, family=model), content)

    build(files(), out)
    return OriginIndex.open(out)


def _declared(
    searched: OriginIndex,
    path: str,
    content: bytes,
    declared: set[str],
    ignored: set[tuple[str, str]],
) -> FileCopies:
    names = {f"model {each}" for each in declared}
    return IndexMatcher([searched], declared=names, ignored=ignored).match_content(path, content)


def _descendants(model: str, parents: dict[str, set[str]]) -> set[str]:
    found: set[str] = set()
    new = {model}
    while new:
        new = {each for each, of in parents.items() if of & new} - found - {model}
        found |= new
    return found


def _ancestors(model: str, parents: dict[str, set[str]]) -> set[str]:
    found: set[str] = set()
    new = set(parents.get(model, ()))
    while new:
        found |= new
        new = {other for each in new for other in parents.get(each, ())} - found
    return found


class Seed(NamedTuple):
    """What is reported for one file of the seed case.

    Attributes:
        name: The file, and what was done to it.
        share: The share of its tokens that the leading origin explains.
        candidates: The origins that can't be told apart.
        expected: The share of the origin it comes from; None when it comes from none.
        is_candidate: Whether that origin is among ``candidates``.
        declared: The share of matched tokens that this origin explains once it is declared.
    """

    name: str
    share: float
    candidates: list[str]
    expected: float | None
    is_candidate: bool
    declared: float


def seeds() -> list[Seed]:
    """Return the seed case: one lab's model file, as published and with another lab's names."""
    searched = index("seed", SEED)
    models = {path: content for path, content in python_files(SEED) if "/modeling_" in path}

    def of(model: str) -> tuple[str, bytes]:
        path = f"transformers/models/{model}/modeling_{model}.py"
        return path, models[path]

    solar, glm = of("solar_open"), of("glm4_moe")
    renamed = re.sub(rb"Glm4Moe", b"HaneulMoe", glm[1])
    renamed = re.sub(rb"(?m)^(# \w+) 20\d\d .*$", rb"\1 2026 Haneul Labs.", renamed, count=1)
    mlx = next(file for file in python_files(MLX) if file[0].endswith("/glm4_moe.py"))
    own = ("transformers", "solar_open")
    rows = [
        _seed(searched, "solar_open, as published", solar, {own}, "glm4_moe"),
        _seed(searched, "glm4_moe, renamed, another holder", (glm[0], renamed), {own}, "glm4_moe"),
    ]
    for model in ("mixtral", "phimoe", "llama", "t5", "gpt2"):
        name = f"{model}, without itself"
        rows.append(_seed(searched, name, of(model), {("transformers", model)}, None))
    rows.append(_seed(searched, "glm4_moe of mlx-lm", mlx, set(), None))
    return rows


def _seed(
    searched: OriginIndex,
    name: str,
    file: tuple[str, bytes],
    ignored: set[tuple[str, str]],
    expected: str | None,
) -> Seed:
    result = IndexMatcher([searched], ignored=ignored).match_content(*file)
    candidates = [match.file.family or match.file.path for match in result.candidates]
    shares: dict[str, float] = {}
    for match in result.matches:
        shares[match.file.family] = max(shares.get(match.file.family, 0.0), match.share)
    explained = sum(match.share for match in result.matches if match.file.family == expected)
    leading = max(shares.values(), default=0.0)
    share = shares.get(expected, 0.0) if expected else None
    return Seed(name, leading, candidates, share, expected in candidates, explained)


def middle(numbers: list[float]) -> float:
    """Return the median."""
    return median(numbers)
