"""Joins the files of people whom a CREDITS file names: one part of the project."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from attribcheck.init import naming
from attribcheck.init.drafted import Drafted
from attribcheck.notices.holders import HolderNames
from attribcheck.spdx import expressions

_TITLE = "contributors"
_GROUPED = " code in "  # in the name of what was grouped by its holders


def joined(
    drafted: Iterable[Drafted], people: Mapping[str, str], license_: str | None
) -> list[Drafted]:
    """Return ``drafted`` with the components of contributors as one.

    Only files under the project's licence are joined that were grouped by their holders: a package,
    and what other files state, is a component of its own, whoever wrote it.

    Args:
        drafted: The components.
        people: The contributors, each with the file that names them.
        license_: The project's licence.
    """
    ours = set(expressions.keys(license_)) if license_ else set()
    named = HolderNames(tuple(people))
    rest: list[Drafted] = []
    theirs: list[Drafted] = []
    for one in drafted:
        component = one.component
        is_grouped = one.certain is None or _GROUPED in component.name
        by_them = component.holders and all(name in named for name in component.holders)
        stated = component.version or component.purl or component.models
        under_ours = bool(ours) and set(expressions.keys(component.license)) <= ours
        is_theirs = is_grouped and by_them and under_ours and not stated
        (theirs if is_theirs else rest).append(one)
    if not theirs:
        return rest
    holders = naming.distinct(name for one in theirs for name in one.component.holders)
    places = dict.fromkeys(people[name] for name in people if name in HolderNames(holders))
    remark = f"{', '.join(places)} names these holders as people of the project"
    joint = theirs[0].component._replace(
        name=naming.unused(_TITLE, {one.component.name for one in rest}),
        license=expressions.conjunction(one.component.license for one in theirs),
        holders=holders,
        paths=tuple(sorted({path for one in theirs for path in one.component.paths})),
    )
    return [*rest, Drafted(joint, sum(one.files for one in theirs), (remark,), joint)]
