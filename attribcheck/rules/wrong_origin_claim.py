"""The rule ``wrong-origin-claim``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from attribcheck.classify.model import ClassifiedFile
from attribcheck.copies.model import Component, FileCopies, Match, Strength
from attribcheck.core.finding import Finding, Severity
from attribcheck.core.model import Excerpt, Span
from attribcheck.core.text import printable
from attribcheck.rules.base import Rule
from attribcheck.rules.context import Context
from attribcheck.rules.support import copied_code, copy_wording
from attribcheck.rules.support.copied_code import Case, line_numbers
from attribcheck.rules.support.origin_claims import Claim, claims, named_components
from attribcheck.scan.lines import decoded_lines

_LEAST_LINES = 12
_GOVERNED = 60  # lines below a claim in the middle of a file
_MATCHED = 0.5  # of the governed lines that correspond to anything
_WORSE = 0.5  # of the lines that correspond to the better origin


class WrongOriginClaim(Rule):
    """A comment names one origin, and the content corresponds much better to another.

    ## What it does
    Reads comments such as "adapted from URL", "copied from package.module.Name" or "based on URL".
    Where the named origin is known (a declared component, or one of an origin index), the lines
    below the comment are compared with it and with every other origin: a finding means that another
    one explains most of them, and the named one less than half as many. A comment above all code
    applies to the file, any other to the next 60 lines, and at most to the next such comment.
    Nothing is said about a named origin that is neither declared nor indexed.

    ## Why it matters
    A wrong name gives the credit to somebody else, and leads to the wrong licence: the notice that
    was copied with it is that of another work.

    ## Example
    `# Adapted from https://github.com/foo/foo` above 200 lines of which 190 correspond to "bar 1.2"
    and 20 to "foo 3.0".

    ## How to fix
    Name the origin that the finding shows, beside or instead of the other. When the named one was
    itself made from it, name both; when its content has changed since, suppress the finding with
    that reason.

    ## References
    - docs/copies.md: what is compared, the thresholds and their measured rates
    - Apache-2.0, section 4(c)
    """

    name = "wrong-origin-claim"
    severity = Severity.WARNING

    def check(self, context: Context) -> Iterator[Finding]:
        """Yield a finding for each comment that names an origin which explains much less."""
        copies = context.copies
        if copies is None:
            return
        files = [f for f in copied_code.with_matches(context) if copies.files[f.path].matches]
        # All by one process of git.
        contents = context.source.read([file.blob for file in files])
        for file, (_, content) in zip(files, contents, strict=True):
            lines = [] if content is None else decoded_lines(content)
            for better in _better(file, lines, copies.files[file.path], copies.origins):
                yield self._finding(context, better)

    def _finding(self, context: Context, better: _Better) -> Finding:
        claim, case = better.claim, better.case
        claimed = better.claimed[0]
        component = copied_code.named(context.policy, case.leader.file)
        finding = self.at_file(
            context,
            case.file.path,
            f"this comment names {claim.text}, and {copy_wording.correspondence(case)}"
            f"{copy_wording.evidence(case)}; {better.worse} of these {case.lines} lines match"
            f" {claimed.label}",
            component=component,
            fix=f"# name in this comment: {printable(copy_wording.place(case.leader.file))}\n",
            subject=claim.text,
        )
        return finding._replace(
            severity=copied_code.capped(finding.severity, case.leader.strength),
            line=claim.line,
            end_line=claim.line,
            column=len(claim.written) - len(claim.written.lstrip()) + 1,
            evidence=Excerpt(claim.written),
            related=tuple(copy_wording.related(case)),
        )


class _Better(NamedTuple):
    """A claim, and the origins that explain its lines better.

    Attributes:
        claim: The comment.
        claimed: The components that it names.
        case: The better origins.
        worse: How many of the lines of ``case`` correspond to the named components.
    """

    claim: Claim
    claimed: Sequence[Component]
    case: Case
    worse: int


def _better(
    file: ClassifiedFile, lines: Sequence[str], copies: FileCopies, origins: Sequence[Component]
) -> Iterator[_Better]:
    found = claims(lines)
    starts = (region.here.start for match in copies.matches for region in match.regions)
    first = min(starts, default=1)
    for number, claim in enumerate(found):
        claimed = named_components(claim, origins)
        if not claimed:
            continue
        if claim.line <= first:
            governed = range(1, len(lines) + 1)
        else:
            end = found[number + 1].line if number + 1 < len(found) else len(lines) + 1
            governed = range(claim.line, min(end, claim.line + _GOVERNED))
        matches = [part for match in copies.matches if (part := _within(match, governed)).regions]
        others = [match for match in matches if match.file.component not in claimed]
        group = next(copied_code.groups(others, set(), copied_code.decided(copies)), None)
        if group is None or group[0].strength is Strength.WEAK:
            continue
        case = Case(file, group)
        wanted = line_numbers(group[0].regions)
        matched = line_numbers(region for match in matches for region in match.regions)
        worse = max(
            (
                len(wanted & line_numbers(match.regions))
                for match in matches
                if match.file.component in claimed
            ),
            default=0,
        )
        enough = len(wanted) >= max(_LEAST_LINES, _MATCHED * len(matched))
        if enough and worse < _WORSE * len(wanted):
            yield _Better(claim, claimed, case, worse)


def _within(match: Match, governed: range) -> Match:
    """Return ``match`` with the regions of which more than half is in ``governed``."""
    return match._replace(regions=tuple(r for r in match.regions if _is_in(r.here, governed)))


def _is_in(span: Span, governed: range) -> bool:
    common = min(span.end + 1, governed.stop) - max(span.start, governed.start)
    return 2 * common > span.end + 1 - span.start
