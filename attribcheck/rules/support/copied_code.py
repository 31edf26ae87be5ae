"""Groups the matches of a file into cases: lines that correspond to one origin, or to several.

Files descend from one another, so that the lines of one often match those of many. The matches that
cover nearly the same lines are one case, and no single one of them is named as the origin unless
the ranking of ``copies`` decided for it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from attribcheck.classify.model import ClassifiedFile
from attribcheck.copies.model import FileCopies, Match, OriginFile, Region, Strength
from attribcheck.core.finding import Severity
from attribcheck.core.model import NoticeKind
from attribcheck.notices import holders, legal_files
from attribcheck.notices.holders import HolderNames, normal_form, unexplained
from attribcheck.policy.model import Component, Policy
from attribcheck.rules.context import Context

MOST_CASES = 5
"""Cases of one file; of more origins those that explain most lines are reported."""

_TIE = 0.95  # of the leader's lines, as the 5 points of the study
_SETTLED = 0.5  # of a region's lines: region ends vary by a few lines
_SEVERITIES = {
    Strength.CERTAIN: Severity.ERROR,
    Strength.LIKELY: Severity.WARNING,
    Strength.WEAK: Severity.NOTE,
}


class Case(NamedTuple):
    """Lines of a file that correspond to an origin.

    Attributes:
        file: The file.
        group: The matches that can't be told apart; the one that explains most comes first. Only
            their regions that belong to the case.
        declared: The component that covers the file and declares this origin; None without one.
    """

    file: ClassifiedFile
    group: tuple[Match, ...]
    declared: Component | None = None

    @property
    def leader(self) -> Match:
        """The match that explains most lines."""
        return self.group[0]

    @property
    def lines(self) -> int:
        """The number of lines that correspond to the leader."""
        return len(line_numbers(self.leader.regions))


def with_matches(context: Context) -> Sequence[ClassifiedFile]:
    """Return the files that correspond to an origin: few of very many."""
    if context.copies is None:
        return ()
    found = sorted(context.copies.files.keys() & context.files_by_path.keys())
    return [context.files_by_path[path] for path in found]


def cases(context: Context, file: ClassifiedFile) -> tuple[Case, ...]:
    """Return the cases of ``file``; none when it was not compared or matches nothing."""
    if context.copies is None:
        return ()
    if file.path not in context.copy_cases:
        found = context.copies.files.get(file.path)
        context.copy_cases[file.path] = () if found is None else tuple(_of(context, file, found))
    return context.copy_cases[file.path]


def _of(context: Context, file: ClassifiedFile, copies: FileCopies) -> Iterator[Case]:
    ours: list[Match] = []
    declared: dict[OriginFile, Component] = {}
    for match in copies.matches:
        if is_our_own(context, match.file):
            ours.append(match)
        elif component := declaring(context, file, match.file):
            declared[match.file] = component
    explained = [match for match in copies.matches if match.file in declared]
    for group in groups(explained, set()):
        yield Case(file, group, declared[group[0].file])
    settled = line_numbers(region for match in (*ours, *explained) for region in match.regions)
    single = decided(copies)
    others = [m for m in copies.matches if m.file not in declared and m not in ours]
    for group in groups(others, settled, single):
        yield Case(file, group)


def decided(copies: FileCopies) -> OriginFile | None:
    """Return the origin of which the ranking decided that no other one ties with it, or None."""
    return copies.candidates[0].file if len(copies.candidates) == 1 else None


def groups(
    matches: Iterable[Match], settled: set[int], single: OriginFile | None = None
) -> Iterator[tuple[Match, ...]]:
    """Yield groups of matches with nearly the same lines, those with most lines first.

    Args:
        matches: The matches.
        settled: Lines that need no match; is updated.
        single: See ``decided``.
    """
    remaining = list(matches)
    for _ in range(MOST_CASES):
        remaining = [left for match in remaining if (left := _without(match, settled)).regions]
        if not remaining:
            return
        leader = max(remaining, key=lambda match: (len(line_numbers(match.regions)), match.share))
        ties = [one for one in remaining if one is not leader and _ties(one, leader)]
        yield (leader,) if leader.file == single else (leader, *ties)
        settled |= line_numbers(leader.regions)


def line_numbers(regions: Iterable[Region]) -> set[int]:
    """Return the numbers of the corresponding lines of the checked file."""
    return {line for one in regions for line in range(one.here.start, one.here.end + 1)}


def _without(match: Match, settled: set[int]) -> Match:
    """Return ``match`` without the regions of which most lines are ``settled``."""
    kept = []
    for region in match.regions:
        lines = line_numbers([region])
        if len(lines & settled) <= _SETTLED * len(lines):
            kept.append(region)
    return match._replace(regions=tuple(kept))


def _ties(match: Match, leader: Match) -> bool:
    wanted = line_numbers(leader.regions)
    return len(wanted & line_numbers(match.regions)) >= _TIE * len(wanted)


def is_our_own(context: Context, origin: OriginFile) -> bool:
    """Whether all holders of an origin are the project's own."""
    names = holder_names(origin)
    return bool(names) and not any(unexplained(n, (context.coverage.own_holders,)) for n in names)


