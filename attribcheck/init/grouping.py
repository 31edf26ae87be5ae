"""Groups the foreign files outside of packages into what a reviewer calls one thing.

1. Files of the same first holder under one licence are of one upstream: others contributed to it.
2. A file that states no licence joins the only licence of its holders, with a remark; that of a
   contributor is under the project's.
3. What many hold under one licence is one component, and so are the files of one folder under
   several licences that all are permissive. A component names every holder and every licence, so
   that each notice stays protected and attributed.

A directory is declared as a whole only when every file in it carries the same notice: a file
without one is not assumed to belong to it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from attribcheck.classify.model import ClassifiedFile
from attribcheck.init import build_system, naming
from attribcheck.init.drafted import Drafted, forms_of, is_blank, licence_of
from attribcheck.init.folders import Folders
from attribcheck.notices.holders import normal_form
from attribcheck.policy.model import NO_LICENSE, Component, Project
from attribcheck.rules.support.suggestions import foreign_holders
from attribcheck.spdx import catalog, expressions

_MANY = 3
"""Groups from which on they are one component."""

_BENIGN = frozenset({"permissive", "public-domain"})


class _Group(NamedTuple):
    """Files that are going to be one component.

    Attributes:
        licence: Their licence.
        files: The files, by path.
        silent: The paths of those that state no licence; ``licence`` is that of the others.
        title: The component's name; empty for one made of its holders and its place.
    """

    licence: str
    files: tuple[ClassifiedFile, ...]
    silent: tuple[str, ...] = ()
    title: str = ""

    @property
    def paths(self) -> frozenset[str]:
        """The paths of the files."""
        return frozenset(file.path for file in self.files)

    @property
    def forms(self) -> frozenset[str]:
        """The normal forms of the holders."""
        return frozenset(forms_of(self.files))


def draft(
    rest: Iterable[ClassifiedFile],
    by_path: Mapping[str, ClassifiedFile],
    names: set[str],
    project: Project,
) -> list[Drafted]:
    """Return components for foreign files, those without a licence last.

    Args:
        rest: The files.
        by_path: All files of the snapshot.
        names: The names of components that are in use; those of the new ones are added.
        project: The project, with its contributors.
    """
    build: list[ClassifiedFile] = []
    by_notice: dict[tuple[frozenset[str], str], list[ClassifiedFile]] = {}
    for file in rest:
        if build_system.is_part(file):
            build.append(file)
        else:
            key = (frozenset(forms_of([file])), licence_of([file])[0])
            by_notice.setdefault(key, []).append(file)
    groups = _with_silent(_of_one_upstream(by_notice), project)
    places = Folders(by_path, {path for path, file in by_path.items() if is_blank(file)})
    folders: list[_Group] = []
    others: list[_Group] = []
    for group in groups:
        (folders if _is_folder(places.patterns(group.paths)) else others).append(group)
    joined = _of_one_folder(_of_one_licence(others, project))
    if build:
        joined.append(_Group(licence_of(build)[0], tuple(build), title=build_system.NAME))
    ordered = sorted([*folders, *joined], key=lambda one: (_is_unsure(one), one.files[0].path))
    return [_drafted(group, places, names) for group in ordered]


def _group(licence: str, files: Iterable[ClassifiedFile], silent: Iterable[str] = ()) -> _Group:
    ordered = sorted(files, key=lambda file: file.path)
    return _Group(licence, tuple(ordered), tuple(sorted(silent)))


def _of_one_upstream(
    by_notice: Mapping[tuple[frozenset[str], str], list[ClassifiedFile]],
) -> list[_Group]:
    """Join files under the same licence with the same first holder, or with fewer holders."""
    by_first: dict[tuple[str, str], tuple[set[str], list[ClassifiedFile]]] = {}
    for (forms, licence), files in by_notice.items():
        first = normal_form(next(iter(foreign_holders(files[:1])), ""))
        names, members = by_first.setdefault((first, licence), (set(), []))
        names.update(forms)
        members += files
    joined: dict[tuple[frozenset[str], str], list[ClassifiedFile]] = {}
    largest_first = sorted(by_first.items(), key=lambda item: -len(item[1][0]))
    for (_, licence), (names, members) in largest_first:
        around = next(
            (key for key in joined if key[1] == licence and names and names <= key[0]),
            (frozenset(names), licence),
        )
        joined.setdefault(around, []).extend(members)
    return [_group(licence, files) for (_, licence), files in joined.items()]


def _with_silent(groups: Sequence[_Group], project: Project) -> list[_Group]:
    """Give files without a licence that of the others of their holders, where there is one only."""
    stated = [group for group in groups if group.licence != NO_LICENSE]
    contributors = frozenset(map(normal_form, project.contributors))
    left = []
    for group in groups:
        if group.licence != NO_LICENSE:
            continue
        around = [one for one in stated if group.forms and group.forms <= one.forms]
        paths = [file.path for file in group.files]
        if len({one.licence for one in around}) == 1:
            host = around[0]
            joined = _group(host.licence, (*host.files, *group.files), (*host.silent, *paths))
            stated[stated.index(host)] = joined
        elif project.license and group.forms and group.forms <= contributors:
            stated.append(_group(project.license, group.files, paths))
        else:
            left.append(group)
    return [*stated, *left]


def _of_one_licence(groups: Sequence[_Group], project: Project) -> list[_Group]:
    """Join the groups of many under one licence; of two under our own: they are contributions."""
    by_licence: dict[frozenset[str] | str, list[_Group]] = {}
    for group in groups:
        is_choice = " OR " in group.licence
        key = group.licence if is_choice else frozenset(expressions.keys(group.licence))
        by_licence.setdefault(key, []).append(group)
    found = []
    for licence, alike in by_licence.items():
        ours = project.license and licence in (project.license, frozenset({project.license}))
        found += [_joined(alike)] if len(alike) >= (2 if ours else _MANY) else alike
    return found


def _of_one_folder(groups: Sequence[_Group]) -> list[_Group]:
    """Join the small groups of one folder, where no licence is copyleft."""
    by_folder: dict[str, list[_Group]] = {}
    found = []
    for group in groups:
        tops = {file.path.partition("/")[0] if "/" in file.path else "" for file in group.files}
        if len(tops) == 1 and not group.title and _is_benign(group.licence):
            by_folder.setdefault(tops.pop(), []).append(group)
        else:
            found.append(group)
    for alike in by_folder.values():
        found += [_joined(alike)] if len(alike) >= _MANY else alike
    return found


def _is_benign(licence: str) -> bool:
    return all(catalog.category(key) in _BENIGN for key in expressions.keys(licence))


def _joined(groups: Sequence[_Group]) -> _Group:
    """Return one group with all files, named after its licence and the number of its holders."""
    licences = list(dict.fromkeys(group.licence for group in groups))
    licence = expressions.named(licences) or NO_LICENSE
    whole = _group(
        licence,
        (file for group in groups for file in group.files),
        (path for group in groups for path in group.silent),
    )
    ids = list(dict.fromkeys(key for text in licences for key in expressions.keys(text)))
    first = ids[0] if len(ids) == 1 else f"{ids[0]} and other"
    subject = "unlicensed" if licence == NO_LICENSE else first
    count = len(foreign_holders(whole.files))
    title = f"{subject} code of {count} holders in {_common(whole.files)}"
    return whole._replace(title=title)


def _is_folder(patterns: Sequence[str]) -> bool:
    return len(patterns) == 1 and patterns[0].endswith("/**")


def _is_unsure(group: _Group) -> bool:
    return group.licence == NO_LICENSE


def _drafted(group: _Group, places: Folders, names: set[str]) -> Drafted:
    owners = foreign_holders(group.files)
    stated = [file for file in group.files if file.path not in group.silent]
    unsure = []
    if comment := licence_of(stated)[1] if stated and not group.title else "":
        unsure.append(comment)
    if group.silent:
        more = f" and {len(group.silent) - 1} more state" if len(group.silent) > 1 else " states"
        whose = "that of the others" if stated else "the project's"
        unsure.append(f"{group.silent[0]}{more} no licence; this is {whose}")
    title = (
        group.title or f"{owners[0] if owners else group.licence} code in {_common(group.files)}"
    )
    component = Component(
        name=naming.unused(title, names),
        license=group.licence,
        holders=owners,
        paths=places.patterns(group.paths),
    )
    certain = component if _is_folder(component.paths) and not group.silent else None
    return Drafted(component, len(group.files), tuple(unsure), certain)


def _common(files: Sequence[ClassifiedFile]) -> str:
    """Return the innermost directory of all files, or the only file."""
    if len(files) == 1:
        return files[0].path
    folders = [file.path.split("/")[:-1] for file in files]
    shared = []
    for parts in zip(*folders, strict=False):
        if len(set(parts)) > 1:
            break
        shared.append(parts[0])
    return "/".join(shared) or "this repository"
