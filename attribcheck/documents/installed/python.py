"""Reads the distributions of a Python environment.

Formats: https://packaging.python.org/specifications/recording-installed-packages/ (``RECORD``),
https://packaging.python.org/specifications/core-metadata/ (``METADATA``; PEP 639 for
``License-Expression`` and ``License-File``), and the older ``.egg-info`` folders.
"""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path, PurePosixPath

from packaging.metadata import RawMetadata, parse_email
from packaging.utils import canonicalize_name

from attribcheck.documents.installed import base
from attribcheck.documents.installed.base import Distribution
from attribcheck.spdx import expressions

_INFO = (".dist-info", ".egg-info")
_PLACES = ("lib/python*/site-packages", "lib64/python*/site-packages", "Lib/site-packages")
_HOMES = ("homepage", "home", "home page", "repository", "source", "source code", "github")


class PythonEnvironment:
    """One ``site-packages`` folder.

    Args:
        root: The folder.
    """

    def __init__(self, root: Path) -> None:
        self._root = root.resolve()

    @classmethod
    def find(cls, path: Path) -> list[PythonEnvironment]:
        """Return the ``site-packages`` that ``path`` is or, as a virtual environment, contains."""
        if any(folder.name.endswith(_INFO) for folder in base.folders(path)):
            return [cls(path)]
        places = {place.resolve() for pattern in _PLACES for place in path.glob(pattern)}
        return [cls(place) for place in sorted(places) if place.is_relative_to(path.resolve())]

    def distributions(self) -> Iterator[Distribution]:
        """Yield every distribution, in the order of their metadata folders."""
        for folder in base.folders(self._root):
            if folder.name.endswith(_INFO) and not folder.is_symlink():
                yield self._distribution(folder)

    def _distribution(self, info: Path) -> Distribution:
        manifest = info / ("METADATA" if info.suffix == ".dist-info" else "PKG-INFO")
        metadata = self._metadata(manifest)
        refused: list[str] = []
        files = {path: self._root / path for path in self._listed(info, refused)}
        named = [f"{info.name}/{manifest.name}"]
        for name in metadata.get("license_files", ()):
            if path := self._licence_file(info, name):
                files[path] = self._root / path
                named.append(path)  # a licence file may have any name
            else:
                refused.append(f"License-File {base.line(name)}")
        first, rest = base.split_legal(files.items(), named)
        stem = info.name.removesuffix(info.suffix)
        name = base.line(metadata.get("name")) or stem.partition("-")[0]
        version = base.line(metadata.get("version"))
        return Distribution(
            name=name,
            version=version,
            purl=base.purl("pypi", None, canonicalize_name(name), version),
            homepage=_homepage(metadata),
            license=_expression(metadata),
            files=first,
            rest=rest,
            refused=tuple(sorted(set(refused))),
        )

    def _metadata(self, manifest: Path) -> RawMetadata:
        if not base.inside(self._root, manifest):
            return {}
        try:
            return parse_email(manifest.read_bytes())[0]
        except (OSError, ValueError):
            return {}

    def _listed(self, info: Path, refused: list[str]) -> Iterator[str]:
        """Yield the files that RECORD lists and the files beside it, each once."""
        seen = set()
        for path in (*_recorded(info / "RECORD", self._root), *_below(info)):
            parts = PurePosixPath(path).parts
            if path in seen or "__pycache__" in parts:
                continue
            seen.add(path)
            if parts[:1] == ("..",):
                continue  # a script in bin: outside of this folder by design, and generated
            if ".." in parts or not base.inside(self._root, self._root / path):
                refused.append(base.line(path) or path)
            else:
                yield path

    def _licence_file(self, info: Path, name: str) -> str | None:
        """Return the path of the file that a ``License-File`` names; None when there is none."""
        # PEP 639 puts them into "licenses"; setuptools put them beside METADATA before.
        for folder in ("licenses/", "license_files/", ""):
            path = f"{info.name}/{folder}{name}"
            if ".." not in PurePosixPath(name).parts and base.inside(self._root, self._root / path):
                return path
        return None


def _recorded(record: Path, root: Path) -> Sequence[str]:
    if not base.inside(root, record):
        return ()
    try:
        text = record.read_bytes().decode("utf-8", "surrogateescape")
        rows = list(csv.reader(io.StringIO(text)))
    except (OSError, csv.Error):
        return ()
    return [row[0].replace("\\", "/") for row in rows if row and row[0]]


def _below(info: Path) -> Iterator[str]:
    for folder, _, names in os.walk(info):
        for name in sorted(names):
            yield (Path(folder) / name).relative_to(info.parent).as_posix()


def _expression(metadata: RawMetadata) -> str | None:
    expression = metadata.get("license_expression")
    if not expression or expressions.problems(expression):
        return None
    return expressions.normalize(expression)


def _homepage(metadata: RawMetadata) -> str | None:
    urls: Mapping[str, str] = {
        label.casefold(): url for label, url in metadata.get("project_urls", {}).items()
    }
    named = (urls[label] for label in _HOMES if label in urls)
    return base.line(metadata.get("home_page") or next(named, None))
