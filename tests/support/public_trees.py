"""Public projects as they are, each a fresh repository: of five kinds, all pinned.

A test takes a few folders of each; ``benchmarks/first_commit.py`` takes all of it.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import NamedTuple

from support.packages import fetch, fetch_debian, fetch_go, fetch_npm
from support.repo import Repo


class Tree(NamedTuple):
    """A public project.

    Attributes:
        title: Its name and version.
        source: Returns its folder, fetched once.
        parts: The files and folders of it that a test takes.
        cut: A file of others, and the words in the lines of its notice: a commit without these
            lines has to be refused.
        own: A file of the project's own, to which any commit may add a line.
        options: What its maintainer says to ``attribcheck init``, besides ``--baseline``.
    """

    title: str
    source: Callable[[], Path]
    parts: tuple[str, ...]
    cut: tuple[str, tuple[str, ...]]
    own: str
    options: tuple[str, ...] = ()


def repository(tree: Tree, path: Path, *, parts: Iterable[str] | None = None) -> Repo:
    """Return a new repository at ``path`` with one commit: the project, or ``parts`` of it."""
    source = tree.source()
    if parts is None:
        shutil.copytree(source, path, symlinks=True)
    for part in parts or ():
        (path / part).parent.mkdir(parents=True, exist_ok=True)
        if (source / part).is_dir():
            shutil.copytree(source / part, path / part, symlinks=True)
        else:
            shutil.copy(source / part, path / part)
    repo = Repo(path)
    repo.git("add", "--force", ".")  # an ignored file of a package is a file of it all the same
    repo.commit("Import")
    return repo


def without_notice(tree: Tree, repo: Repo) -> str:
    """Return the file of others without the lines of its notice."""
    path, words = tree.cut
    lines = (repo.path / path).read_text("utf-8").splitlines(keepends=True)
    kept = [line for line in lines if not any(word in line for word in words)]
    assert len(kept) < len(lines), path
    return "".join(kept)


def _openssh() -> Path:
    folder = fetch_debian("openssh", "1:9.2p1-2+deb12u10")
    shutil.rmtree(folder / ".pc", ignore_errors=True)
    return folder


def _npm() -> Path:
    return fetch_npm("npm", "10.9.0")


def _diffusers() -> Path:
    """Return the wheel as the repository that it came from: its LICENSE at the top."""
    unpacked = fetch("diffusers", "0.42.1")
    for info in unpacked.glob("*.dist-info"):
        shutil.copy(next(info.rglob("LICENSE*")), unpacked / "LICENSE")
        shutil.rmtree(info)
    return unpacked


_CARD = """\
---
license: apache-2.0
base_model: Qwen/Qwen2-7B
base_model_relation: finetune
pipeline_tag: text-generation
library_name: transformers
---
# Haneul 7B
"""
_MODEL = "models/qwen2"


def _model() -> Path:
    """Return a model repository: card, configuration, tokenizer, and code of transformers."""
    code = fetch("transformers", "5.0.0")
    folder = code.parent / f"{code.name}-model"
    if folder.is_dir():
        return folder
    made = folder.with_name(f"{folder.name}-{id(folder)}")
    shutil.copytree(code / "transformers" / _MODEL, made / "haneul")
    info = next(code.glob("*.dist-info"))
    shutil.copy(next(info.rglob("LICENSE*")), made / "LICENSE")
    config = {"architectures": ["Qwen2ForCausalLM"], "model_type": "qwen2", "vocab_size": 16}
    tokens = {"version": "1.0", "model": {"type": "BPE", "vocab": {"a": 0}, "merges": []}}
    for name, content in (
        ("README.md", _CARD),
        ("config.json", json.dumps(config, indent=2)),
        ("tokenizer.json", json.dumps(tokens, indent=2)),
        ("tokenizer_config.json", json.dumps({"tokenizer_class": "Qwen2Tokenizer"})),
        ("train.py", "# Copyright 2026 Haneul Labs\nSTEPS = 1000\n"),
    ):
        (made / name).write_text(content, "utf-8")
    try:
        made.rename(folder)
    except OSError:  # another process was first
        shutil.rmtree(made)
    return folder


def _yq() -> Path:
    return fetch_go("github.com/mikefarah/yq/v4", "v4.44.1")


TREES = {
    "openssh": Tree(
        "openssh 9.2p1-2+deb12u10",
        _openssh,
        ("LICENCE", "README", "ssh.c", "sshd.c", "auth.c", "debian/copyright", "openbsd-compat"),
        ("openbsd-compat/bsd-snprintf.c", ("Copyright Patrick Powell",)),
        "ssh.c",
    ),
    "npm": Tree(
        "npm 10.9.0",
        _npm,
        (
            "LICENSE",
            "README.md",
            "package.json",
            "index.js",
            "lib",
            "node_modules/ansi-regex",
            "node_modules/bin-links",
            "node_modules/cacache",
            "node_modules/chalk",
            "node_modules/glob",
            "node_modules/semver",
            "node_modules/spdx-correct",
        ),
        ("node_modules/chalk/license", ("Sindre Sorhus",)),
        "index.js",
    ),
    "diffusers": Tree(
        "diffusers 0.42.1",
        _diffusers,
        ("LICENSE", "diffusers/__init__.py", "diffusers/schedulers", "diffusers/utils"),
        ("diffusers/schedulers/scheduling_sasolver.py", ("Copyright",)),
        "diffusers/__init__.py",
        ("--name", "diffusers", "--license", "Apache-2.0", "--holder", "The HuggingFace Team"),
    ),
    "model": Tree(
        "a model with code of transformers 5.0.0",
        _model,
        ("LICENSE", "README.md", "config.json", "tokenizer.json", "train.py", "haneul"),
        ("haneul/configuration_qwen2.py", ("Copyright",)),
        "train.py",
        ("--name", "Haneul 7B", "--license", "Apache-2.0", "--holder", "Haneul Labs"),
    ),
    "yq": Tree(
        "yq 4.44.1 with vendor/",
        _yq,
        (
            "LICENSE",
            "README.md",
            "go.mod",
            "yq.go",
            "cmd",
            "vendor/modules.txt",
            "vendor/github.com/spf13",
            "vendor/github.com/mattn",
            "vendor/github.com/goccy/go-json",
        ),
        ("vendor/github.com/spf13/cobra/command.go", ("Copyright",)),
        "yq.go",
    ),
}
