"""``attribcheck origins``: the indexes of known origins, and what of a tree matches them."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from attribcheck.cli import common_options, policy_files, provenance, session
from attribcheck.core.errors import EXIT_CLEAN, AttribcheckError, UsageError
from attribcheck.core.text import printable

if TYPE_CHECKING:
    from attribcheck.origins.adding import Added, Indexer
    from attribcheck.origins.describe import Details

_MANY = 8
"""Indexes; each more costs every check a few milliseconds."""


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the command's options."""
    actions = parser.add_subparsers(metavar="ACTION", required=True)
    _configure_add(actions)
    shown = actions.add_parser("list", help="list the components of the stored indexes")
    shown.add_argument("--format", choices=("text", "json"), default="text")
    shown.set_defaults(action=_list)
    remove = actions.add_parser("remove", help="remove an index by its name or its component's")
    remove.add_argument("name", metavar="NAME", nargs="+")
    remove.set_defaults(action=_remove)
    export = actions.add_parser(
        "export",
        help="write the stored indexes, or some of them, to one file that others can add",
        description="Write the stored indexes, or those named, to one file. docs/origins.md says"
        " what an index reveals.",
    )
    export.add_argument("file", metavar="FILE", help="ends in .acidx")
    export.add_argument("name", metavar="NAME", nargs="*", help="indexes (default: all)")
    export.set_defaults(action=_export)
    match = actions.add_parser("match", **provenance.HELP)
    provenance.configure(match)
    match.set_defaults(action=provenance.run)


