"""Proposes own holders where nothing is written down, from the commits and the headers.

A wrong own holder means that a notice may be removed unseen. So this only proposes: a person agrees
on the terminal or with ``--yes``. Files in folders of others do not count, and whoever a LICENSE
lists as a third party is never proposed (ADR 0043).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import NamedTuple

from attribcheck.classify.model import ClassifiedFile
from attribcheck.core.model import FileScan, NoticeKind, container_of
from attribcheck.core.text import counted
from attribcheck.init import build_system, naming, packages
from attribcheck.notices import holders, legal_files

_FOLDER_OF_OTHERS = re.compile(
    r"(?:\A|/)(?:third[-_]?party|3rd[-_]?party|extern(?:al)?s?|deps|contrib|subprojects|submodules"
    r"|bundled|thirdparty|debian)/",
    re.IGNORECASE,
)
_MOST = 1 / 2
"""The share of the headers from which on a holder is proposed."""

_OF_AUTHOR = 1 / 5
"""That share for an author of commits."""

_OF_NAMESAKE = 1 / 10
"""That share for a holder with the project's name in it."""

_AUTHOR = 1 / 10  # the share of the commits from which on an author counts
_FEW = 3  # files: fewer say nothing without an author
_SHORTEST = 3  # letters of a project's name that are no chance in another name


class Proposal(NamedTuple):
    """A proposed own holder.

    Attributes:
        holder: The name.
        reason: What speaks for it, as a clause.
    """

    holder: str
    reason: str


def proposed(
    files: Iterable[ClassifiedFile],
    project: str | None,
    authors: Mapping[str, int],
    *,
    listed: Collection[str] = (),
    third_party: Collection[str] = (),
) -> tuple[Proposal, ...]:
    """Return the holders that are most likely the project's own, the likeliest first.

    Args:
        files: Every file of the snapshot, classified without own holders.
        project: The project's name.
        authors: The commits of each author.
        listed: The normal forms of the names in a licence's list of third parties.
        third_party: The folders of which a manifest says that their content is of others.
    """
    candidates = list(_ours(files, frozenset(third_party)))
    commits: Counter[str] = Counter()
    for author, count in authors.items():
        commits[holders.normal_form(author)] += count
    namesake = holders.normal_form(project or "")
    headers = [forms for file in candidates if (forms := _forms(_named(file)))]
    found = []
    for form, name, count in _counted(headers):
        if form in listed or (build_system.is_holder(form) and not commits[form]):
            continue
        reason = f"in {count} of {len(headers)} files with a copyright notice"
        total = sum(commits.values())
        is_author = commits[form] >= _AUTHOR * total and commits[form] > 0
        if is_author:
            reason += f", and the author of {commits[form]} of {counted(total, 'commit')}"
        is_namesake = len(namesake) >= _SHORTEST and namesake in form
        least = _OF_NAMESAKE if is_namesake else _OF_AUTHOR if is_author else _MOST
        if count >= least * len(headers) and (is_author or count >= _FEW):
            found.append(Proposal(name, reason))
    return tuple(found) or _authors(candidates, listed)


def _authors(files: Sequence[ClassifiedFile], listed: Collection[str]) -> tuple[Proposal, ...]:
    """Return who is the author of most files, for a project without holders in its headers."""
    named = [forms for file in files if (forms := _forms((*_named(file), *_written_by(file))))]
    headers = [forms for file in files if (forms := _forms(_written_by(file)))]
    return tuple(
        Proposal(name, f"the author of {count} of {len(named)} files that name anybody")
        for form, name, count in _counted(headers)
        if count >= max(_FEW, _MOST * len(named)) and form not in listed
    )


def _counted(headers: Iterable[Mapping[str, str]]) -> Iterable[tuple[str, str, int]]:
    """Yield each normal form, its first spelling and the number of headers, the most first."""
    named: Counter[str] = Counter()
    spellings: dict[str, str] = {}
    for forms in headers:
        named.update(forms.keys())
        for form, name in forms.items():
            spellings.setdefault(form, name)
    for form, count in named.most_common():
        yield form, spellings[form], count


def _ours(files: Iterable[ClassifiedFile], third_party: frozenset[str]) -> Iterable[ClassifiedFile]:
    """Yield the files outside of the folders of others."""
    files = [file for file in files if not container_of(file.path)]
    licensed = {
        legal_files.governed_folder(file.path)
        for file in files
        if legal_files.is_license_file(file.path)
    } - {""}
    elsewhere = licensed | third_party
    for file in files:
        if packages.is_managed(file.path) or _FOLDER_OF_OTHERS.search(file.path):
            continue
        if legal_files.is_legal_file(file.path) or build_system.is_part(file):
            continue
        if not any(folder in elsewhere for folder in legal_files.folders_above(file.path)):
            yield file


def _forms(names: Iterable[str]) -> dict[str, str]:
    forms = {holders.normal_form(name): name for name in names}
    forms.pop("", None)
    return forms


def _written_by(file: ClassifiedFile) -> Iterable[str]:
    """Yield the authors that a file names without a copyright notice."""
    if isinstance(file.scan, FileScan) and not any(_named(file)):
        yield from naming.distinct(author.text for author in file.scan.authors)


def _named(file: ClassifiedFile) -> Iterable[str]:
    for item in file.effective:
        if item.notice.kind is NoticeKind.COPYRIGHT:
            for named in item.notice.named:
                yield from naming.distinct(holders.unexplained(named, ()))
