"""``make bench-statements``: compares reported copyright statements with those listed by hand.

Fetches the packages of ``statement_facts`` (where the sampling is described), looks every listed
statement up in its file, scans the files as a check does, and counts by country:

- statements: those whose lines a reported statement shares.
- holders: those that a report names letter by letter. White space, and punctuation around a name,
  do not count, an entity of HTML is the letter that it shows; a report may join holders by a comma
  or an "and".
- wrong names: reported names that are none of the holders listed for their lines. A *cut* name is
  part of a holder, a *respelt* one has other letters or signs (a transliteration), a *padded* one
  holds more than the holder, a *merged* one is two holders with nothing between them, an *invented*
  one has nothing to do with the statement.
- not verbatim: reported statements that are not found in the lines they point at, letter by letter.

"Before" counts the engine's own words; "after", the written form of a notice and all detectors.
What attribcheck lists as a false positive is in neither, but for a statement of a licence's own
text: it can be found, and is never wrong. ``--list`` prints each difference of "after" with its
path and line. ``--held-out`` measures the packages that are held out, and prints no list: nobody
tunes for them. ``--write`` puts the tables into docs/statements.md.
"""

from __future__ import annotations

import argparse
import html
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

import pages
import statement_facts as listed
from statement_facts import Fact, Source, squeezed

from attribcheck.core.model import ENGINE, Blob, FileScan, Notice, NoticeKind, Span
from attribcheck.notices import false_positives
from attribcheck.scan.cache import default_path
from attribcheck.scan.engine import ScancodeEngine
from attribcheck.scan.key import ScanKey
from attribcheck.scan.prefilter import Prefilter
from attribcheck.scan.scanner import CachingScanner

WRONG = ("cut", "respelt", "merged", "padded", "invented")
_COLUMNS = ("files", "statements", "found", "holders", "named", *WRONG, "not verbatim")
_HEADINGS = {"found": "found, %", "named": "named, %"}
_EDGE = " \t\n.,;:/|()[]{}<>«»“”\"'`*#-\u2013\u2014\u3001\uff0c\u3002"
_JOINING = re.compile(
    "(?:[,;/&\u3001\uff0c]|and|oraz|und|et|y|a|и|和|及|與|と|및|by)*", re.IGNORECASE
)
_MARK = "\0"
_MERGED = re.compile(r"\0[.)>\]]*\0")


class Reported(NamedTuple):
    """One reported copyright statement.

    Attributes:
        lines: Its lines.
        text: The statement.
        holders: Its holders.
        of_licence: Whether it belongs to the text of a licence.
    """

    lines: Span
    text: str
    holders: tuple[str, ...]
    of_licence: bool


class Difference(NamedTuple):
    """One thing that is wrong: its place, its kind, and what is listed or reported there."""

    source: Source
    line: int
    kind: str
    text: str


def before(scan: FileScan) -> list[Reported]:
    """Return the statements of a file in the engine's own words."""
    notices = [notice for notice in _copyrights(scan) if notice.detector == ENGINE]
    return [Reported(n.span, n.text, n.holders, n.part_of is not None) for n in notices]


def after(scan: FileScan) -> list[Reported]:
    """Return the statements of a file as reports show them."""
    reported = []
    for notice in _copyrights(scan):
        # absent before notices had a written form
        written = getattr(notice, "written", None)
        lines, text, holders = notice.span, notice.text, notice.holders
        if written is not None:
            lines = getattr(written, "lines", None) or lines
            text, holders = written.text, written.holders
        reported.append(Reported(lines, text, holders, notice.part_of is not None))
    return reported


def _copyrights(scan: FileScan) -> Iterator[Notice]:
    for notice in scan.notices:
        if notice.kind is not NoticeKind.COPYRIGHT:
            continue
        if notice.part_of or not false_positives.reason(notice, scan):
            yield notice