def declaring(context: Context, file: ClassifiedFile, origin: OriginFile) -> Component | None:
    """Return the component that covers ``file`` and declares ``origin``, or None.

    It has the name or the package URL (of any version) of the origin, or declares its holders.
    """
    for component in file.components:
        if is_same(component, origin):
            return component
    known = (
        context.coverage.own_holders,
        *(context.coverage.holders[component.name] for component in file.components),
    )
    names = holder_names(origin)
    if file.components and names and not any(unexplained(name, known) for name in names):
        return file.components[0]
    return None


def is_same(component: Component, origin: OriginFile) -> bool:
    """Whether a component of the policy is the component of ``origin``, in any version."""
    other = origin.component
    if component.purl and other.purl:
        return _without_version(component.purl) == _without_version(other.purl)
    return normal_form(component.name) == normal_form(other.name)


def _without_version(purl: str) -> str:
    return purl.partition("?")[0].partition("#")[0].rpartition("@")[0] or purl


def named(policy: Policy, origin: OriginFile) -> Component | None:
    """Return the component of the policy that is the component of ``origin``, or None."""
    return next((c for c in policy.components if is_same(c, origin)), None)


def holder_names(origin: OriginFile) -> tuple[str, ...]:
    """Return the holders of an origin, one name each: those of the file, or else its component's.

    Those of a declared component are entries of the policy, so that patterns remain patterns.
    """
    if not origin.holders and origin.component.declared:
        return origin.component.holders
    stated = origin.holders or origin.component.holders
    return tuple(dict.fromkeys(name for one in stated for name in holders.names(one)))


class Names(NamedTuple):
    """The holders of an origin compared with those of a file.

    Attributes:
        absent: Holders of the origin whom neither the file nor a legal file that applies to it
            names.
        others: Holders that the file names and the origin does not.
    """

    absent: tuple[str, ...]
    others: tuple[str, ...]


def compare_names(context: Context, file: ClassifiedFile, origin: OriginFile) -> Names:
    """Return whom an origin names and a file does not, and the other way round."""
    wanted = holder_names(origin)
    stated = [name for item in statements(file) for name in item]
    own = context.coverage.own_holders
    absent = tuple(
        name
        for name in wanted
        if unexplained(name, (own,))
        and not any(_names(one, name) for one in stated)
        and not _in_legal_files(context, file, name)
    )
    known = (HolderNames(wanted),)
    others = dict.fromkeys(rest for one in stated for rest in unexplained(one, known))
    return Names(absent, tuple(others))


def replaced(context: Context, case: Case) -> Names | None:
    """Return whose notice is absent and who is named instead; None when that is not certain.

    For no origin of the group all holders may be named, since the file may come from that one.
    """
    found = [compare_names(context, case.file, match.file) for match in case.group]
    return found[0] if all(names.absent and names.others for names in found) else None


def subject(case: Case) -> str:
    """Return the name of a case that its finding keeps when lines move.

    The first name of the group: which of its members leads can change with every edit.
    """
    return min(match.file.component.name for match in case.group)


def statements(file: ClassifiedFile) -> list[tuple[str, ...]]:
    """Return the holders of each copyright statement in ``file``."""
    return [
        item.notice.named for item in file.effective if item.notice.kind is NoticeKind.COPYRIGHT
    ]


def _names(stated: str, name: str) -> bool:
    """Whether a holder string of the engine names ``name``, alone or among others."""
    rest = unexplained(stated, (HolderNames((name,)),))
    return len(rest) < len(unexplained(stated, ()))


def _in_legal_files(context: Context, file: ClassifiedFile, name: str) -> bool:
    """Whether the text of a legal file that applies to ``file`` names ``name``."""
    form = normal_form(name) if not name.startswith("re:") else ""
    if not form:
        return False
    known = context.legal_texts
    paths = _legal_paths(context, file)
    if missing := [context.listing[path] for path in paths if path not in known]:
        for blob, content in context.source.read(missing):
            known[blob.path] = normal_form((content or b"").decode("utf-8", "replace"))
    return any(form in known[path] for path in paths)


def _legal_paths(context: Context, file: ClassifiedFile) -> list[str]:
    """Return the legal files of the folders, of components, and at the top.

    Those at the top only for a file of a component: a NOTICE there names what is declared.
    """
    coverage = context.coverage
    paths = dict.fromkeys(coverage.legal.above(file.path))
    for component in file.components:
        paths.update(dict.fromkeys(coverage.legal_of(component)))
        if component.notice_file:
            paths[component.notice_file] = None
    if file.components:
        at_top = filter(legal_files.applies_to_repository, coverage.legal.all)
        paths.update(dict.fromkeys(at_top))
    return [path for path in paths if path in context.listing]


def capped(severity: Severity, strength: Strength) -> Severity:
    """Return ``severity``, lowered where the correspondence is not certain."""
    return min(severity, _SEVERITIES[strength])


def largest(regions: Sequence[Region]) -> Region:
    """Return the region with most tokens; of equal ones the first."""
    return max(regions, key=lambda region: region.tokens)
