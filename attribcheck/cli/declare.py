"""``attribcheck declare``: adds a component to the policy, or extends one."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from typing import TYPE_CHECKING

from attribcheck.cli import common_options, policy_files, session
from attribcheck.core.errors import EXIT_CLEAN, UsageError
from attribcheck.core.model import LOCK_NAME, POLICY_NAME
from attribcheck.core.text import printable

if TYPE_CHECKING:
    from pathlib import Path

    from attribcheck.cli.project import Project
    from attribcheck.core.model import Blob
    from attribcheck.policy.lockfile import LockedFiles
    from attribcheck.policy.model import Component
    from attribcheck.sources.base import Source

_SCALARS = ("license", "version", "purl", "supplier", "origin", "source", "notice_file")


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the command's options."""
    parser.add_argument("name", metavar="COMPONENT", help="its name in the policy")
    parser.add_argument(
        "paths",
        nargs="*",
        metavar="PATH",
        help="its files and directories, or gitignore-style patterns from the top; none for a"
        " --model that is not in this repository",
    )
    parser.add_argument("--holder", action="append", default=[], help="a holder; repeatable")
    parser.add_argument(
        "--model", action="append", default=[], help="a base model that it covers; repeatable"
    )
    parser.add_argument("--license", metavar="EXPRESSION", help="SPDX; default: as detected")
    parser.add_argument("--component-version", dest="version", metavar="VERSION")
    parser.add_argument("--purl", help="package URL, such as pkg:pypi/foo@1.0")
    parser.add_argument("--supplier", help="who supplied it")
    parser.add_argument("--origin", help="ISO 3166-1 alpha-2 country of the supplier")
    parser.add_argument("--source", metavar="URL", help="the URL of its origin")
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
        "--forget", action="store_true", help=f"only remove its digests from {LOCK_NAME}"
    )
    common_options.add_scan_options(parser)
    common_options.add_project_option(parser)


def run(options: argparse.Namespace) -> int:
    """Add or extend the component and return the exit code."""
    from attribcheck.cli.project import project_of
    from attribcheck.git.repository import Repository
    from attribcheck.policy import editor
    from attribcheck.policy.loader import parse_policy
    from attribcheck.policy.model import Component
    from attribcheck.sources.work_tree import TreeSource
    from attribcheck.system.files import write_atomic

    place = project_of(Repository.discover(), options.project)
    path = place.root / POLICY_NAME
    if options.forget:
        return _forget(place, options.name)
    text = policy_files.policy_text(path)
    policy = parse_policy(text.encode(), POLICY_NAME)
    known = any(component.name == options.name for component in policy.components)
    paths = tuple(pattern_of(place.root, path) for path in options.paths)
    scalars = {key: getattr(options, key) for key in _SCALARS if getattr(options, key) is not None}
    if options.modified is not None:
        scalars["modified"] = options.modified
    holders, models = tuple(options.holder), tuple(options.model)
    if known:
        edited = editor.widen_component(
            text, options.name, paths=paths, holders=holders, models=models, **scalars
        )
        done = "extended"
    else:
        if not paths and not models:
            raise UsageError(
                f'there is no component "{options.name}" yet, and PATH is missing',
                hint=f'attribcheck declare "{options.name}" third_party/foo',
            )
        if not paths and options.license is None:
            raise UsageError("a model without PATH needs --license", hint=_license_hint(models))
        # Named paths include untracked files.
        source = place.source(
            TreeSource(place.repo, [path for path in options.paths if _exists(path)])
        )
        files = _matching(source, paths) if paths else {}
        if files and (options.license is None or not holders):  # it may have to load the engine
            found = _detected(source, files, options)
            scalars.setdefault("license", found.license)
            holders = holders or found.holders
        component = Component(
            name=options.name, holders=holders, paths=paths, models=models, **scalars
        )
        edited = editor.append_component(text, component)
        done = "declared"
    locked = _with_record(place, options, edited) if options.record else None
    if edited != text:
        write_atomic(path, edited, inside=place.repo.root)
    if edited != text or locked is None:
        session.print_out(f'{POLICY_NAME}: {done} component "{options.name}"\n')
    if locked is not None:
        write_atomic(place.root / LOCK_NAME, locked[0], inside=place.repo.root)
        session.print_out(f'{LOCK_NAME}: recorded {locked[1]} of component "{options.name}"\n')
    return EXIT_CLEAN


def _license_hint(models: tuple[str, ...]) -> str:
    from attribcheck.rules.support.model_claims import license_hint
    from attribcheck.spdx import model_licenses

    for model in models:
        if known := model_licenses.of_model(model):
            return f"{license_hint(model, known)}, then add --license {known.id}"
    return "see the page of the model; an id of your own is LicenseRef-NAME"