def _configure_add(actions: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    add = actions.add_parser(
        "add",
        help="add a package, a repository, an archive, a folder, an index or a preset",
        description="Add known origins. A package is downloaded by the client of its registry;"
        " nothing of it is executed.",
    )
    add.add_argument(
        "spec",
        metavar="ORIGIN",
        nargs="*",
        help="pkg:pypi/NAME@VERSION, pkg:npm/..., pkg:cargo/..., pkg:golang/...,"
        " pkg:github/OWNER/NAME@REVISION, URL.git@REVISION, ./CHECKOUT@REVISION, ./FOLDER,"
        " ./ARCHIVE or ./INDEX.acidx",
    )
    add.add_argument("--preset", metavar="NAME", help="add the components of a preset: ai-models")
    add.add_argument(
        "--component", metavar="NAME", help="fetch what a component of the policy names"
    )
    add.add_argument(
        "--weights",
        metavar="PATH",
        help="add the weights of a model: a fingerprint, or the model itself (extra `weights`)",
    )
    add.add_argument(
        "--own-files",
        action="store_true",
        help="with --component: its files in this repository, instead of fetching it",
    )
    about = add.add_argument_group("details", "of a single ORIGIN; found in it by default")
    about.add_argument("--name", default="", help="its name")
    about.add_argument("--version", default="", help="its version")
    about.add_argument("--license", default="", metavar="EXPRESSION", help="its licence (SPDX)")
    about.add_argument(
        "--holder", action="append", default=[], metavar="NAME", help="a holder; repeatable"
    )
    about.add_argument(
        "--exclude",
        action="append",
        default=[],
        metavar="FOLDER",
        help="leave a folder of it out; repeatable (folders of bundled code always are)",
    )
    common_options.add_scan_options(add)
    add.set_defaults(action=_add)


def run(options: argparse.Namespace) -> int:
    """Run the action and return the exit code."""
    return int(options.action(options))


def _add(options: argparse.Namespace) -> int:
    from attribcheck.copies import store
    from attribcheck.origins.adding import Indexer, import_index
    from attribcheck.policy.model import Policy
    from attribcheck.system import clock

    _require_something(options)
    details = _details(options)
    with session.Session(options, Policy()) as current:
        indexer = Indexer(
            current.scanner,
            clock.today().isoformat(),
            lambda spec: _announce(spec, options),
        )
        if options.preset:
            _tell(_preset(indexer, options.preset), options)
        if options.weights:
            _weights(options, details)
        if options.component:
            _tell(_component(indexer, options, details), options)
        for spec in options.spec:
            if spec.endswith(store.SUFFIX):
                _tell(import_index(Path(spec)), options)
            else:
                _tell(indexer.add(spec, details), options)
        for hint in current.hints():
            session.print_out(f"hint: {printable(hint)}\n")
    if len(store.indexes()) > _MANY and not options.quiet:
        session.print_out(
            f"hint: more than {_MANY} indexes slow every check down; `attribcheck origins export"
            " all.acidx` makes one of them, which can be added in their place\n"
        )
    return EXIT_CLEAN


def _announce(spec: str, options: argparse.Namespace) -> None:
    """Say what is added, to a person who waits: some packages take minutes."""
    if not options.quiet and sys.stderr.isatty():
        sys.stderr.write(f"adding {printable(spec)}\n")


def _require_something(options: argparse.Namespace) -> None:
    given = (options.preset, options.component, options.weights)
    count = len(options.spec) + sum(map(bool, given))
    if not count:
        raise UsageError(
            "there is nothing to add",
            hint="attribcheck origins add pkg:pypi/NAME@VERSION, or --preset ai-models",
        )
    if options.own_files and not options.component:
        raise UsageError("--own-files requires --component")
    if options.weights and options.exclude:
        raise UsageError("--exclude says nothing of --weights")
    about = (options.name, options.version, options.license, options.holder, options.exclude)
    if (count > 1 or options.preset) and any(about):
        raise UsageError(
            "--name, --version, --license, --holder and --exclude describe a single ORIGIN"
        )


def _details(options: argparse.Namespace) -> Details:
    from attribcheck.origins.describe import Details
    from attribcheck.spdx import expressions

    license_ = options.license
    if license_:
        if problems := expressions.problems(license_):
            raise UsageError(f"--license: {printable(problems[0])}")
        license_ = expressions.normalize(license_)
    without = tuple(folder.strip("/") for folder in options.exclude)
    holders = tuple(options.holder)
    return Details(options.name, options.version, license_, holders, without=without)


def _preset(indexer: Indexer, name: str) -> Added:
    from attribcheck.origins import presets

    return indexer.add_all(name, [(one.spec, one.details) for one in presets.items(name)])


def _component(indexer: Indexer, options: argparse.Namespace, details: Details) -> Added:
    """Add a component of the policy: its own files, or what it names."""
    from attribcheck.git.repository import Repository
    from attribcheck.origins import declared
    from attribcheck.packages.loading import load_policy
    from attribcheck.sources.work_tree import TreeSource

    source = TreeSource(Repository.discover())
    policy = load_policy(source)
    policy_files.require_policy(policy)
    component = declared.named(policy, options.component)
    stated = declared.details(component, details)
    if options.own_files:
        stated = stated._replace(has_bundled=True)
        return indexer.add_acquired(declared.own_files(source, component), stated)
    return indexer.add(declared.spec(component), stated)


def _weights(options: argparse.Namespace, details: Details) -> None:
    from attribcheck.cli.weights import fingerprint_of
    from attribcheck.origins import render_listing
    from attribcheck.origins.adding import add_weights
    from attribcheck.origins.listing import listing

    path = add_weights(fingerprint_of(Path(options.weights)), details)
    if not options.quiet:
        session.print_out(render_listing.added_weights(listing([path]).entries[0]))


def _tell(added: Added, options: argparse.Namespace) -> None:
    from attribcheck.origins import render_listing
    from attribcheck.origins.listing import listing

    if not options.quiet:
        session.print_out(render_listing.added(listing([added.path]), added.info))


def _list(options: argparse.Namespace) -> int:
    from attribcheck.copies import store
    from attribcheck.origins import render_listing
    from attribcheck.origins.listing import listing
    from attribcheck.system.private_dirs import origins_directory
    from attribcheck.weights import document

    found = listing(store.stored(store.SUFFIX, document.SUFFIX))
    if options.format == "json":
        session.print_out(render_listing.as_json(found))
    else:
        session.print_out(render_listing.as_text(found, origins_directory()))
    if found.damaged:
        raise AttribcheckError(
            "\n".join(reason for _, reason in found.damaged),
            hint="`attribcheck origins remove NAME` removes an index, damaged or not",
        )
    return EXIT_CLEAN


def _remove(options: argparse.Namespace) -> int:
    from attribcheck.copies import store
    from attribcheck.origins.listing import index_name, listing, named
    from attribcheck.weights import document

    paths = store.stored(store.SUFFIX, document.SUFFIX)
    entries = listing(paths).entries
    for path in dict.fromkeys([named(name, paths, entries) for name in options.name]):
        store.remove(path)
        session.print_out(f"removed {printable(index_name(path))}\n")
    return EXIT_CLEAN


def _export(options: argparse.Namespace) -> int:
    from attribcheck.copies import store
    from attribcheck.origins import render_listing
    from attribcheck.origins.adding import export_indexes
    from attribcheck.origins.listing import listing, named

    target = Path(options.file)
    if target.suffix != store.SUFFIX:
        raise UsageError(
            f"{printable(options.file)} does not end in {store.SUFFIX}, which `add` looks for"
        )
    paths = store.indexes()
    if options.name:
        entries = listing(paths).entries
        paths = list(dict.fromkeys(named(name, paths, entries) for name in options.name))
    if not paths:
        raise UsageError("there is no origin index to export", hint="attribcheck origins add")
    info = export_indexes(paths, target)
    session.print_out(render_listing.exported(options.file, info))
    return EXIT_CLEAN
