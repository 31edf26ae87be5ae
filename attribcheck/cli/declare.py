"""``attribcheck declare``: adds a component to the policy, or widens one."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from typing import TYPE_CHECKING

from attribcheck.cli import session
from attribcheck.core.errors import EXIT_CLEAN, UsageError
from attribcheck.core.model import LOCK_NAME, POLICY_NAME

if TYPE_CHECKING:
    from attribcheck.core.model import Blob
    from attribcheck.git.repository import Repository
    from attribcheck.policy.lockfile import LockedFiles
    from attribcheck.policy.model import Component
    from attribcheck.sources.work_tree import TreeSource

_SCALARS = ("license", "version", "purl", "supplier", "origin", "source", "notice_file")


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the command's options."""
    parser.add_argument("name", metavar="COMPONENT", help="its name in the policy")
    parser.add_argument(
        "paths",
        nargs="*",
        metavar="PATH",
        help="its files and folders, or gitignore-style patterns from the top",
    )
    parser.add_argument("--holder", action="append", default=[], help="a holder; repeatable")
    parser.add_argument("--license", metavar="EXPRESSION", help="SPDX; default: what a scan finds")
    parser.add_argument("--component-version", dest="version", metavar="VERSION")
    parser.add_argument("--purl", help="package URL, such as pkg:pypi/foo@1.0")
    parser.add_argument("--supplier", help="who it was had from")
    parser.add_argument("--origin", help="ISO 3166-1 alpha-2 country of the supplier")
    parser.add_argument("--source", metavar="URL", help="where it was taken from")
    parser.add_argument("--notice-file", metavar="PATH", help="its upstream NOTICE")
    parser.add_argument(
        "--modified", action=argparse.BooleanOptionalAction, help="whether its files were changed"
    )
    parser.add_argument(
        "--record",
        action="store_true",
        help=f"write the digests of its tracked files into {LOCK_NAME}",
    )
    parser.add_argument(
        "--forget", action="store_true", help=f"take its digests out of {LOCK_NAME}, nothing else"
    )
    session.add_scan_options(parser)


def run(options: argparse.Namespace) -> int:
    """Add or widen the component and return the exit code."""
    from attribcheck.git.repository import Repository
    from attribcheck.policy import editor
    from attribcheck.policy.loader import parse_policy
    from attribcheck.policy.model import Component
    from attribcheck.sources.work_tree import TreeSource
    from attribcheck.system.files import write_atomic

    repo = Repository.discover()
    path = repo.root / POLICY_NAME
    if options.forget:
        return _forget(repo, options.name)
    text = session.policy_text(path)
    policy = parse_policy(text.encode(), POLICY_NAME)
    known = any(component.name == options.name for component in policy.components)
    paths = tuple(_pattern(repo, given) for given in options.paths)
    scalars = {key: getattr(options, key) for key in _SCALARS if getattr(options, key) is not None}
    if options.modified is not None:
        scalars["modified"] = options.modified
    holders = tuple(options.holder)
    if known:
        edited = editor.widen_component(text, options.name, paths=paths, holders=holders, **scalars)
        done = "widened"
    else:
        if not paths:
            raise UsageError(
                f'there is no component "{options.name}" yet, and no PATH was given',
                hint=f'attribcheck declare "{options.name}" third_party/foo',
            )
        # Files that are not tracked yet are declared too: pass what exists as named paths.
        source = TreeSource(repo, [given for given in options.paths if _exists(given)])
        files = _matching(source, paths)
        if options.license is None or not holders:  # a scan may have to load the engine
            found = _found(source, files, options)
            scalars.setdefault("license", found.license)
            holders = holders or found.holders
        component = Component(name=options.name, holders=holders, paths=paths, **scalars)
        edited = editor.append_component(text, component)
        done = "declared"
    locked = _recorded(repo, options, edited) if options.record else None
    if edited != text:
        write_atomic(path, edited, inside=repo.root)
    if edited != text or locked is None:
        session.print_out(f'{POLICY_NAME}: {done} component "{options.name}"\n')
    if locked is not None:
        write_atomic(repo.root / LOCK_NAME, locked[0], inside=repo.root)
        session.print_out(f'{LOCK_NAME}: recorded {locked[1]} of component "{options.name}"\n')
    return EXIT_CLEAN


