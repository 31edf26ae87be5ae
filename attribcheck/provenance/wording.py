"""The sentences of a provenance report; they state correspondence, never copying or direction."""

from __future__ import annotations

from collections.abc import Iterable

from attribcheck.copies.model import Match, Region
from attribcheck.copies.thresholds import COMMON
from attribcheck.core.model import Span
from attribcheck.core.text import counted
from attribcheck.notices.holders import HolderNames, unexplained
from attribcheck.provenance.model import TITLES, FileProvenance, Lines, Origin, Provenance

CLAIM = (
    "A match states that the token structure of two passages corresponds. It does not say who wrote"
    " first, that anything was copied, or that one component is the only possible origin."
)
NOT_FOUND = (
    "Unmatched lines match nothing that was searched. Not found are passages of fewer than about 60"
    " tokens, heavily rewritten code, translations into another language, and components that are"
    " in no index."
)
LIMITS = (CLAIM, NOT_FOUND)

MEANINGS = {
    Origin.OWN: "in files that state the project's own notice only, and match nothing",
    Origin.DECLARED: "in files that a component of the policy covers",
    Origin.UNDECLARED: "match a component that the policy does not declare for the file",
    Origin.COMMON: f"match more than {COMMON} components, so they tell none apart",
    Origin.UNMATCHED: "match nothing that was searched; the file states no notice of the project",
}


def headline(report: Provenance) -> str:
    """Return the result in one line."""
    lines = report.lines
    total = sum(lines.values())
    parts = [
        f"{percent(lines[origin], total)} {TITLES[origin]}" for origin in Origin if lines[origin]
    ]
    lines_ = "1 line" if total == 1 else f"{total:,} lines"
    return f"{counted(len(report.files), 'file')}, {lines_}: {', '.join(parts) or 'none'}"


def percent(part: int, total: int) -> str:
    """Return a share: no number of lines but 0 is shown as 0%, none but all as 100%."""
    if not part or not total:
        return "0%"
    share = 100 * part / total
    if share < 1:
        return "<1%"
    return f"{min(round(share), 100 if part == total else 99)}%"


def span(lines: Span) -> str:
    """Return "line 3" or "lines 3 to 9"."""
    return (
        f"line {lines.start}" if lines.start == lines.end else f"lines {lines.start} to {lines.end}"
    )


def sentence(match: Match, region: Region) -> str:
    """Return what a region states, as a sentence without its full stop."""
    others = region.components - 1
    where = f"{match.file.path} of {match.file.component.label}"
    spread = "in no other indexed origin"
    if region.components > COMMON:
        spread = f"in {others} other indexed origins: common ancestry"
    elif others > 0:
        spread = f"also in {counted(others, 'other indexed origin')}"
    return (
        f"the token structure of {span(region.here)} matches {span(region.there)} of {where}"
        f" ({region.tokens} tokens, {region.same_names:.0%} of the names identical, {spread})"
    )


def strength(match: Match) -> str:
    """Return how sure a match is, and how much of the file it is."""
    return f"{match.strength.value}, {match.share:.0%} of the file's tokens"


def tie_group(file: FileProvenance) -> str:
    """Return the origins that can't be told apart; empty when none or one leads."""
    names = dict.fromkeys(match.file.component.label for match in file.copies.candidates)
    paths = dict.fromkeys(origin_of(match) for match in file.copies.candidates)
    if len(paths) < 2:
        return ""
    shown = list(names if len(names) > 1 else paths)
    more = f" and {len(shown) - 5} more" if len(shown) > 5 else ""
    return f"can't be told apart by their share: {', '.join(shown[:5])}{more}"


def absent(match: Match, file: FileProvenance) -> tuple[str, ...]:
    """Return the holders of the origin file, or else of its component, whom the file does not name.

    The folder's LICENSE may name them; the rule ``missing-notice`` looks there.
    """
    there = match.file.holders or match.file.component.holders
    # "re:" is the policy's sign of a pattern; a name found in a file must not be one.
    here = HolderNames(name for name in file.holders if not name.startswith("re:"))
    return tuple(name for name in there if unexplained(name, [here]))


def licenses(match: Match) -> str:
    """Return the licence of the origin file or, when it states none, of its component."""
    own = match.file.license
    if own:
        return own
    component = match.file.component.license
    return f"{component} (of the component)" if component else "licence unknown"


def legend(lines: Lines) -> Iterable[tuple[Origin, str, str, str, str]]:
    """Yield each class with its title, lines, share and meaning."""
    total = sum(lines.values())
    for origin in Origin:
        count = lines[origin]
        yield origin, TITLES[origin], f"{count:,}", percent(count, total), MEANINGS[origin]


def origin_of(match: Match) -> str:
    """Return the component of a match, with the family of the file."""
    label = match.file.component.label
    return f"{label} ({match.file.family})" if match.file.family else label
