"""Real trees of other people's code, as repositories with the policy that ``init`` writes."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

from support.command import attribcheck
from support.packages import fetch, fetch_npm
from support.repo import Repo

PIP = "src/pip/_vendor"
SETUPTOOLS = "setuptools/_vendor"
BUNDLED = "node_modules"


def pip(path: Path) -> Repo:
    """Return what pip carries of others."""
    return _made(path, fetch("pip", "26.3") / "pip" / "_vendor", PIP)


def setuptools(path: Path) -> Repo:
    """Return what setuptools carries of others, each with its dist-info."""
    return _made(path, fetch("setuptools", "80.9.0") / "setuptools" / "_vendor", SETUPTOOLS)


def bundled(path: Path) -> Repo:
    """Return the manifest of aws-cdk-lib and the 34 packages that it bundles."""
    package = fetch_npm("aws-cdk-lib", "2.150.0", keep=("package.json", BUNDLED))
    path.mkdir()
    shutil.copy(package / "package.json", path)
    return _made(path, package / BUNDLED, BUNDLED)


def _made(path: Path, source: Path, folder: str) -> Repo:
    repo = Repo(path)
    shutil.copytree(source, path / folder)
    repo.add()
    repo.commit("Vendor")
    done = attribcheck(repo, "init")
    assert (done.code, done.err) == (0, "")
    return repo


def normal(name: str) -> str:
    """Return a Python package's name as the index compares it (PEP 503)."""
    return re.sub(r"[-_.]+", "-", name).lower()


def requirements(repo: Repo) -> dict[str, str]:
    """Return the version of each package that pip's vendor.txt lists."""
    lines = (repo.path / PIP / "vendor.txt").read_text().split()
    return {normal(name): version for name, version in (line.split("==") for line in lines)}


def distributions(repo: Repo) -> dict[str, str]:
    """Return the version of each distribution that stands in setuptools' tree."""
    folders = (repo.path / SETUPTOOLS).glob("*.dist-info")
    pairs = (folder.name.removesuffix(".dist-info").rsplit("-", 1) for folder in folders)
    return {normal(name): version for name, version in pairs}


def bundled_packages(repo: Repo) -> dict[str, str]:
    """Return the version of each package that the npm tree holds; the manifest names some."""
    folders = [
        path.parent
        for pattern in ("*/package.json", "@*/*/package.json")
        for path in (repo.path / BUNDLED).glob(pattern)
    ]
    read = [json.loads((folder / "package.json").read_text("utf-8")) for folder in folders]
    return {package["name"]: package["version"] for package in read}
