"""Compares a first policy with what people wrote down: Debian packages with a DEP-5 copyright file.

    python benchmarks/adoption.py            the table of docs/adoption.md
    python benchmarks/adoption.py tmux zlib  some packages
    python benchmarks/adoption.py --keep DIR also leaves each policy in DIR
    python benchmarks/adoption.py --yes      init takes the own holders that it proposes
    python benchmarks/adoption.py --told     init is told the holders of ``Files: *`` by --holder
    python benchmarks/adoption.py --baseline init leaves what is not certain to a baseline
    python benchmarks/adoption.py --time DIR processor time of init and of check on the files in DIR

``apt-get source`` has to find the packages (Debian 12 with ``deb-src``). ``debian/copyright`` is
read, removed, and ``attribcheck init`` run without options on the files that are left.

- agree: files for which the policy states the licence of the last stanza that matches them (the
  same ids; only where the stanza names one of SPDX), and at least one of its holders if it has any.
- grouped: files in pairs of a stanza and a component (or the project) of which each is used once,
  largest first: the share of files that are together as the human put them.
- precision: holders in the policy that are in debian/copyright. Each name that is not is listed.

``--time`` compares ``init`` with the first ``check`` by the policy that init wrote. Both scan all
files: each starts with an empty cache that holds the engine's index. The figure is the processor
time of all processes, the least of the runs, which take turns.
"""

from __future__ import annotations

import argparse
import os
import resource
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from attribcheck.classify.coverage import Coverage  # noqa: E402 - the checkout this file is in
from attribcheck.git.repository import Repository  # noqa: E402
from attribcheck.init import naming  # noqa: E402
from attribcheck.manifests.base import Statement  # noqa: E402
from attribcheck.manifests.debian_copyright import DebianCopyright  # noqa: E402
from attribcheck.notices.holders import HolderNames, names  # noqa: E402
from attribcheck.policy.loader import load_policy  # noqa: E402
from attribcheck.policy.path_patterns import PathPatterns  # noqa: E402
from attribcheck.sources.work_tree import TreeSource  # noqa: E402
from attribcheck.spdx import expressions  # noqa: E402

PACKAGES = (
    "bubblewrap cjson hiredis htop libbsd libevent libseccomp libuv1 libyaml lz4 memcached mosh"
    " openssh tini tmux xz-utils zlib"
).split()
STORE = ROOT / ".cache" / "debian-sources"


class Figures(NamedTuple):
    """The figures of one package.

    Attributes:
        files: The files that both state something of.
        agree: Those whose licence and holder agree.
        grouped: Those in the group that the human made.
        right: The holders in the policy that are in debian/copyright.
        holders: The holders in the policy.
        components: The components, with the project.
        stanzas: The stanzas that match a file.
        wrong: The holders that are not in debian/copyright.
    """

    files: int
    agree: int
    grouped: int
    right: int
    holders: int
    components: int
    stanzas: int
    wrong: tuple[str, ...] = ()


def source_of(package: str) -> Path:
    """Return the unpacked source of a package, fetched once."""
    folder = STORE / package
    if not any(folder.glob("*/debian/copyright")):
        folder.mkdir(parents=True, exist_ok=True)
        subprocess.run(["apt-get", "source", "-qq", package], cwd=folder, check=True)
    return next(folder.glob("*/debian/copyright")).parent.parent


def measure(package: str, keep: Path | None, options: list[str], *, told: bool) -> Figures:
    """Run ``init`` on a package without its debian/copyright, and compare both.

    Args:
        package: Its name.
        keep: Where to leave the policy.
        options: The options of init.
        told: Whether init is told the holders of ``Files: *``.
    """
    source = source_of(package)
    text = (source / "debian" / "copyright").read_text(encoding="utf-8")
    stanzas = DebianCopyright().read([("debian/copyright", text)]).statements
    ours = [name for one in stanzas if one.whole for name in _names(one)] if told else []
    options = [*options, *(word for name in ours for word in ("--holder", name))]
    with tempfile.TemporaryDirectory() as temporary:
        top = Path(temporary, package)
        subprocess.run(["cp", "-r", source, top], check=True)
        (top / "debian" / "copyright").unlink()
        for words in (
            ["rm", "-rf", ".pc"],
            ["git", "init", "-q"],
            ["git", "add", "-f", "."],
            [sys.executable, "-m", "attribcheck", "init", "--quiet", *options],
        ):
            subprocess.run(words, cwd=top, check=True)
        tree = TreeSource(Repository.discover(top))
        policy = load_policy(tree.read_file)
        coverage = Coverage(policy, tree.listing())
        if keep:
            keep.mkdir(exist_ok=True)
            (keep / f"{package}.toml").write_text(policy.text, encoding="utf-8")
    return compare(coverage, stanzas)


