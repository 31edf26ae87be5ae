"""Groups foreign files into components: by the directory of their LICENSE, else by their holders.

1. A directory with a foreign licence file is a component, named after its manifest or directory. A
   directory inside of it is another one when its licence file names other licences or holders. A
   package in ``node_modules`` or ``vendor`` is one by its manifest alone.
2. A ``*.dist-info`` directory and the packages beside it are one component.
3. The remaining files are grouped by holders and licence. A directory is declared as a whole only
   when every file in it carries the same notice: a file without one is not assumed to belong to it.
4. An archive with foreign files in it is a component of its own.

What a file of people states of other files comes before all of these (``statements``).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from attribcheck.classify.coverage import Coverage
from attribcheck.classify.model import SETTLED, ClassifiedFile, Status
from attribcheck.core.model import Notice, NoticeKind, container_of
from attribcheck.init import grouping, naming, statements
from attribcheck.init.drafted import Drafted, forms_of, ids_of, is_blank, licence_of
from attribcheck.init.packages import is_managed
from attribcheck.manifests.base import Manifests
from attribcheck.notices.legal_files import (
    folders_above,
    is_legal_file,
    is_license_file,
    is_of_project,
    is_shared_text,
)
from attribcheck.policy.model import NO_LICENSE, Component
from attribcheck.policy.path_patterns import below, literal
from attribcheck.rules.support.suggestions import foreign_holders, is_foreign
from attribcheck.spdx import catalog

_OPEN = frozenset({Status.UNDECLARED, Status.MISMATCH})

_STATEMENT_WORDS = 20
"""Matched words from which on a licence without a holder is stated of the file itself.

