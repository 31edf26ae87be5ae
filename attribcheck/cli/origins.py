"""``attribcheck origins``: the indexes of known origins, and what of a tree matches them."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from attribcheck.cli import session
from attribcheck.core.errors import EXIT_CLEAN, AttribcheckError, UsageError
from attribcheck.core.text import counted, printable

if TYPE_CHECKING:
    from attribcheck.copies.acquire.base import Acquired
    from attribcheck.origins.adding import Added, Indexer
    from attribcheck.origins.describe import Details
    from attribcheck.policy.model import Component
    from attribcheck.provenance.model import Provenance
    from attribcheck.sources.work_tree import TreeSource

FORMATS = ("text", "json", "html")
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
    _configure_match(actions)


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
    session.add_scan_options(add)
    add.set_defaults(action=_add)


def _configure_match(actions: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    match = actions.add_parser(
        "match",
        help="report which lines of files match known origins",
        description="Report which lines of PATHS, or of all tracked files, are own, declared,"
        " matched to a known origin, common to many, or matched to none.",
        epilog="exit code: 0 whatever is found, for this is a report and no gate; `attribcheck"
        " check` is the gate",
    )
    match.add_argument("paths", metavar="PATHS", nargs="*", help="files or folders")
    match.add_argument("--all", action="store_true", help="all tracked files")
    match.add_argument(
        "--index",
        action="append",
        default=[],
        metavar="FILE",
        help="use this index instead of the stored ones; repeatable",
    )
    match.add_argument("--policy", metavar="FILE", help="read the policy from FILE")
    session.add_report_options(match, FORMATS)
    session.add_scan_options(match)
    match.set_defaults(action=_match)


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
    count = len(options.spec) + bool(options.preset) + bool(options.component)
    if not count:
        raise UsageError(
            "there is nothing to add",
            hint="attribcheck origins add pkg:pypi/NAME@VERSION, or --preset ai-models",
        )
    if options.own_files and not options.component:
        raise UsageError("--own-files requires --component")
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
    from attribcheck.origins.describe import Details
    from attribcheck.policy.loader import load_policy
    from attribcheck.sources.work_tree import TreeSource

    repo = Repository.discover()
    source = TreeSource(repo)
    policy = load_policy(source.read_file)
    session.require_policy(policy)
    component = next((c for c in policy.components if c.name == options.component), None)
    if component is None:
        raise UsageError(
            f"the policy has no component {printable(options.component)!r}",
            hint="components: " + ", ".join(printable(c.name) for c in policy.components),
        )
    stated = Details(
        details.name or component.name,
        details.version or component.version or "",
        details.license or component.license,
        details.holders or tuple(h for h in component.holders if not h.startswith("re:")),
        without=details.without,
    )
    if options.own_files:
        stated = stated._replace(has_bundled=True)
        return indexer.add_acquired(_own_files(source, component), stated)
    return indexer.add(_spec_of(component), stated)


def _own_files(source: TreeSource, component: Component) -> Acquired:
    from attribcheck.copies.acquire.base import FILE_LIMIT, Acquired, bounded
    from attribcheck.core.model import BlobKind
    from attribcheck.policy.path_patterns import PathPatterns

    patterns = PathPatterns(component.paths)
    blobs = [
        blob
        for path, blob in sorted(source.listing().items())
        if blob.kind is BlobKind.FILE and patterns.matches(path)
    ]
    files = (
        (blob.path, content)
        for blob, content in source.read(blobs)
        if content is not None and len(content) <= FILE_LIMIT
    )
    return Acquired(
        name=component.name,
        version=component.version or "",
        files=bounded(files, component.name),
        purl=component.purl or "",
        source="files of the component in a repository that declares it",
    )


def _spec_of(component: Component) -> str:
    """Return what to fetch for a component of the policy: its package, or else its repository.

    Raises:
        UsageError: it names neither.
    """
    purl, version = component.purl or "", component.version or ""
    if purl and "@" not in purl.rpartition("/")[2] and version:
        purl = f"{purl}@{version}"
    if purl:
        return purl
    if component.source and component.source.startswith(("https://", "http://", "ssh://", "git+")):
        return f"{component.source}@{version}" if version else component.source
    raise UsageError(
        f"component {printable(component.name)!r} names neither a purl nor a source",
        hint="--own-files takes its files in this repository",
    )


def _tell(added: Added, options: argparse.Namespace) -> None:
    from attribcheck.origins.listing import index_name, listing

    if options.quiet:
        return
    entries = listing([added.path]).entries
    for entry in entries:
        component = entry.component
        holders = f"; {', '.join(component.holders)}" if component.holders else ""
        session.print_out(
            printable(
                f"  {component.label}: {component.license or 'licence unknown'}{holders};"
                f" {counted(entry.files, 'file')}, {entry.lines:,} lines"
            )
            + "\n"
        )
    session.print_out(
        f"added {printable(index_name(added.path))}: {counted(added.info.files, 'file')},"
        f" {added.info.lines:,} lines, {_size(added.info.size)}\n"
    )


def _list(options: argparse.Namespace) -> int:
    from attribcheck.copies import store
    from attribcheck.origins import render_listing
    from attribcheck.origins.listing import listing
    from attribcheck.system.private_dirs import origins_directory

    found = listing(store.indexes())
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

    paths = store.indexes()
    entries = listing(paths).entries
    for path in dict.fromkeys([named(name, paths, entries) for name in options.name]):
        store.remove(path)
        session.print_out(f"removed {printable(index_name(path))}\n")
    return EXIT_CLEAN


def _export(options: argparse.Namespace) -> int:
    from attribcheck.copies import index_builder, store
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
    info = index_builder.merge(paths, target)
    session.print_out(
        f"wrote {printable(options.file)}: {counted(info.components, 'component')},"
        f" {counted(info.files, 'file')}, {info.lines:,} lines, {_size(info.size)}\n"
    )
    return EXIT_CLEAN


def _match(options: argparse.Namespace) -> int:
    from contextlib import ExitStack, closing

    from attribcheck.cli.progress import Progress
    from attribcheck.copies import store
    from attribcheck.copies.index_file import OriginIndex
    from attribcheck.git.repository import Repository
    from attribcheck.policy.loader import load_policy
    from attribcheck.provenance.collect import collect
    from attribcheck.sources.work_tree import TreeSource

    if bool(options.paths) == options.all:
        raise UsageError(
            "name PATHS, or --all for all tracked files",
            hint="attribcheck origins match --all --report html=provenance.html",
        )
    paths = [Path(name) for name in options.index] or store.indexes()
    if not paths:
        raise UsageError(
            "there is no origin index to match with",
            hint="attribcheck origins add pkg:pypi/NAME@VERSION, or --preset ai-models",
        )
    repo = Repository.discover()
    source = TreeSource(repo, options.paths)
    policy = session.policy_from(options.policy) if options.policy else None
    used = policy or load_policy(source.read_file)
    with ExitStack() as stack:
        indexes = [stack.enter_context(OriginIndex.open(path)) for path in paths]
        current = stack.enter_context(session.Session(options, used))
        progress = stack.enter_context(
            closing(Progress("comparing", "file", shown=not options.quiet))
        )
        report = collect(
            source,
            current.scanner,
            used,
            indexes,
            places={path: store.place_of(path) for path in paths},
            progress=progress,
        )
        report = report._replace(hints=current.hints())
        _write_reports(report, source, options, repo.root)
    return EXIT_CLEAN


def _write_reports(
    report: Provenance, source: TreeSource, options: argparse.Namespace, top: Path
) -> None:
    from attribcheck.provenance import render_html, render_json, render_text
    from attribcheck.system.files import write_atomic

    def rendered(name: str) -> str:
        if name == "html":
            return render_html.render(report, source)
        return render_json.render(report) if name == "json" else render_text.render(report)

    for name, file in options.report:
        write_atomic(Path(file), rendered(name), inside=top, named=True)
    session.print_out(rendered(options.format))


def _size(size: int) -> str:
    return f"{size / 2**20:.1f} MiB" if size >= 2**20 else f"{size / 2**10:.0f} KiB"
