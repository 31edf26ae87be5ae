"""Measures the search for copied code: what it finds, what it reports wrongly, what it costs.

``make bench-copies`` runs all of it and puts the figures into docs/copies.md; names of sections
run these alone. The first run fetches some 2 GB of public packages into ``.cache/corpus``. Nothing
of them is executed. The thresholds in ``attribcheck/copies/thresholds.py`` are chosen by "false
positives": raise them when its rate of reported files exceeds one in a thousand.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Callable, Iterator

import copies_ranking
import copies_recall
import copies_speed
import pages
from copies_corpus import INDEXES, TRANSFORMERS, UNRELATED, index, source_files

from attribcheck.copies.index_builder import build
from attribcheck.copies.index_file import OriginIndex
from attribcheck.copies.model import Strength
from attribcheck.copies.thresholds import Thresholds

_SIZES = (10, 60, 400)  # files
_FILES = 1000


def recall() -> Iterator[str]:
    """Copies that transformers marks; thresholds are chosen on other files."""
    searched = index("transformers", TRANSFORMERS)
    fragments = copies_recall.annotated()
    yield _heading(f"Marked copies of transformers, index of {_lines(searched)} lines")
    yield from _recall_table(copies_recall.recall(searched, fragments))


def vendored() -> Iterator[str]:
    """Copies in packages that set no threshold."""
    searched, fragments = copies_recall.vendored()
    yield _heading(
        f"Files vendored by pip and setuptools, index of their releases and transformers:"
        f" {_lines(searched)} lines"
    )
    yield from _recall_table(copies_recall.recall(searched, fragments))


def false_positives() -> Iterator[str]:
    """Files of unrelated packages, against indexes of several sizes."""
    files = copies_recall.unrelated(UNRELATED, 10_000)
    yield _heading("Files that copy nothing: how many in 1,000 reach a threshold")
    yield from _row("index", "tokens", "threshold in bits", "files", "certain", "likely", "weak")
    yield "| --- | ---: | ---: | ---: | ---: | ---: | ---: |"
    shuffled = list(source_files(TRANSFORMERS))
    random.Random(4).shuffle(shuffled)
    INDEXES.mkdir(parents=True, exist_ok=True)
    out = INDEXES / "part.acidx"
    for count in _SIZES:
        build(shuffled[:count], out)
        yield from _rates(f"{count} files of transformers", OriginIndex.open(out), files[:_FILES])
    whole = OriginIndex.open(INDEXES / "transformers.acidx")
    yield from _rates("transformers 4.46.3", whole, files)
    large = OriginIndex.open(INDEXES / "large.acidx")
    yield from _rates("the index of known origins", large, files[:_FILES])
    fields = copies_recall.field_files()
    yield from _rates("the same, against packages of its field", large, fields)


def languages() -> Iterator[str]:
    """Renamed files and files of other packages, by language."""
    yield _heading("Other languages: renamed files without comments, and files of another package")
    yield from _row("language", "renamed files", "found", "other files", "likely or certain")
    yield "| --- | ---: | ---: | ---: | ---: |"
    for language, count, found, others, reached in copies_recall.languages():
        reported = reached[Strength.LIKELY]
        yield from _row(language, count, f"{found / count:.1%}", others, reported)


def adapted() -> Iterator[str]:
    """Files that name their origin."""
    result = copies_ranking.adapted()
    yield _heading("Files of sglang 0.5.23 that name a file of vllm or transformers")
    yield (
        f"{result.found} of {result.files} ({result.found / result.files:.1%}) correspond to the"
        f" file they name. Of {result.controls} pairs with another file of vllm, drawn by chance,"
        f" {result.reported} are reported."
    )


def coverage() -> Iterator[str]:
    """The share that the declared set explains."""
    tried, others = copies_ranking.coverage(), copies_ranking.coverage(held_out=True)
    count = len(tried.right)
    yield _heading("What the declared set explains: models of transformers")
    yield from _row(
        "declared", f"median share for {count} models", f"{len(others.right)} other models"
    )
    yield "| --- | ---: | ---: |"
    for name, both in (
        ("the parents its source names", (tried.right, others.right)),
        ("another model of that year", (tried.wrong, others.wrong)),
        ("one of those that shares an ancestor", (tried.related, others.related)),
    ):
        yield from _row(name, *(f"{copies_ranking.middle(shares):.1%}" for shares in both))


def seed() -> Iterator[str]:
    """The seed case and its hard negatives."""
    yield _heading("The seed case, in an index of transformers 5.0.0")
    yield from _row("file", "leading share", "origins that can't be told apart", "expected")
    yield "| --- | ---: | --- | --- |"
    for row in copies_ranking.seeds():
        expected = "" if row.expected is None else f"{row.expected:.1%}, {row.is_candidate}"
        yield from _row(row.name, f"{row.share:.1%}", ", ".join(row.candidates), expected)


def cost() -> Iterator[str]:
    """Size, build and search."""
    size = copies_speed.size()
    million = size.lines / 1e6
    yield _heading(f"The index of known origins: {million:.1f} million lines")
    yield (
        f"{size.size / 1e6:.0f} MB: {size.exact / 1e6:.0f} MB the exact channel,"
        f" {size.shape / 1e6:.0f} MB the shape channel and all else. Built in"
        f" {size.seconds / million:.1f} s a million lines."
    )
    yield ""
    yield from _row("process", "seconds of processor", "median of the runs", "times bare Python")
    yield "| --- | ---: | ---: | ---: |"
    costs = copies_speed.costs()
    for name, seconds, middle in costs:
        ratio = f"{seconds / costs[0].seconds:.1f}"
        yield from _row(name, f"{seconds:.3f}", f"{middle:.3f}", ratio)


SECTIONS: dict[str, Callable[[], Iterator[str]]] = {
    "cost": cost,
    "recall": recall,
    "vendored": vendored,
    "false-positives": false_positives,
    "languages": languages,
    "adapted": adapted,
    "coverage": coverage,
    "seed": seed,
}
"""In this order: "false-positives" reads the indexes of "cost" and "recall"."""


def _recall_table(rows: list[tuple[str, str, float, float]]) -> Iterator[str]:
    yield from _row("disguise", "fragments", "reported", "with the known origin")
    yield "| --- | --- | ---: | ---: |"
    for disguise, size, any_, known in rows:
        yield from _row(disguise, size, f"{any_:.1%}", f"{known:.1%}")


def _rates(name: str, searched: OriginIndex, files: list[tuple[str, bytes]]) -> Iterator[str]:
    tokens = searched.info.tokens
    count, reached = copies_recall.false_positives(searched, files)
    rates = (f"{1000 * reached[strength] / count:.2f}" for strength in Strength)
    yield from _row(name, f"{tokens:,}", f"{Thresholds.of(tokens).bits[1]:.0f}", count, *rates)


def _row(*cells: object) -> Iterator[str]:
    yield f"| {' | '.join(map(str, cells))} |"


def _heading(text: str) -> str:
    return f"\n### {text}\n"


def _lines(searched: OriginIndex) -> str:
    return f"{searched.info.lines:,}"


def main() -> None:
    chosen = [name for name in sys.argv[1:] if name in SECTIONS] or list(SECTIONS)
    for name in chosen:
        text = "\n".join(SECTIONS[name]()).strip("\n")
        print(f"{text}\n", flush=True)
        if "--write" in sys.argv:
            pages.replace("copies.md", name, text)
    print(pages.machine())


if __name__ == "__main__":
    main()
