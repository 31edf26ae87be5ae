"""Real files of many languages: public packages, fetched once and kept beside the repository."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from collections.abc import Callable
from pathlib import Path

STORE = Path(__file__).parents[2] / ".cache" / "test-data"
"""Where fetched packages are kept; git ignores it."""


def fetch(name: str, version: str, *, sdist: bool = False) -> Path:
    """Return the directory of a package's unpacked wheel (or source archive).

    Tests that call this carry the mark ``network``.
    """
    target = STORE / f"{name}-{version}{'-sdist' if sdist else ''}"

    def unpack(archives: Path, unpacked: Path) -> None:
        kind = "--no-binary" if sdist else "--only-binary"
        command = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check"]
        command += ["download", "--no-deps", kind, ":all:", "--dest", str(archives)]
        subprocess.run([*command, f"{name}=={version}"], check=True)
        (archive,) = archives.iterdir()
        if archive.suffix == ".gz":
            with tarfile.open(archive) as tar:
                tar.extractall(unpacked, filter="data")
        else:
            with zipfile.ZipFile(archive) as wheel:
                wheel.extractall(unpacked)

    return _kept(target, unpack)


def fetch_npm(name: str, version: str, *, keep: tuple[str, ...]) -> Path:
    """Return the directory of an npm package, with those of its files and folders to ``keep``.

    Tests that call this carry the mark ``network``, and need npm.
    """

    def unpack(archives: Path, unpacked: Path) -> None:
        archives.mkdir()
        subprocess.run(["npm", "pack", "--silent", f"{name}@{version}"], cwd=archives, check=True)
        (archive,) = archives.iterdir()
        with tarfile.open(archive) as tar:
            kept = [
                member
                for member in tar.getmembers()
                if member.name.removeprefix("package/").split("/")[0] in keep
            ]
            tar.extractall(unpacked, kept, filter="data")

    return _kept(STORE / f"npm-{name}-{version}", unpack) / "package"


def _kept(target: Path, unpack: Callable[[Path, Path], None]) -> Path:
    """Return ``target``, unpacked once.

    Two processes may fetch the same package at once: each unpacks beside the other, and the first
    that is done gives it the final name.
    """
    if target.is_dir():
        return target
    STORE.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=STORE, prefix="fetching-") as directory:
        archives, unpacked = Path(directory, "archives"), Path(directory, "unpacked")
        unpack(archives, unpacked)
        try:
            unpacked.rename(target)
        except OSError:  # another process was first
            shutil.rmtree(unpacked)
    return target
