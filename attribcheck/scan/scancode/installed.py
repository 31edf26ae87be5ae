"""Identifies the installed scancode without importing it."""

from __future__ import annotations

import contextlib
import os
import re
from collections.abc import Container
from functools import cache
from pathlib import Path

from attribcheck.core.errors import EngineError
from attribcheck.system import distributions

FORMAT = 10
"""Incremented when FileScan changes, or what is read of a file: older results are ignored."""

KNOWN_VERSIONS = frozenset({"32.5.0"})
"""Versions of scancode-toolkit whose code was read for the fast path and the lazy imports, and
whose results were compared with those of the ``scancode`` command."""

# Packages that affect results: the rules, detection of text, reading of PDF.
_DECISIVE = frozenset(
    "scancode_toolkit scancode_toolkit_mini typecode typecode_libmagic pylibmagic pdfminer_six "
    "pygmars pygments binaryornot text_unidecode".split()
)
# Others whose source the fast path relies on (``fast.assumptions``).
_READ = frozenset("commoncode license_expression".split())

REINSTALL = (
    'reinstall it with supported versions: pip install "scancode-toolkit>=32.5,<33" "pluggy<1.7"'
)


@cache
def identity() -> str:
    """Return the engine's name, versions and options as one line.

    Raises:
        EngineError: scancode is not installed.
    """
    package = _package()
    versions = _versions_beside(package.parent, _DECISIVE)
    if not any(version.startswith("scancode_toolkit") for version in versions):
        versions = [_version_by_metadata(), *versions]
    parts = [*versions, "all statements", f"format {FORMAT}", f"index {_index_size(package)}"]
    return "; ".join(parts)


@cache
def data_identity() -> str:
    """Return the versions that the fast path's data depends on, as one line.

    Raises:
        EngineError: scancode is not installed.
    """
    return "; ".join([identity(), *_versions_beside(_package().parent, _READ)])


@cache
def version() -> str:
    """Return the version of scancode-toolkit, or "" when it is unknown.

    Raises:
        EngineError: scancode is not installed.
    """
    name = r"scancode_toolkit(?:_mini)? (\S+?)(?:;|$)"
    found = re.search(name, identity())
    return found[1] if found else ""


@cache
def _package() -> Path:
    from importlib.util import find_spec  # lazy: only a check with files needs it

    spec = find_spec("licensedcode")
    if spec is None or spec.origin is None:
        raise EngineError("scancode-toolkit is not installed", hint=REINSTALL)
    return Path(spec.origin).parent


def _versions_beside(directory: Path, projects: Container[str]) -> list[str]:
    found = distributions.in_directory(directory)
    return sorted(f"{project} {version}" for project, version in found if project in projects)


def _version_by_metadata() -> str:
    from importlib import metadata  # lazy: 25 ms, a rare layout only

    for name in ("scancode-toolkit", "scancode-toolkit-mini"):
        with contextlib.suppress(metadata.PackageNotFoundError):
            return f"{name.replace('-', '_')} {metadata.version(name)}"
    raise EngineError("the installed scancode-toolkit has no version", hint=REINSTALL)


def _index_size(package: Path) -> int:
    # scancode-reindex-licenses can rebuild the index with other rules, which changes its size.
    directory = os.environ.get("SCANCODE_LICENSE_INDEX_CACHE") or package / "data" / "cache"
    try:
        return Path(directory, "license_index", "index_cache").stat().st_size
    except OSError:
        return 0
