"""A provenance report for a terminal: the classes, the components, and the files that match."""

from __future__ import annotations

from attribcheck.copies.thresholds import COMMON
from attribcheck.core.text import counted, printable
from attribcheck.provenance import wording
from attribcheck.provenance.model import FileProvenance, Origin, Provenance

_MOST_FILES = 20
_MOST_MATCHES = 3


def render(report: Provenance) -> str:
    """Return the report; the JSON and HTML reports hold what is left out here."""
    out = [printable(wording.headline(report)), ""]
    for _, title, lines, part, meaning in wording.legend(report.lines):
        out.append(f"  {title:<20}{lines:>10}  {part:>5}  {meaning}")
    if report.skipped:
        out.append(f"  {counted(report.skipped, 'file')} not compared: binary, links, submodules")
    if report.shares:
        out += ["", "components"]
    for share in report.shares:
        kind = "declared" if share.declared else "not declared for them"
        out.append(
            printable(
                f"  {share.name:<30}{share.lines:>10,} lines in {counted(share.files, 'file')},"
                f" {kind}"
            )
        )
    matched = [file for file in report.matched if file.lines[Origin.UNDECLARED]]
    if matched:
        out += ["", "files that match an origin which is not declared for them"]
    for file in matched[:_MOST_FILES]:
        out += map(printable, _file(file))
    if len(matched) > _MOST_FILES:
        out.append(f"  and {counted(len(matched) - _MOST_FILES, 'more file')}: --format html")
    out += ["", *wording.LIMITS]
    return "\n".join([*out, *(f"hint: {printable(hint)}" for hint in report.hints)]) + "\n"


def _file(file: FileProvenance) -> list[str]:
    out = [f"  {file.path}: {file.lines[Origin.UNDECLARED]:,} of {file.total:,} lines"]
    if group := wording.tie_group(file):
        out.append(f"    {group}")
    shown = file.copies.candidates or file.copies.matches
    for match in shown[:_MOST_MATCHES]:
        absent = wording.absent(match, file)
        notice = f"; not named here: {', '.join(absent)}" if absent else ""
        out.append(
            f"    {match.file.component.label} {match.file.path}: {wording.strength(match)};"
            f" {wording.licenses(match)}{notice}"
        )
        # One that tells origins apart, if there is one.
        region = max(match.regions, key=lambda one: (one.components <= COMMON, one.tokens))
        out.append(f"      {wording.sentence(match, region)}")
    if len(shown) > _MOST_MATCHES:
        out.append(f"    and {counted(len(shown) - _MOST_MATCHES, 'more origin file')}")
    return out
