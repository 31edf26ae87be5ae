"""Which files carry legal texts, and for which other files they speak.

A LICENSE that stands once in a folder counts for the files in it and below it: most vendored code
has its notice there and nowhere else. At the top of the repository such a file speaks for the whole
project, so it says nothing about any one folder.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cached_property

_LICENSE = re.compile(
    r"(?:.*[-_. ])?(?:(?:un)?licen[cs]es?|copying|copyrights?)(?:[-_. ].*)?\Z", re.IGNORECASE
)
_UPSTREAM = re.compile(r"notices?(?:[-_. ].*)?\Z", re.IGNORECASE)
_NOTICE = re.compile(
    r"(?:notices?|third[-_. ]?party.*|attributions?|credits|patents)(?:[-_. ].*)?\Z", re.IGNORECASE
)
_TEXTS = "LICENSES"  # where REUSE keeps the texts of all licences in use
# "license.py" and "copyright.js" are code about licences.
_CODE = re.compile(
    r"\.(?:py|pyi|pyc|js|mjs|cjs|jsx|ts|tsx|c|cc|cpp|cxx|h|hh|hpp|m|mm|go|rs|java|kt|scala|swift|rb"
    r"|php|pl|pm|lua|r|jl|sh|bash|ps1|bat|cmd|cs|fs|vb|css|scss|less|vue|svelte|sql|ipynb|proto"
    r"|json|toml|ya?ml|xml|ini|cfg|lock|svg|png|j2|jinja2?|tmpl|snap)\Z",
    re.IGNORECASE,
)

# "docs/license.rst" is a page of a manual, not the licence of the manual's folder.
_PAGE = re.compile(r"(?:^|/)(?:docs?|documentation)/(?:.*/)?[a-z_-]*\.(?:rst|md|html?|txt|adoc)\Z")


def _split(path: str) -> tuple[str, str]:
    folder, _, name = path.rpartition("/")
    return folder, name


def is_license_file(path: str) -> bool:
    """Whether the name says that the file holds a licence: LICENSE, COPYING, LICENSE-MIT, ..."""
    name = _split(path)[1]
    return bool(_LICENSE.match(name)) and not _CODE.search(name) and not _PAGE.search(path)


def is_notice_file(path: str) -> bool:
    """Whether the name says that the file is a NOTICE in the sense of Apache-2.0, section 4(d)."""
    name = _split(path)[1]
    return bool(_UPSTREAM.match(name)) and not _CODE.search(name)


def is_legal_file(path: str) -> bool:
    """Whether the file holds licences, notices or attributions, by its name or its folder."""
    folder, name = _split(path)
    if folder == _TEXTS:
        return True
    return is_license_file(path) or (bool(_NOTICE.match(name)) and not _CODE.search(name))


def speaks_for_repository(path: str) -> bool:
    """Whether a legal file stands where it speaks for every component.

    At the top (NOTICE, LICENSE, THIRD-PARTY-NOTICES), or in the top-level folder ``LICENSES``,
    where the REUSE specification keeps the texts of all licences in use.
    """
    folder, _ = _split(path)
    if folder == "":
        return is_legal_file(path)
    return folder == _TEXTS


def folder_spoken_for(path: str) -> str:
    """Return the folder for whose files a legal file speaks; "" for the whole repository.

    It is the one around it, or the one above a folder ``licenses`` (PEP 639).
    """
    if speaks_for_repository(path):
        return ""
    folder, name = _split(_split(path)[0])
    return folder if name == "licenses" else f"{folder}/{name}".lstrip("/")


def folders_above(path: str) -> Iterable[str]:
    """Yield the folders that ``path`` stands in, nearest first, without the top ("")."""
    folder = _split(path)[0]
    while folder:
        yield folder
        folder = _split(folder)[0]


class LegalFiles:
    """The legal files of one snapshot.

    Args:
        paths: Every path of the snapshot.
    """

    def __init__(self, paths: Iterable[str]) -> None:
        self._paths = paths

    @cached_property
    def all(self) -> tuple[str, ...]:
        """Every legal file, in order."""
        return tuple(sorted(path for path in self._paths if is_legal_file(path)))

    @cached_property
    def _licenses_by_folder(self) -> dict[str, tuple[str, ...]]:
        return _grouped(filter(is_license_file, self.all))

    def governing(self, path: str) -> tuple[str, ...]:
        """Return the licence files of the nearest folder around ``path`` that has any.

        The top of the repository does not count. A licence file governs itself.
        """
        for folder in folders_above(path):
            if found := self._licenses_by_folder.get(folder):
                return found
        return ()

    def above(self, path: str) -> tuple[str, ...]:
        """Return the legal files of all folders around ``path``, without those at the top."""
        return tuple(found for folder in folders_above(path) for found in self._beside(folder))

    def named_above(self, path: str, names: Iterable[str]) -> str | None:
        """Return the nearest file called one of ``names`` beside or above ``path``, or None.

        Names are compared without case and without the endings .txt, .md and .rst: the engine's
        rules say "LICENSE" for what is LICENSE.txt.
        """
        wanted = {_stem(name) for name in names}
        for folder in (*folders_above(path), ""):
            for candidate in self._beside(folder):
                if candidate != path and _stem(_split(candidate)[1]) in wanted:
                    return candidate
        return None

    def _beside(self, folder: str) -> tuple[str, ...]:
        """Return the legal files in ``folder``, and in the folder for them that PEP 639 makes."""
        inner = f"{folder}/licenses" if folder else "licenses"
        return (*self._by_folder.get(folder, ()), *self._by_folder.get(inner, ()))

    def named_among(self, candidates: Iterable[str], names: Iterable[str]) -> str | None:
        """Return the first of ``candidates`` called one of ``names``, or None."""
        wanted = {_stem(name) for name in names}
        return next((path for path in candidates if _stem(_split(path)[1]) in wanted), None)

    @cached_property
    def _by_folder(self) -> dict[str, tuple[str, ...]]:
        return _grouped(self.all)


def _grouped(paths: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Return ``paths`` by the folder that they stand in."""
    found: dict[str, tuple[str, ...]] = {}
    for path in paths:
        folder = _split(path)[0]
        found[folder] = (*found.get(folder, ()), path)
    return found


def _stem(name: str) -> str:
    return re.sub(r"\.(?:txt|md|rst)\Z", "", name.rpartition("/")[2].lower())
