"""The findings for files that moved away from the legal file that applied to them."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Mapping

from attribcheck.classify.model import NOBODY, ClassifiedFile
from attribcheck.core.finding import Finding, RelatedLocation
from attribcheck.core.model import NoticeKind
from attribcheck.core.text import counted
from attribcheck.notices import legal_files
from attribcheck.policy.path_patterns import literal
from attribcheck.removals import out_of_reach
from attribcheck.removals.notice_diff import NoticeDiff
from attribcheck.removals.out_of_reach import OutOfReach
from attribcheck.removals.snapshot_pair import ClassifiedSnapshot
from attribcheck.rules.base import Rule
from attribcheck.rules.context import Context
from attribcheck.rules.support import suggestions


def findings(
    rule: Rule,
    context: Context,
    older: ClassifiedSnapshot,
    files: Mapping[str, ClassifiedFile],
) -> Iterator[Finding]:
    """Yield a finding for each legal file that files moved away from.

    Args:
        rule: The rule that reports them.
        context: The check.
        older: The snapshot before the change.
        files: The newer files that changed, by path.

    Raises:
        GitError: git failed while it read.
    """
    for one in out_of_reach.find(older, context.classifier, context.listing, files):
        yield _finding(rule, context, one)


def _finding(rule: Rule, context: Context, one: OutOfReach) -> Finding:
    first = one.diffs[0]
    component, path = first.item.component, one.new.path
    count = counted(len(one.others), "more file")
    more = f", nor to {count} that moved there" if one.others else ""
    related = RelatedLocation(
        "it applied before",
        one.legal.path,
        first.notice.lines.start,
        first.notice.excerpt.text,
        one.legal.blob.oid,
    )
    return rule.at_file(
        context,
        path,
        f"{' and '.join(map(_named, one.diffs))} in {one.legal.path} applied to {one.old_path},"
        f" and no legal file with that notice applies to {path}{more}",
        component=component,
        policy_line=component.lines.header if component else None,
        policy_note=f'component "{component.name}" declares it' if component else "",
        fix=_fix(context, one),
        subject=", ".join(", ".join(diff.names) or diff.notice.statement for diff in one.diffs),
    )._replace(related=(related,))


def _fix(context: Context, one: OutOfReach) -> str:
    """Return what makes the notice apply: the paths of its component, or a copy beside the file."""
    component, paths = one.diffs[0].item.component, (one.new.path, *one.others)
    if component and component in one.legal.components:
        wider = (*component.paths, *map(literal, paths))
        return suggestions.changed_line(context, component, "paths", wider)
    legal = shlex.quote(one.legal.path)
    return "".join(f"cp {legal} {shlex.quote(legal_files.sidecar_of(path))}\n" for path in paths)


def _named(diff: NoticeDiff) -> str:
    names = " and ".join(diff.names) or NOBODY
    if diff.notice.kind is NoticeKind.COPYRIGHT:
        return f"copyright notice of {names}"
    return f"notice of licence {names}"
