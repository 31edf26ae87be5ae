"""Reads the packages of npm's ``node_modules``, also nested ones and those of pnpm's store.

Format: https://docs.npmjs.com/cli/configuring-npm/package-json, with the old forms of ``license``
(an object, and ``licenses``, an array of them).
"""

from __future__ import annotations

import json
import os
import posixpath
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from attribcheck.core.errors import AttribcheckError
from attribcheck.documents.installed import base
from attribcheck.documents.installed.base import Distribution
from attribcheck.spdx import expressions

_NAME = "node_modules"
_MANIFEST = "package.json"
_SEE = re.compile(r"see licen[cs]e in\s+(\S.*)", re.IGNORECASE)
_MAX_DEPTH = 40  # nested node_modules; trees that npm writes stay far below


class NpmEnvironment:
    """One ``node_modules`` folder.

    Args:
        root: The folder.
    """

    def __init__(self, root: Path) -> None:
        self._root = root.resolve()

    @classmethod
    def find(cls, path: Path) -> list[NpmEnvironment]:
        """Return the ``node_modules`` that ``path`` is or contains; empty when there is none."""
        place = path if path.name == _NAME else path / _NAME
        return [cls(place)] if place.is_dir() else []

    def distributions(self) -> Iterator[Distribution]:
        """Yield every package, in the order of the folders; see ``base.Environment``.

        Raises:
            AttribcheckError: a package is a link out of the folder, as workspaces are.
        """
        seen: set[Path] = set()
        for folder in self._packages(self._root, 0):
            real = folder.resolve()
            if not real.is_relative_to(self._root):
                raise AttribcheckError(
                    f"{base.line(str(folder))} is a link that leads out of {_NAME}",
                    hint="install without links: npm install --install-links",
                )
            if real not in seen:
                seen.add(real)
                yield self._distribution(real)

    def _packages(self, modules: Path, depth: int) -> Iterator[Path]:
        if depth > _MAX_DEPTH:
            raise AttribcheckError(f"{base.line(str(modules))} is nested too deeply")
        for folder in base.folders(modules):
            if folder.name == ".pnpm":
                for store in base.folders(folder):
                    yield from self._packages(store / _NAME, depth + 1)
            elif folder.name.startswith("@"):
                for scoped in base.folders(folder):
                    yield from self._with_nested(scoped, depth)
            elif not folder.name.startswith("."):
                yield from self._with_nested(folder, depth)

    def _with_nested(self, folder: Path, depth: int) -> Iterator[Path]:
        yield folder
        if not folder.is_symlink():
            yield from self._packages(folder / _NAME, depth + 1)

    def _distribution(self, folder: Path) -> Distribution:
        refused: list[str] = []
        manifest = self._manifest(folder)
        named = _named_file(manifest)
        files = dict(self._files(folder, refused))
        if named is not None and named not in files:
            refused.append(f"SEE LICENSE IN {base.line(named)}")
        first, rest = base.split_legal(files.items(), [_MANIFEST, named or _MANIFEST])
        scope = folder.parent.name if folder.parent.name.startswith("@") else ""
        name = base.line(manifest.get("name")) or f"{scope}/{folder.name}".lstrip("/")
        version = base.line(manifest.get("version"))
        namespace, _, short = name.rpartition("/")
        return Distribution(
            name=name,
            version=version,
            purl=base.purl("npm", namespace or None, short, version),
            homepage=base.line(manifest.get("homepage")),
            license=_expression(manifest),
            files=first,
            rest=rest,
            refused=tuple(sorted(refused)),
        )

    def _files(self, package: Path, refused: list[str]) -> Iterator[tuple[str, Path]]:
        for folder, folders, names in os.walk(package):
            folders[:] = sorted(name for name in folders if name != _NAME)
            for name in sorted(names):
                file = Path(folder) / name
                path = file.relative_to(package).as_posix()
                if base.inside(self._root, file):
                    yield path, file
                else:
                    refused.append(base.line(path) or path)

    def _manifest(self, folder: Path) -> Mapping[str, object]:
        file = folder / _MANIFEST
        if not base.inside(self._root, file):
            return {}
        try:
            value = json.loads(file.read_bytes())
        except (OSError, ValueError, RecursionError):
            return {}
        return value if isinstance(value, dict) else {}


def _named_file(manifest: Mapping[str, object]) -> str | None:
    """Return the file that ``"license": "SEE LICENSE IN FILE"`` names, or None."""
    match = _SEE.fullmatch(str(manifest.get("license", "")).strip())
    return posixpath.normpath(match[1]) if match else None


def _expression(manifest: Mapping[str, object]) -> str | None:
    """Return the SPDX expression of a manifest; a list of licences, an old form, is a choice."""
    value = manifest.get("license", manifest.get("licenses"))
    entries = value if isinstance(value, list) else [value]
    found = [entry.get("type") if isinstance(entry, dict) else entry for entry in entries]
    texts = [text for text in found if isinstance(text, str)]
    if not texts or len(texts) != len(found) or any(expressions.problems(text) for text in texts):
        return None
    return expressions.normalize(" OR ".join(f"({text})" for text in texts))
