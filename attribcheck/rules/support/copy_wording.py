"""Words a correspondence: facts that a reader can check, and nothing about who copied whom."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from attribcheck.classify.model import ClassifiedFile
from attribcheck.copies.model import Match, OriginFile, Region
from attribcheck.core.finding import RelatedLocation
from attribcheck.core.model import Notice, NoticeKind, Span
from attribcheck.core.text import counted, printable
from attribcheck.policy.fields import Form
from attribcheck.policy.model import NO_LICENSE, Component
from attribcheck.policy.path_patterns import literal
from attribcheck.policy.toml_writer import render_component
from attribcheck.policy.value_checks import CHECKS
from attribcheck.rules.context import Context
from attribcheck.rules.support import copied_code, suggestions
from attribcheck.rules.support.copied_code import Case, holder_names, largest, named
from attribcheck.spdx import expressions

MOST_REGIONS = 5
"""Regions of a match that a finding shows; the message says how many there are."""

_MOST_NAMED = 3
_MOST_STATEMENTS = 20
_ANCESTRY = 20  # components; see docs/copies.md
_RENAMED = 0.5


def correspondence(case: Case) -> str:
    """Return the clause that says which lines correspond to which.

    For example ``the token structure of lines 4-90 matches lines 3-89 of foo 1.2 (src/a.c)``.
    """
    leader = case.leader
    first = largest(leader.regions)
    if rest := len(leader.regions) - 1:
        more = f" and of {counted(rest, 'more passage')} ({_percent(leader.share)} of this file)"
    else:
        more = ""
    begin = f"the token structure of {lines(first.here)}{more} matches"
    if len(case.group) == 1:
        return f"{begin} {lines(first.there)} of {place(leader.file)}"
    shown = ", ".join(
        f"{lines(largest(one.regions).there)} of {place(one.file)}"
        for one in case.group[:_MOST_NAMED]
    )
    rest = len(case.group) - _MOST_NAMED
    others = f" and {rest} more" if rest > 0 else ""
    return f"{begin} {len(case.group)} origins that are too close to tell apart: {shown}{others}"


def evidence(case: Case) -> str:
    """Return the clauses about names and other components, after semicolons."""
    regions = case.leader.regions
    tokens = sum(region.tokens for region in regions) or 1
    same = sum(region.same_names * region.tokens for region in regions) / tokens
    text = f"; {_percent(same)} of the names are identical"
    if same < _RENAMED:
        renamed = sum(region.renamed * region.tokens for region in regions) / tokens
        text += f", {_percent(renamed)} of the others are renamed consistently"
    shared = largest(regions).components
    if shared > _ANCESTRY:
        text += f"; common ancestry: {shared} known origins share it"
    elif shared > 1:
        text += f"; {shared} known origins share it"
    return text


def absence(names: Sequence[str]) -> str:
    """Return the clause about holders whose notice is absent, after a semicolon; "" for none."""
    if not names:
        return ""
    shown = " and ".join(_unescaped(name) for name in names[:_MOST_NAMED])
    more = f" and {len(names) - _MOST_NAMED} more" if len(names) > _MOST_NAMED else ""
    return f"; the notice of {shown}{more} is absent"


def lines(span: Span) -> str:
    """Return ``lines 4-90``, or ``line 4``."""
    return f"line {span.start}" if span.start == span.end else f"lines {span.start}-{span.end}"


def place(origin: OriginFile) -> str:
    """Return an origin file for a message: ``foo 1.2 (src/a.c)``."""
    if origin.component.declared:
        version = f" {origin.component.version}" if origin.component.version else ""
        return f'component "{origin.component.name}"{version} ({origin.path})'
    return f"{origin.component.label} ({origin.path})"


def related(case: Case) -> Iterator[RelatedLocation]:
    """Yield the corresponding lines of each origin of a case, those of the leader first."""
    for match in case.group[:_MOST_NAMED]:
        for region in sorted(match.regions, key=lambda one: -one.tokens)[:MOST_REGIONS]:
            yield _at(match, region)


def _at(match: Match, region: Region) -> RelatedLocation:
    return RelatedLocation(
        label=f"{lines(region.here)} of this file correspond to",
        path=match.file.path,
        line=region.there.start,
        text="",
        end_line=region.there.end,
        origin=_outside(match.file),
        here=region.here,
    )


def both_notices(case: Case) -> Iterator[RelatedLocation]:
    """Yield the statements of the file, and below them those of the origin."""
    for item in case.file.effective:
        if item.notice.kind is NoticeKind.COPYRIGHT:
            yield RelatedLocation(
                "the notice in this file",
                case.file.path,
                item.notice.span.start,
                item.notice.excerpt.text.strip(),
                end_line=item.notice.span.end,
            )
    for match in case.group[:_MOST_NAMED]:
        if text := "\n".join(original_notice(match.file)):
            yield RelatedLocation(
                "the notice of the origin",
                match.file.path,
                0,
                text,
                origin=_outside(match.file),
            )


def first_statement(file: ClassifiedFile) -> Notice:
    """Return the first copyright statement of a file that has one."""
    return next(item.notice for item in file.effective if item.notice.kind is NoticeKind.COPYRIGHT)


def original_notice(origin: OriginFile) -> tuple[str, ...]:
    """Return the statements of an origin as written, or made of its holders."""
    if origin.statements:
        return origin.statements[:_MOST_STATEMENTS]
    return tuple(
        f"Copyright {_unescaped(name)}"
        for name in holder_names(origin)[:_MOST_STATEMENTS]
        if not name.startswith("re:") or not origin.component.declared
    )


def _outside(origin: OriginFile) -> str:
    """Return the component of an origin outside of the checked repository; "" for one inside."""
    return "" if origin.component.declared else origin.component.label


def restoration(case: Case) -> str:
    """Return the lines of the origin's notice, as comments to put back; "" when unknown."""
    stated = original_notice(case.leader.file)
    if not stated:
        return ""
    return "\n".join(
        ["# restore in the header of this file:", *(f"#   {printable(one)}" for one in stated)]
    )


