"""An origin index of public model code, made at run time; nothing of it is in this repository."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from attribcheck.copies import index_builder, store
from attribcheck.copies.model import Component, OriginFile, SourceFile
from support import packages

MODELS = ("deepseek_v3", "dots1", "glm4_moe", "llama", "mixtral", "phimoe", "qwen3_moe", "t5")
"""A model, its relatives, and one of another family."""

_STATEMENT = re.compile(r"^# Copyright \d{4},? (?P<holders>.+?team)\..*$", re.MULTILINE)


def model(name: str) -> str:
    """Return the code of a model; tests that call this carry the mark ``network``."""
    return _file(name).read_text(encoding="utf-8")


def store_models() -> Path:
    """Store an index of ``MODELS`` where the environment keeps origin indexes."""
    return store.add("models", lambda out: index_builder.build(_sources(), out))


def _sources() -> Iterator[SourceFile]:
    component = Component(
        "transformers",
        "5.0.0",
        "pkg:pypi/transformers@5.0.0",
        "Apache-2.0",
        ("HuggingFace Inc. team",),
        "https://github.com/huggingface/transformers",
    )
    for name in MODELS:
        path, text = _file(name), model(name)
        found = list(_STATEMENT.finditer(text))
        holders = tuple(one["holders"] for one in found)
        statements = tuple(one[0].removeprefix("# ") for one in found)
        place = str(path.relative_to(path.parents[3]))
        file = OriginFile(component, place, "Apache-2.0", holders, name, statements)
        yield SourceFile(file, text.encode())


def _file(name: str) -> Path:
    folder = packages.fetch("transformers", "5.0.0")
    return folder / "transformers" / "models" / name / f"modeling_{name}.py"
