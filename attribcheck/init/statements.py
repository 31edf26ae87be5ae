"""Drafts components from what files of people state: debian/copyright, REUSE.toml, .ABOUT files.

What is found in the files is added to what is stated of them, with a remark: a notice that such a
file does not mention has to be declared all the same.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence

from attribcheck.classify.coverage import Coverage
from attribcheck.classify.model import ClassifiedFile
from attribcheck.init import naming
from attribcheck.init.drafted import Drafted, found_licenses
from attribcheck.init.folders import Folders
from attribcheck.manifests.base import Statement
from attribcheck.notices.legal_files import is_of_project
from attribcheck.policy.model import NO_LICENSE, Component
from attribcheck.policy.path_patterns import PathPatterns, literal
from attribcheck.rules.support.suggestions import foreign_holders
from attribcheck.spdx import expressions

_SHOWN = 5  # holders and licences in a remark
_FEW = 10  # files that are listed one by one


def draft(
    statements: Sequence[Statement],
    by_path: Mapping[str, ClassifiedFile],
    coverage: Coverage,
    names: set[str],
) -> tuple[list[Drafted], set[str]]:
    """Return a component for each statement that is of files of others, and the paths of those.

    Args:
        statements: The statements; the last one of a file applies.
        by_path: The classified files.
        coverage: The policy, with the project's own holders.
        names: The names of components that are in use; those of the new ones are added.
    """
    statements = [one for one in statements if not one.whole]
    patterns = [PathPatterns(one.paths) for one in statements]
    members: dict[int, dict[str, ClassifiedFile]] = {}
    others: dict[int, set[int]] = {}
    for path, file in by_path.items():
        matching = [number for number, one in enumerate(patterns) if one.matches(path)]
        if not matching or file.components or is_of_project(path):
            continue
        members.setdefault(matching[-1], {})[path] = file
        for number in matching[:-1]:
            others.setdefault(number, set()).add(matching[-1])
    found = []
    claimed: set[str] = set()
    for number, files in sorted(members.items()):
        one = statements[number]
        if _is_ours(one, files.values(), coverage):
            continue
        taken = [statements[other].paths for other in sorted(others.get(number, ()))]
        elsewhere = [pattern for paths in taken for pattern in paths]
        if {literal(path) for path in files} <= {*one.paths}:
            # A list of files: only those that are here count, in as few lines as possible.
            paths, elsewhere = _patterns(files, by_path), []
            one = one._replace(paths=paths, name=one.name or _title(one.paths))
        drafted = _component(one, files, elsewhere, names)
        found.append(_without_unused(drafted, coverage))
        claimed.update(files)
    return found, claimed


def _is_ours(one: Statement, files: Iterable[ClassifiedFile], coverage: Coverage) -> bool:
    own = coverage.own_holders
    named = [name for holder in one.holders if (name := naming.holder(holder))]
    project = coverage.policy.project.license
    ours = set(expressions.keys(project)) if project else set()
    license_is_ours = one.license is None or set(expressions.keys(one.license)) <= ours
    by_us = bool(named) and all(name in own for name in named)
    return by_us and license_is_ours and not foreign_holders(files)


def _component(
    one: Statement, files: Mapping[str, ClassifiedFile], elsewhere: list[str], names: set[str]
) -> Drafted:
    ordered = [files[path] for path in sorted(files)]
    stated = [one.license] if one.license else []
    licenses = expressions.named([*stated, *found_licenses(ordered)])
    holders = naming.distinct((*one.holders, *foreign_holders(ordered)))
    unsure = [f"from {one.place}"]
    further = holders[len(naming.distinct(one.holders)) :]
    if further:
        unsure.append(f"{one.place} does not name {_listed(further)}")
    if (
        one.license
        and licenses
        and set(expressions.keys(licenses)) != {*expressions.keys(one.license)}
    ):
        unsure.append(f"{one.place} states {one.license}; the rest was found in the files")
    component = Component(
        name=naming.unused(one.name or _title(one.paths), names),
        license=licenses or NO_LICENSE,
        holders=holders,
        paths=(*one.paths, *(f"!{pattern}" for pattern in elsewhere)),
        version=one.version,
        purl=one.purl,
        source=one.source,
    )
    certain = component._replace(
        license=one.license or component.license,
        holders=naming.distinct(one.holders) or component.holders,
    )
    return Drafted(component, len(files), tuple(unsure), certain)


def _without_unused(drafted: Drafted, coverage: Coverage) -> Drafted:
    """Return a component without patterns that match no file, which a check would report."""
    paths = drafted.component.paths
    used = coverage.paths.used(paths)
    kept = tuple(pattern for number, pattern in enumerate(paths) if number in used)
    return drafted._replace(
        component=drafted.component._replace(paths=kept),
        certain=drafted.certain and drafted.certain._replace(paths=kept),
    )


def _patterns(files: Collection[str], by_path: Iterable[str]) -> tuple[str, ...]:
    """Return patterns for exactly ``files``; of many, one for a folder with all its files."""
    if len(files) <= _FEW:
        return tuple(map(literal, sorted(files)))
    return Folders(by_path).patterns(files)


def _title(patterns: Sequence[str]) -> str:
    """Return a name from the first pattern: that of its folder or, without one, of its file."""
    parts = [part for part in patterns[0].split("/") if part.strip("*")]
    return re.sub(r"[*?\\]+", "", parts[-1]).strip(".") if parts else patterns[0]


def _listed(names: Sequence[str]) -> str:
    more = f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
    return ", ".join(names[:_SHOWN]) + more
