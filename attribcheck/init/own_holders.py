"""Proposes own holders where nothing is written down, from the commits and the headers.

A wrong own holder means that a notice may be removed unseen. So this only proposes: a person agrees
on the terminal or with ``--yes``. Files in folders of others do not count, and whoever a LICENSE
lists as a third party is never proposed (ADR 0043).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from typing import NamedTuple

from attribcheck.classify.model import ClassifiedFile
from attribcheck.core.model import NoticeKind, container_of
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
    headers = _headers(files, frozenset(third_party))
    named = Counter(form for forms in headers for form in forms)
    spellings: dict[str, str] = {}
    for forms in headers:
        for form, name in forms.items():
            spellings.setdefault(form, name)
    commits: Counter[str] = Counter()
    for author, count in authors.items():
        commits[holders.normal_form(author)] += count
    total = sum(authors.values())
    namesake = holders.normal_form(project or "")
    found = []
    for form, count in named.most_common():
        if form in listed or (build_system.is_holder(form) and not commits[form]):
            continue
        reason = f"in {count} of {len(headers)} files with a copyright notice"
        share = count / len(headers)
        is_author = commits[form] >= _AUTHOR * total and commits[form] > 0
        if is_author:
            reason += f", and the author of {commits[form]} of {counted(total, 'commit')}"
        is_namesake = len(namesake) >= _SHORTEST and namesake in form
        least = _OF_NAMESAKE if is_namesake else _OF_AUTHOR if is_author else _MOST
        if share >= least and (is_author or count >= _FEW):
            found.append(Proposal(spellings[form], reason))
    return tuple(found)


def _headers(files: Iterable[ClassifiedFile], third_party: frozenset[str]) -> list[dict[str, str]]:
    """Return the holders of each file outside of the folders of others that names any."""
    files = [file for file in files if not container_of(file.path)]
    licensed = {
        legal_files.governed_folder(file.path)
        for file in files
        if legal_files.is_license_file(file.path)
    } - {""}
    elsewhere = licensed | third_party
    found = []
    for file in files:
        if packages.is_managed(file.path) or _FOLDER_OF_OTHERS.search(file.path):
            continue
        if legal_files.is_legal_file(file.path) or build_system.is_part(file):
            continue
        if any(folder in elsewhere for folder in packages.folders_above(file.path)):
            continue
        forms = {holders.normal_form(name): name for name in _named(file)}
        forms.pop("", None)
        if forms:
            found.append(forms)
    return found


def _named(file: ClassifiedFile) -> Iterable[str]:
    for item in file.effective:
        if item.notice.kind is NoticeKind.COPYRIGHT:
            for named in item.notice.named:
                yield from naming.distinct(holders.unexplained(named, ()))