def named(name: str, facts: Iterable[Fact]) -> tuple[set[tuple[Fact, str]], str]:
    """Return the listed holders that a reported name holds, and how the name is wrong.

    Args:
        name: As reported; perhaps several holders, joined.
        facts: The statements listed for its lines.

    Returns:
        Each holder with its statement; and one of ``WRONG``, or "" for a right name.
    """
    facts = list(facts)
    held = {(fact, holder) for fact in facts for holder in fact.holders}
    also = [text for fact in facts for text in fact.also]
    plain = _plain(name)
    whole = {one for one in held if _plain(one[1]) == plain}
    if whole:
        return whole, ""
    found = {one for one in held if _plain(one[1]) in plain}
    if plain in map(_plain, also):
        return found, ""  # a holder with his affiliation
    names = {_plain(holder) for _, holder in found}
    rest = _without(squeezed(name), [*names, *also])
    if found and not rest:
        return found, "merged" if _MERGED.search(_marked(squeezed(name), names)) else ""
    # Of a name with a right holder, the part besides it is judged.
    return found, _how_wrong(rest, [holder for _, holder in held], beside=bool(found))


def _plain(name: str) -> str:
    return squeezed(html.unescape(name)).strip(_EDGE)


def _marked(name: str, parts: Iterable[str]) -> str:
    """Return a squeezed name with a mark in the place of each of ``parts``."""
    for part in sorted(map(_plain, parts), key=len, reverse=True):
        name = name.replace(part, _MARK)
    return name


def _without(name: str, parts: Iterable[str]) -> str:
    """Return what is left of a squeezed name without ``parts``, and the words that join them."""
    left = (part.strip(_EDGE) for part in _marked(name, parts).split(_MARK))
    return "".join(part for part in left if not _JOINING.fullmatch(part))


def _how_wrong(name: str, holders: Sequence[str], *, beside: bool) -> str:
    from commoncode.text import toascii  # lazy: with the engine; it transliterates by this

    respelt = [_letters(toascii(holder, translit=True)) for holder in holders]
    spelt = {_letters(holder) for holder in holders} | set(respelt)
    letters = _letters(name)
    if letters and any(letters in one and letters != one for one in spelt):
        return "cut"
    rest = _without(letters, spelt)
    if rest == letters:
        return "padded" if beside else "invented"
    return "padded" if rest else "respelt"


def _letters(name: str) -> str:
    return re.sub(r"[\W_]+", "", name).casefold()


def compared(
    source: Source, facts: Sequence[Fact], reported: Iterable[Reported], text: str
) -> tuple[Counter[str], list[Difference]]:
    """Return the counts of one file, and its differences.

    Args:
        source: The file.
        facts: The statements listed for it.
        reported: The statements reported for it.
        text: Its content, decoded.
    """
    lines = text.split("\n")
    counts: Counter[str] = Counter(files=1, statements=len(facts))
    counts["holders"] = sum(len(fact.holders) for fact in facts)
    differences: list[Difference] = []
    seen: set[Fact] = set()
    right: set[tuple[Fact, str]] = set()
    for one in reported:
        here = [f for f in facts if one.lines.overlaps(Span(f.line, f.end))]
        seen.update(here)
        for holder in one.holders:
            found, wrong = named(holder, here)
            right |= found
            if wrong and not one.of_licence:
                counts[wrong] += 1
                differences.append(Difference(source, one.lines.start, wrong, holder))
        if not (one.of_licence or _quoted(one, lines)):
            counts["not verbatim"] += 1
            differences.append(Difference(source, one.lines.start, "not verbatim", one.text))
    counts["found"], counts["named"] = len(seen), len(right)
    beyond = {fact for fact in facts if any(c.isalpha() and not c.isascii() for c in fact.text)}
    counts["beyond ASCII"], counts["beyond ASCII found"] = len(beyond), len(beyond & seen)
    for fact in facts:
        if fact not in seen:
            differences.append(Difference(source, fact.line, "not found", fact.text))
        missing = [holder for holder in fact.holders if (fact, holder) not in right]
        differences += [Difference(source, fact.line, "not named", holder) for holder in missing]
    return counts, sorted(differences)


