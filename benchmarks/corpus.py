"""The corpus for measurements of parity and speed: public packages and scancode's rule texts.

Every package is fetched once, by the ordinary client of its registry, and cached in
``.cache/corpus`` (git ignores it). A hash of the path selects files, so that the sample is unbiased
and the same in every run.
"""

from __future__ import annotations

import hashlib
import json
import os
import random
import shutil
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

STORE = Path(__file__).resolve().parent.parent / ".cache" / "corpus"
SIZE_LIMIT = 400_000
"""Bytes; larger files are left out, since stock scancode takes minutes for some of them."""


@dataclass(frozen=True)
class Package:
    """A public package and how many of its files to take (0: all)."""

    client: str
    name: str
    version: str
    files: int = 0

    @property
    def folder(self) -> Path:
        """Where it is kept."""
        return STORE / f"{self.client}-{self.name.replace('/', '_').strip('@')}-{self.version}"


# C, C++, Java, Kotlin, Objective-C, Go, Rust, JavaScript, TypeScript, Python and what lies around.
PACKAGES = (
    Package("npm", "react-native", "0.76.0", 1100),
    Package("npm", "re2", "1.21.4", 500),
    Package("npm", "better-sqlite3", "11.5.0", 60),
    Package("npm", "tree-sitter-rust", "0.23.1", 30),
    Package("npm", "rxjs", "7.8.1", 300),
    Package("npm", "npm", "10.9.0", 500),
    Package("npm", "typescript", "5.6.3", 60),
    Package("pip", "transformers", "4.46.3", 500),
    Package("pip", "setuptools", "75.6.0", 250),
    Package("pip", "numpy", "2.1.3", 350),
    Package("pip", "django", "5.1.3", 400),
    Package("go", "golang.org/x/net", "v0.31.0", 250),
    Package("go", "github.com/prometheus/client_golang", "v1.20.5", 150),
    Package("cargo", "tokio", "1.41.1", 250),
    Package("cargo", "ring", "0.17.8", 200),
    Package("mvn", "com.google.guava:guava", "33.3.1-jre", 200),
    Package("mvn", "commons-io:commons-io", "2.17.0", 100),
)
# Fetched when the engine was complete, and compared once before anything was changed for them.
HELD_OUT = (
    Package("npm", "eslint", "9.15.0", 200),
    Package("npm", "webpack", "5.96.1", 150),
    Package("npm", "highlight.js", "11.10.0", 150),
    Package("npm", "node-gyp", "10.2.0", 100),
    Package("pip", "matplotlib", "3.9.2", 200),
    Package("pip", "twisted", "24.10.0", 150),
    Package("pip", "jupyterlab", "4.3.0", 150),
    Package("go", "go.etcd.io/bbolt", "v1.3.11", 80),
    Package("go", "github.com/hashicorp/consul/api", "v1.30.0", 80),
    Package("cargo", "libz-sys", "1.1.20", 120),
    Package("cargo", "regex-automata", "0.4.9", 80),
    Package("cargo", "openssl-src", "300.4.0+3.4.0", 150),
    Package("mvn", "org.apache.kafka:kafka-clients", "3.8.1", 150),
    Package("mvn", "com.fasterxml.jackson.core:jackson-databind", "2.18.1", 100),
)
TEXTS = 300
"""How many of scancode's own rule and licence texts are taken, and as many of them perturbed."""


def packages(chosen: tuple[Package, ...] = PACKAGES) -> Iterator[tuple[str, bytes]]:
    """Yield the name and the content of the files taken of ``chosen``.

    A name begins with the package's folder, so that it says where the file came from.
    """
    for package in chosen:
        top = fetch(package)
        found = [
            path
            for path in top.rglob("*")
            if path.is_file() and not path.is_symlink() and path.stat().st_size <= SIZE_LIMIT
        ]
        names = {path.relative_to(STORE).as_posix(): path for path in found}
        order = sorted(names, key=lambda name: hashlib.sha256(name.encode()).digest())
        for name in sorted(order[: package.files] if package.files else order):
            yield name, names[name].read_bytes()


def texts() -> Iterator[tuple[str, bytes]]:
    """Yield scancode's own rule and licence texts, and perturbed ones, by name."""
    spec = find_spec("licensedcode")
    assert spec is not None
    assert spec.origin is not None
    data = Path(spec.origin).parent / "data"
    found = [*data.glob("rules/*.RULE"), *data.glob("licenses/*.LICENSE")]
    found.sort(key=lambda path: hashlib.sha256(path.name.encode()).digest())
    for path in found[:TEXTS]:
        text = path.read_text(encoding="utf-8").split("\n---\n", 1)[-1]
        yield f"texts/{path.name}.txt", text.encode()
    for path in found[TEXTS : 2 * TEXTS]:
        text = path.read_text(encoding="utf-8").split("\n---\n", 1)[-1]
        yield f"perturbed/{path.name}.txt", perturbed(text, path.name).encode()