def compare(coverage: Coverage, stanzas: tuple[Statement, ...]) -> Figures:
    """Compare a policy with the stanzas of a copyright file."""
    project = coverage.policy.project
    matches = [PathPatterns(("**",) if one.whole else one.paths).matches for one in stanzas]
    agree = 0
    pairs: Counter[tuple[int, str]] = Counter()
    for path in coverage.listing:
        at = next((n for n in reversed(range(len(stanzas))) if matches[n](path)), None)
        if at is None:
            continue
        covering = coverage.components_of(path)
        group = covering[-1].name if covering else ""
        pairs[at, group] += 1
        licence = covering[-1].license if covering else project.license
        holders = (
            [name for one in covering for name in one.holders]
            if covering
            else [*project.holders, *project.contributors]
        )
        agree += _agrees(stanzas[at], licence, holders)
    used: set[int | str] = set()
    grouped = 0
    for (at, group), count in pairs.most_common():
        if at not in used and group not in used:
            used |= {at, group}
            grouped += count
    stated = HolderNames(tuple(name for one in stanzas for name in _names(one)))
    ours = [*project.holders, *project.contributors]
    ours += [name for one in coverage.policy.components for name in one.holders]
    ours = list(naming.distinct(ours))
    wrong = tuple(name for name in ours if name not in stated)
    return Figures(
        sum(pairs.values()),
        agree,
        grouped,
        len(ours) - len(wrong),
        len(ours),
        len(coverage.policy.components) + 1,
        len({at for at, _ in pairs}),
        wrong,
    )


def _agrees(stanza: Statement, licence: str | None, holders: Iterable[str]) -> bool:
    if stanza.license:
        ours = set(expressions.keys(licence)) if licence else set()
        if ours != set(expressions.keys(stanza.license)):
            return False
    named = _names(stanza)
    known = HolderNames(tuple(holders))
    return any(name in known for name in named) if named else True


def _names(stanza: Statement) -> list[str]:
    return [name for one in stanza.holders for name in names(naming.holder(one))]


def seconds(folder: Path, cache: Path, *words: str) -> float:
    """Return the processor time of a command and its processes, in seconds."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(
        [sys.executable, "-m", "attribcheck", *words],
        cwd=folder,
        env={**os.environ, "ATTRIBCHECK_CACHE_DIR": str(cache)},
        stdout=subprocess.DEVNULL,
        check=False,  # check exits with 1 when it finds something
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def time_of(tree: Path, runs: int) -> None:
    """Print the processor time of ``init`` and of the first ``check`` on a tree."""
    with tempfile.TemporaryDirectory() as temporary:
        top, engine = Path(temporary, "tree"), Path(temporary, "engine")
        shutil.copytree(tree, top, symlinks=True)
        engine.mkdir(mode=0o700)
        one = Path(temporary, "one")
        one.mkdir()
        shutil.copy(ROOT / "LICENSE", one)  # the engine has to read it
        for folder in (top, one):
            subprocess.run(["git", "init", "-q"], cwd=folder, check=True)
            subprocess.run(["git", "add", "-f", "."], cwd=folder, check=True)
        seconds(one, engine, "check", "--quiet")
        least: dict[str, float] = {}
        for number in range(runs):
            (top / "attribcheck.toml").unlink(missing_ok=True)
            for command in ("init", "check"):
                cache = Path(temporary, f"{command}-{number}")
                cache.mkdir(mode=0o700)
                for path in engine.glob("engine-*"):
                    shutil.copy(path, cache)
                took = seconds(top, cache, command, "--quiet")
                least[command] = min(took, least.get(command, took))
                shutil.rmtree(cache)
        listed = subprocess.run(["git", "ls-files", "-z"], cwd=top, check=True, capture_output=True)
        ratio = least["init"] / least["check"]
        print("| files | init | first check | ratio |\n|---|---|---|---|")
        files = listed.stdout.count(b"\0")
        print(f"| {files:,} | {least['init']:.0f} s | {least['check']:.0f} s | {ratio:.2f} |")


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("packages", nargs="*", default=PACKAGES)
    parser.add_argument("--keep", type=Path, metavar="DIR")
    parser.add_argument("--yes", action="store_true")
    parser.add_argument("--told", action="store_true")
    parser.add_argument("--baseline", action="store_true")
    parser.add_argument("--time", type=Path, metavar="DIR")
    parser.add_argument("--runs", type=int, default=2, help="of --time")
    options = parser.parse_args()
    if options.time:
        time_of(options.time, options.runs)
        return
    words = [f"--{name}" for name in ("yes", "baseline") if getattr(options, name)]
    print("| package | files | agree | grouped | holders | precision | components | stanzas |")
    print("|---|---|---|---|---|---|---|---|")
    total = [0] * 7
    wrong = {}
    for package in options.packages:
        found = measure(package, options.keep, words, told=options.told)
        total = [a + b for a, b in zip(total, found[:7], strict=True)]
        wrong[package] = found.wrong
        print(_row(package, found[:7]), flush=True)
    print(_row("all", tuple(total)))
    for package, unknown in wrong.items():
        print(f"\n{package}: not in debian/copyright: {'; '.join(unknown) or 'none'}")


def _row(name: str, figures: tuple[int, ...]) -> str:
    files, agree, grouped, right, holders, components, stanzas = figures
    return (
        f"| {name} | {files:,} | {agree / files:.0%} | {grouped / files:.0%} | {holders:,}"
        f" | {right / holders if holders else 1:.0%} | {components} | {stanzas} |"
    )


if __name__ == "__main__":
    main()