def _quoted(one: Reported, lines: Sequence[str]) -> bool:
    """Whether a statement is found in its lines, without the comment signs before each of them."""
    part = lines[one.lines.start - 1 : one.lines.end]
    bare = (re.sub(r"^[\s#*/;%!'~>.\\\"-]+", "", line) for line in part)
    wanted = squeezed(one.text)
    return any(wanted in squeezed(html.unescape("".join(ways))) for ways in (part, bare))


def scanned(contents: Mapping[Source, bytes]) -> dict[Source, FileScan]:
    """Return the scan of each file, made as a check makes it, but for the cache."""
    by_path = {source.name.removesuffix(".gz"): source for source in contents}
    blobs = {path: Blob(path, listed.object_id(contents[by_path[path]])) for path in by_path}

    def read(wanted: Iterable[Blob]) -> Iterator[tuple[Blob, bytes | None]]:
        for blob in wanted:
            yield blob, contents[by_path[blob.path]]

    engine = ScancodeEngine(data=default_path().parent)
    engine.prepare()
    scanner = CachingScanner(engine, nothing=Prefilter(engine.data_file).nothing)
    found = scanner.scan(blobs.values(), read)
    scans: dict[Source, FileScan] = {}
    for path, blob in blobs.items():
        scan = found[ScanKey.of(blob)]
        if not isinstance(scan, FileScan):
            sys.exit(f"statements: {path} could not be scanned: {scan.reason}")
        scans[by_path[path]] = scan
    return scans


def table(title: str, by_country: Mapping[str, Counter[str]]) -> str:
    """Return the counts as a table in Markdown, with their sum."""
    heads = [_HEADINGS.get(name, name) for name in _COLUMNS]
    rows = [f"| {title} | {' | '.join(heads)} |", "| --- |" + " ---: |" * len(heads)]
    for country, counts in {**by_country, "all": sum(by_country.values(), Counter())}.items():
        shares = {"found": counts["statements"], "named": counts["holders"]}
        cells = [
            f"{counts[name] / shares[name]:.1%}".rstrip("%")
            if name in shares
            else f"{counts[name]}"
            for name in _COLUMNS
        ]
        rows.append(f"| {country} | {' | '.join(cells)} |")
    total = sum(by_country.values(), Counter())
    beyond, found = total["beyond ASCII"], total["beyond ASCII found"]
    rows += ["", f"{beyond} statements have letters outside of ASCII; {found} of them are found."]
    return "\n".join(rows) + "\n"


def main() -> None:
    """Compare, and print or write the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--held-out", action="store_true", help="the packages that are held out")
    parser.add_argument("--list", action="store_true", help="print each difference")
    parser.add_argument("--skip", action="append", default=[], help="an ecosystem to leave out")
    parser.add_argument("--write", action="store_true", help="write docs/statements.md")
    options = parser.parse_args()
    every = listed.load(listed.HELD_OUT if options.held_out else listed.LISTED)
    files = {s: facts for s, facts in every.items() if s.ecosystem not in options.skip}
    contents = {source: source.content() for source in files}
    if wrong := [f for s, facts in files.items() for f in listed.unconfirmed(facts, contents[s])]:
        sys.exit("\n".join(f"statements: {f.source.name}:{f.line} is not: {f.text}" for f in wrong))
    scans = scanned(contents)
    tables: list[str] = []
    differences: list[Difference] = []
    views: dict[str, Callable[[FileScan], list[Reported]]] = {"before": before, "after": after}
    for title, view in views.items():
        by_country: dict[str, Counter[str]] = {}
        differences = []
        for source, facts in files.items():
            text = contents[source].decode(source.encoding)
            counts, found = compared(source, facts, view(scans[source]), text)
            by_country.setdefault(source.origin, Counter()).update(counts)
            differences += found
        tables.append(table(title, by_country))
    text = "\n".join(tables)
    sys.stdout.write(text)
    if options.write:
        packages = len({(s.ecosystem, s.package) for s in files})
        name = "held-out" if options.held_out else "listed"
        pages.replace("statements.md", name, f"{packages} packages.\n\n{text}")
    if options.list and not options.held_out:
        for one in differences:
            sys.stdout.write(f"{one.kind}: {one.source.name}:{one.line}: {one.text!r}\n")


if __name__ == "__main__":
    main()