def declaration(context: Context, case: Case) -> str:
    """Return the policy lines that declare the leader of a case, for all files that match it."""
    name = case.leader.file.component.name
    if name not in context.copy_declarations:
        alike = [
            other
            for file in copied_code.with_matches(context)
            for other in copied_code.cases(context, file)
            if other.declared is None and other.leader.file.component.name == name
        ]
        context.copy_declarations[name] = _declaration(context, alike)
    return context.copy_declarations[name]


def _declaration(context: Context, cases: Sequence[Case]) -> str:
    origins = [case.leader.file for case in cases]
    paths = tuple(dict.fromkeys(case.file.path for case in cases))
    first = origins[0].component
    if component := named(context.policy, origins[0]):
        return suggestions.more_paths(context, component, paths)
    found = [origin.license or origin.component.license for origin in origins]
    license_ = expressions.named(one for one in found if one and not expressions.problems(one))
    most = max(len(case.group) for case in cases)
    others = f"{most} origins match: declare the one that the file comes from"
    component = Component(
        name=suggestions.unused_name(context, first.name),
        license=license_ or NO_LICENSE,
        holders=tuple(dict.fromkeys(name for one in origins for name in holder_names(one))),
        paths=tuple(map(literal, paths)),
        version=first.version or None,
        purl=_valid(Form.PURL, first.purl),
        source=first.source if "://" in first.source else None,
    )
    return render_component(component, (others,) if most > 1 else ())


def fix(*parts: str) -> str:
    """Return the parts of a fix, one below the other."""
    return "\n".join(part.rstrip("\n") for part in parts if part)


def _valid(form: Form, text: str) -> str | None:
    """Return ``text`` when the policy can hold it as ``form``: an index is made by anybody."""
    return text if text and not CHECKS[form](text) else None


def _percent(share: float) -> str:
    return f"{round(100 * share)} %"


def _unescaped(name: str) -> str:
    """Return a name that ``holders.names`` escaped since it begins like a pattern."""
    return name.removeprefix("re:").replace("\\", "") if name.startswith("re:") else name