def _records(repo: Repository) -> dict[str, LockedFiles]:
    from attribcheck.policy import lockfile
    from attribcheck.system.files import read_text

    text = read_text(repo.root / LOCK_NAME, inside=repo.root)
    return {} if text is None else lockfile.parse(text.encode(), LOCK_NAME)


def _recorded(repo: Repository, options: argparse.Namespace, policy: str) -> tuple[str, str]:
    """Return the lock with the component's files as they stand, and how many they are."""
    from attribcheck.core.text import counted
    from attribcheck.policy import lock_comparison, lockfile
    from attribcheck.policy.loader import parse_policy
    from attribcheck.policy.path_patterns import PathPatterns
    from attribcheck.sources.work_tree import TreeSource

    components = parse_policy(policy.encode(), POLICY_NAME).components
    (component,) = (one for one in components if one.name == options.name)
    source = TreeSource(repo, [given for given in options.paths if _exists(given)])
    patterns = PathPatterns(component.paths)
    found = lock_comparison.record(
        source, [path for path in source.listing() if patterns.matches(path)]
    )
    if not found:
        raise UsageError(
            f'component "{options.name}" has no tracked file to record', hint="git add its files"
        )
    return lockfile.render({**_records(repo), options.name: found}), counted(len(found), "file")


def _forget(repo: Repository, name: str) -> int:
    from attribcheck.policy import lockfile
    from attribcheck.policy.value_checks import suggestion
    from attribcheck.system.files import write_atomic

    records = _records(repo)
    if records.pop(name, None) is None:
        raise UsageError(f'{LOCK_NAME} records no component "{name}"{suggestion(name, records)}')
    write_atomic(repo.root / LOCK_NAME, lockfile.render(records), inside=repo.root)
    session.print_out(f'{LOCK_NAME}: forgot component "{name}"\n')
    return EXIT_CLEAN


def _pattern(repo: Repository, given: str) -> str:
    """Return the pattern for a file or folder that exists; a pattern stays as it is."""
    from pathlib import Path

    from attribcheck.policy.path_patterns import below, literal

    # Also a name such as `a[0]`: what exists under that very name is what is meant.
    if not _exists(given):
        return given
    here = Path(given)
    try:
        relative = here.resolve().relative_to(repo.root.resolve()).as_posix()
    except ValueError as error:
        raise UsageError(f"{given} is outside of the repository") from error
    if relative == ".":
        return "**"
    return below(relative) if here.is_dir() else literal(relative)


def _matching(source: TreeSource, paths: tuple[str, ...]) -> dict[str, Blob]:
    """Return the files that the patterns match, by path.

    Raises:
        UsageError: there is none.
    """
    from attribcheck.policy.path_patterns import PathPatterns

    patterns = PathPatterns(paths)
    files = {path: blob for path, blob in source.listing().items() if patterns.matches(path)}
    if not files:
        raise UsageError(f"no file matches {', '.join(paths)}")
    return files


def _found(source: TreeSource, blobs: Mapping[str, Blob], options: argparse.Namespace) -> Component:
    """Return the component that a scan of the files finds: their licence and foreign holders.

    Raises:
        UsageError: no licence was found, and the command line states none.
    """
    from attribcheck.check import pipeline
    from attribcheck.policy.loader import load_policy
    from attribcheck.policy.model import Component
    from attribcheck.rules.support import suggestions

    policy = load_policy(source.read_file)
    with session.Session(options, policy) as current:
        files = pipeline.classify(source, current.scanner, policy, blobs).files
    license_ = suggestions.foreign_license(files) or suggestions.file_license(files)
    if license_ is None and options.license is None:
        raise UsageError(
            "no licence was detected in these files",
            hint="name it: --license MIT (an id of your own is a LicenseRef-NAME)",
        )
    return Component(
        name=options.name, license=license_ or "", holders=suggestions.foreign_holders(files)
    )


def _exists(given: str) -> bool:
    from pathlib import Path

    try:
        return Path(given).exists()
    except OSError:  # a pattern longer than a name may be
        return False
