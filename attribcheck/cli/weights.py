"""``attribcheck weights``: fingerprints models, and tests whether two were made independently."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from attribcheck.cli import common_options, session
from attribcheck.cli.progress import Progress
from attribcheck.core.errors import EXIT_CLEAN, UsageError
from attribcheck.core.text import printable
from attribcheck.weights import extra

if TYPE_CHECKING:
    from attribcheck.weights.comparison import Comparison
    from attribcheck.weights.document import Settings
    from attribcheck.weights.fingerprint import Fingerprint

FORMATS = ("text", "json", "html")


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the command's options."""
    actions = parser.add_subparsers(metavar="ACTION", required=True)
    make = actions.add_parser(
        "fingerprint",
        help="write what the tests need of a model, a few MB for 7B parameters",
        description="Write the fingerprint of a model: hashes of all tensors, and signs of random"
        " projections of some of its units. docs/weights.md says what it reveals.",
    )
    make.add_argument(
        "path", metavar="PATH", help="a safetensors or GGUF file, or a model's folder"
    )
    make.add_argument(
        "-o", "--output", metavar="FILE", help="where to write it (default: NAME.fingerprint here)"
    )
    _add_settings(make)
    make.set_defaults(action=_fingerprint)
    compare = actions.add_parser(
        "compare",
        help="test whether two models were initialised independently",
        description="Test whether two models were initialised independently.",
        epilog="exit code: 0 whatever the verdict is, for this is a report and no gate; 2 if A or B"
        " does not exist or holds no weights; 3 if one can't be read",
    )
    compare.add_argument("a", metavar="A", help="a model or a fingerprint")
    compare.add_argument("b", metavar="B", help="the other")
    compare.add_argument(
        "--control",
        action="append",
        default=[],
        metavar="C",
        help="a model or fingerprint that is known to be independent of both; if the tests flag it,"
        " the verdict is inconclusive; repeatable",
    )
    common_options.add_report_options(compare, FORMATS)
    compare.set_defaults(action=_compare)


def run(options: argparse.Namespace) -> int:
    """Run the action and return the exit code.

    Raises:
        AttribcheckError: the libraries of the extra are missing, or the action fails.
    """
    extra.require()
    return int(options.action(options))


def _add_settings(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group(
        "settings", "Only fingerprints of equal settings can be compared."
    )
    group.add_argument("--seed", metavar="TEXT", help="of the random projection")
    group.add_argument("--rows", type=int, metavar="N", help="units of a layer (default: 512)")
    group.add_argument("--bits", type=int, metavar="N", help="signs of a unit (default: 256)")


def _settings(options: argparse.Namespace) -> Settings:
    from attribcheck.weights.document import Settings

    default = Settings()
    settings = Settings(
        default.seed if options.seed is None else options.seed,
        default.rows if options.rows is None else options.rows,
        default.bits if options.bits is None else options.bits,
    )
    if not 32 <= settings.rows <= 65_536:
        raise UsageError("--rows is a number from 32 to 65536")
    if not 8 <= settings.bits <= 4096 or settings.bits % 8:
        raise UsageError("--bits is a multiple of 8, from 8 to 4096")
    return settings


def _fingerprint(options: argparse.Namespace) -> int:
    from attribcheck.system.files import write_atomic
    from attribcheck.weights import document, fingerprint_file

    path = Path(options.path)
    settings = _settings(options)
    made = _sketched(path, settings, content_rows=None)
    content = fingerprint_file.serialise(made)
    target = Path(options.output or f"{made.name}{document.SUFFIX}")
    write_atomic(target, content)
    session.print_out(
        f"wrote {printable(str(target))}: {len(content):,} bytes, {len(made.tensors)} tensors,"
        f" {len(made.mlps)} MLPs sketched\n"
    )
    for note in made.notes:
        session.print_out(f"note: {printable(note)}\n")
    return EXIT_CLEAN


def _compare(options: argparse.Namespace) -> int:
    from attribcheck.system.files import write_atomic
    from attribcheck.weights import comparison
    from attribcheck.weights.sketch import SEARCHED_UNITS

    names = [options.a, options.b, *options.control]
    kept = [_read_fingerprint(Path(name)) for name in names]
    settings = next((one.settings for one in kept if one), None)
    models = [
        found or _sketched(Path(name), settings, content_rows=SEARCHED_UNITS if any(kept) else None)
        for name, found in zip(names, kept, strict=False)
    ]
    first, second, *others = models
    controls = [
        comparison.compare(model, control) for control in others for model in (first, second)
    ]
    result = comparison.with_controls(comparison.compare(first, second), controls)
    session.print_out(_rendered(options.format, result, controls))
    for name, file in options.report:
        write_atomic(Path(file), _rendered(name, result, controls), named=True)
    return EXIT_CLEAN


def _read_fingerprint(path: Path) -> Fingerprint | None:
    """Return the fingerprint at a path, or None where a model is."""
    from attribcheck.weights import fingerprint_file

    if not path.exists():
        raise UsageError(f"{printable(str(path))} does not exist")
    if path.is_dir() or not fingerprint_file.is_fingerprint(path):
        return None
    return fingerprint_file.read(path)


def _sketched(path: Path, settings: Settings | None, content_rows: int | None) -> Fingerprint:
    from attribcheck.weights import sketch
    from attribcheck.weights.checkpoint import open_checkpoint

    checkpoint = open_checkpoint(path)
    total = sum(tensor.size for tensor in checkpoint.tensors.values())
    done = 0
    progress = Progress(f"reading {printable(path.name)}", "B", shown=True)

    def add(size: int) -> None:
        nonlocal done
        done += size
        progress(done, total)

    try:
        return sketch.fingerprint(checkpoint, settings, content_rows=content_rows, progress=add)
    finally:
        progress.close()


def fingerprint_of(path: Path) -> Fingerprint:
    """Return the fingerprint at a path, or that of the model there.

    Raises:
        AttribcheckError: the libraries of the extra are missing, or it can't be read.
    """
    extra.require()
    return _read_fingerprint(path) or _sketched(path, None, content_rows=None)


def _rendered(name: str, result: Comparison, controls: Sequence[Comparison]) -> str:
    from attribcheck.weights import render_html, render_json, render_text

    if name == "html":
        return render_html.render(result, controls)
    if name == "json":
        return render_json.render(result, controls)
    return render_text.render(result, controls)
