"""Which scancode is installed, told without importing it."""

from __future__ import annotations

import contextlib
import os
import re
from functools import cache
from pathlib import Path

from attribcheck.errors import EngineError

FORMAT = 2
"""Raised when what a FileScan holds changes, so that older cached results are left."""

# The packages that decide an answer: the rules, what counts as text, how a PDF is read.
_DECISIVE = frozenset(
    "scancode_toolkit scancode_toolkit_mini typecode typecode_libmagic pylibmagic pdfminer_six "
    "pygmars pygments binaryornot text_unidecode".split()
)

REINSTALL = (
    "reinstall it with the versions that start: "
    'pip install "scancode-toolkit>=32.5,<33" "pluggy<1.7"'
)


@cache
def identity() -> str:
    """Return the engine's name, versions and options as one line; imports no scancode.

    Raises:
        EngineError: scancode is not installed.
    """
    from importlib.util import find_spec  # lazy: only a check with files needs it

    spec = find_spec("licensedcode")
    if spec is None or spec.origin is None:
        raise EngineError("scancode-toolkit is not installed", hint=REINSTALL)
    package = Path(spec.origin).parent
    versions = _versions_beside(package.parent)
    if not any(version.startswith("scancode_toolkit") for version in versions):
        versions = [_version_by_metadata(), *versions]
    parts = [*versions, "all statements", f"format {FORMAT}", f"index {_index_size(package)}"]
    return "; ".join(parts)


@cache
def version() -> str:
    """Return the version of the scancode-toolkit that is installed, or "" when it has none."""
    name = r"scancode_toolkit(?:_mini)? (\S+?)(?:;|$)"
    found = re.search(name, identity())
    return found[1] if found else ""


def _versions_beside(directory: Path) -> list[str]:
    # importlib.metadata costs 25 ms to import, a quarter of what a warm commit may take; the names
    # of the *.dist-info directories (binary distribution format, PEP 427) hold the same versions.
    found = []
    with contextlib.suppress(OSError):
        for entry in os.scandir(directory):
            stem, _, suffix = entry.name.rpartition(".")
            project, _, version = stem.partition("-")
            project = project.lower().replace(".", "_")
            if suffix == "dist-info" and project in _DECISIVE:
                found.append(f"{project} {version}")
    return sorted(found)


def _version_by_metadata() -> str:
    from importlib import metadata  # lazy: 25 ms, a rare layout only

    for name in ("scancode-toolkit", "scancode-toolkit-mini"):
        with contextlib.suppress(metadata.PackageNotFoundError):
            return f"{name.replace('-', '_')} {metadata.version(name)}"
    raise EngineError("the installed scancode-toolkit has no version", hint=REINSTALL)


def _index_size(package: Path) -> int:
    # The index can be rebuilt with other rules (scancode-reindex-licenses); its size tells.
    directory = os.environ.get("SCANCODE_LICENSE_INDEX_CACHE") or package / "data" / "cache"
    try:
        return Path(directory, "license_index", "index_cache").stat().st_size
    except OSError:
        return 0