def perturbed(text: str, seed: str) -> str:
    """Return ``text`` with words dropped, doubled, changed and moved, some lines far apart."""
    chance = random.Random(seed)
    words: list[str] = []
    for word in text.split(" "):
        roll = chance.random()
        if roll < 0.03:
            continue
        other = chance.choice(("license", "software", "Foo", "the", "notwithstanding", "x86"))
        words.append(other if roll < 0.05 else word)
        if roll > 0.98:
            words.append(word)
    lines = " ".join(words).split("\n")
    for _ in range(chance.randrange(3)):
        place = chance.randrange(len(lines) + 1)
        lines[place:place] = [""] * chance.choice((1, 5, 20))
    return "\n".join(lines)


def fetch(package: Package) -> Path:
    """Return the folder of a package, fetched if it is not there yet."""
    if package.folder.is_dir():
        return package.folder
    STORE.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=STORE, prefix="fetching-") as directory:
        unpacked = Path(directory, "unpacked")
        unpacked.mkdir()
        _CLIENTS[package.client](package, Path(directory), unpacked)
        unpacked.rename(package.folder)
    return package.folder


def _run(*command: str, cwd: Path) -> str:
    done = subprocess.run(command, cwd=cwd, check=False, capture_output=True, text=True)
    if done.returncode:
        sys.exit(f"corpus: {' '.join(command)} failed:\n{done.stderr}")
    return done.stdout


def _pip(package: Package, work: Path, target: Path) -> None:
    command = (sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check", "download")
    options = ("--no-deps", "--only-binary", ":all:", "--dest", str(work / "archives"))
    _run(*command, *options, f"{package.name}=={package.version}", cwd=work)
    (archive,) = (work / "archives").iterdir()
    zipfile.ZipFile(archive).extractall(target)


def _npm(package: Package, work: Path, target: Path) -> None:
    _run("npm", "pack", "--silent", f"{package.name}@{package.version}", cwd=work)
    (archive,) = work.glob("*.tgz")
    with tarfile.open(archive) as tar:
        tar.extractall(target, filter="data")


def _go(package: Package, work: Path, target: Path) -> None:
    told = _run("go", "mod", "download", "-json", f"{package.name}@{package.version}", cwd=work)
    shutil.copytree(json.loads(told)["Dir"], target, dirs_exist_ok=True, copy_function=shutil.copy)
    for path in (target, *target.rglob("*")):  # the module cache is read-only
        path.chmod(0o755 if path.is_dir() else 0o644)


def _cargo(package: Package, work: Path, target: Path) -> None:
    (work / "src").mkdir()
    (work / "src" / "lib.rs").touch()
    manifest = '[package]\nname = "corpus"\nversion = "0.0.0"\nedition = "2021"\n[dependencies]\n'
    (work / "Cargo.toml").write_text(f'{manifest}{package.name} = "={package.version}"\n')
    _run("cargo", "vendor", "--quiet", "vendor", cwd=work)
    shutil.move(work / "vendor" / package.name, target / package.name)


def _mvn(package: Package, work: Path, target: Path) -> None:
    artifact = f"{package.name}:{package.version}:jar:sources"
    plugin = "org.apache.maven.plugins:maven-dependency-plugin:3.6.1"
    options = ("-Dtransitive=false", f"-Dartifact={artifact}")
    _run("mvn", "-q", "-B", f"{plugin}:get", *options, cwd=work)
    options = (f"-Dartifact={artifact}", f"-DoutputDirectory={work / 'archives'}")
    _run("mvn", "-q", "-B", f"{plugin}:copy", *options, cwd=work)
    (archive,) = (work / "archives").iterdir()
    zipfile.ZipFile(archive).extractall(target)


def _apt(package: Package, work: Path, target: Path) -> None:
    # Debian 12 alone has the versions that the benchmarks name. Nothing of a package is executed.
    _run("apt-get", "download", "--quiet", f"{package.name}={package.version}", cwd=work)
    (archive,) = work.glob("*.deb")
    _run("dpkg-deb", "--extract", str(archive), str(target), cwd=work)


_CLIENTS: dict[str, Callable[[Package, Path, Path], None]] = {
    "pip": _pip,
    "npm": _npm,
    "apt": _apt,
    "go": _go,
    "cargo": _cargo,
    "mvn": _mvn,
}


def write_tree(top: Path, files: Iterator[tuple[str, bytes]]) -> int:
    """Write ``files`` below ``top`` and return how many there are."""
    count = 0
    for count, (name, content) in enumerate(files, 1):  # noqa: B007 - the count is the answer
        path = top / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return count


if __name__ == "__main__":
    for each in PACKAGES:
        sys.stdout.write(f"{fetch(each).name}: {sum(len(f) for _, _, f in os.walk(each.folder))}\n")