Fewer are in a list of licences, the name of a test or the metadata of a package; such a file is
left for review. An SPDX tag is always one."""

_DOCUMENT = re.compile(
    r"(?:\A|/)[^/]*\.(?:md|rst|txt|adoc|html?|json|ya?ml|toml|cfg|ini|csv|xml|ipynb)\Z",
    re.IGNORECASE,
)

_VERSION = re.compile(r"[-_]v?\d.*\Z")  # behind the name of a package in the name of its archive


def draft(
    files: Sequence[ClassifiedFile],
    coverage: Coverage,
    manifests: Manifests,
    used_names: Iterable[str],
) -> list[Drafted]:
    """Return components that cover the foreign files.

    Args:
        files: Every file of the snapshot, classified by the policy without these components.
        coverage: The policy and the paths of the snapshot.
        manifests: The packages that manifests name.
        used_names: The names of the components in the policy.
    """
    inside = [file for file in files if container_of(file.path)]
    by_path = {file.path: file for file in files if not container_of(file.path)}
    names = set(used_names)
    found, stated = statements.draft(manifests.statements, by_path, coverage, names)
    by_path = {path: file for path, file in by_path.items() if path not in stated}
    roots = _roots(by_path, coverage, manifests)
    _join_dist_info(roots, by_path, manifests)
    found += [_of_folder(folder, roots[folder], manifests, names) for folder in sorted(roots)]
    claimed = {path for members in roots.values() for path in members}
    rest = [file for path, file in by_path.items() if path not in claimed and _is_foreign(file)]
    found += grouping.draft(rest, by_path, names, coverage.policy.project)
    return found + _of_containers(inside, names)


def undeclared_licenses(files: Iterable[ClassifiedFile]) -> set[str]:
    """Return the ids of the licences that files state and nothing declares for them."""
    return {
        key
        for file in files
        for item in file.effective
        if item.notice.kind is NoticeKind.LICENSE and item.status in _OPEN
        for key in item.rest
        if all(map(catalog.is_known, key.split(" WITH ")))
    }


def _is_foreign(file: ClassifiedFile) -> bool:
    """Whether the own notices of a file require a declaration.

    A document or a data file that only names a licence may merely mention it.
    """
    if is_of_project(file.path) or file.components:
        return False
    open_ = [item for item in file.effective if item.status not in SETTLED]
    named = any(item.status is Status.UNDECLARED and _is_stated(item.notice) for item in open_)
    states = any(item.notice.kind is NoticeKind.COPYRIGHT for item in open_)
    return states or (named and not _DOCUMENT.search(file.path))


def _is_stated(notice: Notice) -> bool:
    return any(
        match.length >= _STATEMENT_WORDS or match.matcher == "1-spdx-id" for match in notice.matches
    )


def _roots(
    by_path: Mapping[str, ClassifiedFile], coverage: Coverage, manifests: Manifests
) -> dict[str, dict[str, ClassifiedFile]]:
    """Return the files of each directory of a package, or with a foreign licence file."""
    packages = {folder for folder in manifests.by_folder if is_managed(folder)}
    packages |= manifests.third_party
    folders = {
        # PEP 639 keeps the texts in a directory of their own.
        re.sub(r"(\.dist-info)/licen[cs]es(?:/.*)?\Z", r"\1", path.rpartition("/")[0])
        for path, file in by_path.items()
        if "/" in path and is_license_file(path) and is_foreign(file)
        if not (file.components or is_of_project(path) or is_shared_text(path))
    } | packages
    roots: dict[str, dict[str, ClassifiedFile]] = {}
    for path, file in by_path.items():
        if file.components:
            continue
        around = next((folder for folder in folders_above(path) if folder in folders), None)
        nearest = coverage.legal.governing(path)
        # Below a LICENSE of our own in between, files are our own again.
        ours = (
            nearest
            and not nearest[0].startswith(f"{around}/licen")
            and not any(is_foreign(by_path[name]) for name in nearest if name in by_path)
        )
        if around is not None and not ours:
            roots.setdefault(around, {})[path] = file
    for folder in sorted(roots.keys() - packages, reverse=True):
        around = next((other for other in folders_above(folder) if other in roots), None)
        if around and _is_included(roots[folder].values(), roots[around].values()):
            roots[around].update(roots.pop(folder))
    return roots


def _is_included(inner: Iterable[ClassifiedFile], outer: Iterable[ClassifiedFile]) -> bool:
    """Whether all licences and holders of ``inner`` are among those of ``outer``."""
    inner, outer = list(inner), list(outer)
    return ids_of(inner) <= ids_of(outer) and forms_of(inner) <= forms_of(outer)


def _join_dist_info(
    roots: dict[str, dict[str, ClassifiedFile]],
    by_path: Mapping[str, ClassifiedFile],
    manifests: Manifests,
) -> None:
    """Add to each dist-info directory the packages beside it that its RECORD names."""
    for folder in [folder for folder in roots if folder in manifests.beside]:
        for top in manifests.beside[folder]:
            for path in [p for p in by_path if p == top or p.startswith(f"{top}/")]:
                owner = next((root for root in roots if path in roots[root]), None)
                if owner not in (None, top, folder):
                    continue  # a part of a namespace package with its own LICENSE
                if owner == top:
                    roots[folder].update(roots.pop(top))
                roots[folder][path] = by_path[path]


def _of_containers(inside: Iterable[ClassifiedFile], names: set[str]) -> list[Drafted]:
    """Return a component for each archive, or other container, with a foreign notice in it.

    Archives of one package in one folder, with the same holders and licence, are one.
    """
    groups: dict[str, list[ClassifiedFile]] = {}
    for file in inside:
        groups.setdefault(container_of(file.path) or "", []).append(file)
    found = []
    foreign = {at: files for at, files in groups.items() if any(map(_is_foreign, files))}
    same: dict[tuple[str, str, str, frozenset[str]], list[str]] = {}
    for container, files in sorted(foreign.items()):
        folder, _, name = container.rpartition("/")
        title = _VERSION.sub("", name) or name
        key = (folder, title, licence_of(files)[0], frozenset(forms_of(files)))
        same.setdefault(key, []).append(container)
    for (_, title, _, _), containers in same.items():
        files = [file for container in containers for file in foreign[container]]
        ordered = sorted(files, key=lambda file: (not is_legal_file(file.path), file.path))
        expression, comment = licence_of(ordered)
        one = containers[0].rpartition("/")[2]
        component = Component(
            name=naming.unused(title if len(containers) > 1 else one, names),
            license=expression,
            holders=foreign_holders(ordered),
            paths=tuple(map(literal, containers)),
        )
        found.append(Drafted(component, len(files), (comment,) if comment else (), component))
    return found


def _of_folder(
    folder: str, members: Mapping[str, ClassifiedFile], manifests: Manifests, names: set[str]
) -> Drafted:
    package = manifests.package(folder)
    ordered = sorted(members.values(), key=lambda file: (not is_legal_file(file.path), file.path))
    unsure = []
    silent = [file for file in ordered if not file.effective and not is_blank(file)]
    expression, comment = licence_of(ordered)
    if package and package.place and package.license and expression == NO_LICENSE:
        expression, comment = package.license, f"its licence is stated in {package.place} only"
    if comment:
        unsure.append(comment)
    holders = foreign_holders(ordered)
    if package and package.holders and not holders:
        holders = naming.distinct(package.holders)
        unsure.append(f"its holders are stated in {package.place} only")
    if not holders:
        unsure.append("no holder is named in these files")
    paths = [below(folder), *_beside(folder, members, manifests)]
    component = Component(
        name=naming.unused(package.name if package else folder.rpartition("/")[2], names),
        license=expression,
        holders=holders,
        paths=tuple(paths),
        version=package.version if package else None,
        purl=package.purl if package else None,
    )
    if silent and len(silent) == len(ordered):
        unsure.append("none of its files carries a notice")
    return Drafted(component, len(members), tuple(unsure), component)


def _beside(
    folder: str, members: Mapping[str, ClassifiedFile], manifests: Manifests
) -> Iterable[str]:
    for top in manifests.beside.get(folder, ()):
        if top in members:
            yield literal(top)
        elif any(path.startswith(f"{top}/") for path in members):
            yield below(top)