def _records(place: Project) -> dict[str, LockedFiles]:
    from attribcheck.policy import lockfile
    from attribcheck.system.files import read_text

    text = read_text(place.root / LOCK_NAME, inside=place.repo.root)
    return {} if text is None else lockfile.parse(text.encode(), LOCK_NAME)


def _with_record(place: Project, options: argparse.Namespace, policy: str) -> tuple[str, str]:
    """Return the lock with the present digests of the component, and the number of files."""
    from attribcheck.core.text import counted
    from attribcheck.policy import lock_comparison, lockfile
    from attribcheck.policy.loader import parse_policy
    from attribcheck.policy.path_patterns import PathPatterns
    from attribcheck.sources.work_tree import TreeSource

    components = parse_policy(policy.encode(), POLICY_NAME).components
    (component,) = (one for one in components if one.name == options.name)
    source = place.source(TreeSource(place.repo, [path for path in options.paths if _exists(path)]))
    patterns = PathPatterns(component.paths)
    found = lock_comparison.record(
        source, [path for path in source.listing() if patterns.matches(path)]
    )
    if not found:
        raise UsageError(
            f'component "{options.name}" has no tracked file to record', hint="git add its files"
        )
    return lockfile.render({**_records(place), options.name: found}), counted(len(found), "file")


def _forget(place: Project, name: str) -> int:
    from attribcheck.policy import lockfile
    from attribcheck.policy.value_checks import suggestion
    from attribcheck.system.files import write_atomic

    records = _records(place)
    if records.pop(name, None) is None:
        raise UsageError(f'{LOCK_NAME} has no component "{name}"{suggestion(name, records)}')
    write_atomic(place.root / LOCK_NAME, lockfile.render(records), inside=place.repo.root)
    session.print_out(f'{LOCK_NAME}: removed component "{name}"\n')
    return EXIT_CLEAN


def pattern_of(top: Path, argument: str) -> str:
    """Return the pattern for an existing file or directory; any other argument is a pattern.

    Args:
        top: The folder of the policy.
        argument: The argument.

    Raises:
        UsageError: it is outside of ``top``, or no pattern.
    """
    from pathlib import Path

    from attribcheck.policy.path_patterns import below, literal, problem

    # An existing file with a name such as `a[0]` is no pattern.
    if not argument or not _exists(argument):
        if argument and (fault := problem(argument)):
            shown = printable(argument)
            raise UsageError(
                f"no file is called {shown}, and as a pattern it can't be used: {fault}"
            )
        return argument
    here = Path(argument)
    try:
        relative = here.resolve().relative_to(top.resolve()).as_posix()
    except ValueError as error:
        raise UsageError(f"{argument} is outside of {top}") from error
    if relative == ".":
        return "**"
    return below(relative) if here.is_dir() else literal(relative)


def _matching(source: Source, paths: tuple[str, ...]) -> dict[str, Blob]:
    """Return the files that the patterns match, by path.

    Raises:
        UsageError: they match no file.
    """
    from attribcheck.policy.path_patterns import PathPatterns

    patterns = PathPatterns(paths)
    files = {path: blob for path, blob in source.listing().items() if patterns.matches(path)}
    if not files:
        raise UsageError(f"no file matches {', '.join(paths)}")
    return files


def _detected(source: Source, blobs: Mapping[str, Blob], options: argparse.Namespace) -> Component:
    """Return a component with the detected licence and foreign holders of the files.

    Raises:
        UsageError: no licence was detected, and --license is missing.
    """
    from attribcheck.check import pipeline
    from attribcheck.packages.loading import load_policy
    from attribcheck.policy.model import Component
    from attribcheck.rules.support import suggestions

    policy = load_policy(source)
    with session.Session(options, policy) as current:
        opened, members = pipeline.opened(source, blobs, policy)
        files = pipeline.classify(opened, current.scanner, policy, members).files
    license_ = suggestions.foreign_license(files) or suggestions.file_license(files)
    if license_ is None and options.license is None:
        raise UsageError(
            "no licence was detected in these files",
            hint="set it, for example --license MIT (an id of your own is LicenseRef-NAME)",
        )
    return Component(
        name=options.name, license=license_ or "", holders=suggestions.foreign_holders(files)
    )


def _exists(path: str) -> bool:
    from pathlib import Path

    try:
        return Path(path).exists()
    except OSError:  # a pattern that is longer than a file name can be
        return False
