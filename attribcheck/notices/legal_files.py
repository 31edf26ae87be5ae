"""Recognises legal files (LICENSE, NOTICE, ...) by name, and the folder each applies to.

A LICENSE in a folder applies to the files in and below it: most vendored code has its notice there
only. At the top of the repository it applies to the project, not to one folder.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from functools import cached_property, lru_cache

from attribcheck.core.listing import Before, Listing

_LICENSE = re.compile(
    r"(?:.*[-_. ])?(?:(?:un)?licen[cs]es?|copying|copyrights?)(?:v?\d+)?(?:[-_. ].*)?\Z",
    re.IGNORECASE,
)
_UPSTREAM = re.compile(r"notices?(?:[-_. ].*)?\Z", re.IGNORECASE)
# AUTHORS names the holders behind "the Foo authors"; PEP 639 keeps it with the licences.
_NOTICE = re.compile(
    r"(?:notices?|third[-_. ]?party.*|attributions?|credits|patents|authors"
    r"|legal(?:[-_ ]?notices?)?)(?:[-_. ].*)?\Z",
    re.IGNORECASE,
)
# A part of every name that the three above match: most names have none, and are settled at once.
_SIGN = re.compile(
    "licen[cs]e|copying|copyright|notice|third[-_. ]?party|attribution|credits|patents"
    "|authors|legal",
    re.IGNORECASE,
)
_WORDS = (
    *(b"licen", b"copy", b"notice", b"third", b"attribution", b"credits", b"patents"),
    *(b"authors", b"legal", b"reuse."),
)
"""One is a part of every name that ``_SIGN`` matches, or that is a legal file by itself."""
_TEXT_FOLDER_ENDS = (b"licenses/", b"licences/")
"""The same of the folder of every text in a folder for licence texts."""
_FOLDERS = (b".dist-info/licenses/", b"\0.reuse/dep5")
"""The same of every path that is a legal file by its folder; a path has a NUL on each side."""

# Files that list whose the others are: the Debian policy manual, section 12.5; REUSE 3.3 and 3.0.
_ANNOTATIONS = "REUSE.toml"  # of its folder and those below
_RECORDS = frozenset({"debian/copyright", _ANNOTATIONS, ".reuse/dep5"})
_TEXTS = "LICENSES"  # the folder for licence texts of the REUSE specification
_TEXT_FOLDERS = frozenset({"licenses", "licences"})  # what others call it, in lower case
# Beside licence texts: a page about them, and a page of a site.
_NO_TEXT = re.compile(r"(?:readme|index|changelog)(?:\..*)?\Z|.*\.x?html?\Z", re.IGNORECASE)
# The last part of a name with dots: what a text may be called. "license.py", "license.gradle" and
# "license_plate.onnx" are code and data about licences; a list of those would never be complete.
_FORM = (
    r"txt|text|md|markdown|rst|rest|html?|xhtml|adoc|asciidoc|org|rtf|tex|pdf|docx?|odt|spdx"
    r"|(?:un)?licen[cs]es?|lic|copying|copyrights?|notices?|credits|patents"
    # A licence: LICENSE.MIT, COPYING.lesser, LICENSE-APACHE-2.0, or a version, a language, a part.
    r"|(?:apache|mit|[al]?gpl|bsd|mpl|isc|zlib|boost|bsl|epl|cddl|cc|ofl|psf|artistic|expat|x11|wtfpl"
    r"|openssl|ssleay|ms-pl|lgpllr|eupl|agpl|fdl|gfdl|python|ruby|ncsa|upl|unicode|zpl)[\w+-]*"
    r"|(?:lesser|lib)(?:v?\d[\w-]*)?|commercial|code|docs?|assets|fonts|orig|dist|main|vendor|third[-_]?party\w*"
    r"|dependencies|bundled|all|[a-z]{2}(?:[-_][a-z]{2,4})?|v?\d[\w-]*"
)
# Types of code, data and archives that the list above would take for a language, and the next line
# for the name of a licence: LICENSE.FOO.
_CODE = (
    r"py|pyi|pyc|js|mjs|cjs|jsx|ts|tsx|c|cc|cpp|cxx|h|hh|hpp|m|mm|go|rs|java|kt|scala|swift|rb|php"
    r"|pl|pm|lua|r|jl|sh|bash|ps1|bat|cmd|cs|fs|vb|css|scss|less|vue|svelte|sql|ipynb|proto|json"
    r"|toml|ya?ml|xml|ini|cfg|lock|svg|png|gif|jpe?g|ico|j2|jinja2?|tmpl|snap|hs|ml|ex|vim|bzl"
    r"|gradle|properties|onnx|db|so|gz|xz|zip|tar|ps"
)
_OTHER_NAME = re.compile(r"[A-Z][A-Z0-9_+-]*")  # LICENSE.FOO

_WHEEL_LICENSES = ".dist-info/licenses/"

# "docs/license.rst" is a page of a manual, not the licence of that folder.
_PAGE = re.compile(r"(?:^|/)(?:docs?|documentation)/(?:.*/)?[a-z_-]*\.(?:rst|md|html?|txt|adoc)\Z")
_PARTS = (*(word.decode() for word in _WORDS), "dep5")
"""One is a part of every ASCII path of a legal file, in lower case: most paths have none."""

_MOST_PATHS = 1 << 16
"""Paths that are remembered. Each step of a check goes through all files in the same order: with
fewer than these none would be found again."""


def _split(path: str) -> tuple[str, str]:
    folder, _, name = path.rpartition("/")
    return folder, name


def _matches(pattern: re.Pattern[str], name: str) -> bool:
    return bool(pattern.match(name)) and _is_text(name)


def _is_text(name: str) -> bool:
    """Whether a file called so may be a text, by the part behind its last dot."""
    _, dot, last = name.rpartition(".")
    if not dot:
        return True
    # Compiled at the first such name: most commits have none.
    is_named = re.fullmatch(_FORM, last, re.IGNORECASE) or _OTHER_NAME.fullmatch(last)
    return bool(is_named) and not re.fullmatch(_CODE, last, re.IGNORECASE)


@lru_cache(maxsize=_MOST_PATHS)  # of one file it is asked again and again
def is_license_file(path: str) -> bool:
    """Whether the file is a licence by its name (LICENSE, COPYING, LICENSE-MIT) or its folder.

    Source: PEP 639 keeps the files that ``License-File`` names in ``.dist-info/licenses``. Texts in
    the folder ``LICENSES`` at the top are of the project's own licences too, and count apart.
    """
    if _WHEEL_LICENSES in path:
        return True
    is_named = _matches(_LICENSE, _split(path)[1]) or (
        is_in_text_folder(path) and _split(path)[0] != _TEXTS
    )
    return is_named and not _PAGE.search(path)


def is_shared_text(path: str) -> bool:
    """Whether only its folder makes the file a licence: ``foo/LICENSES/MIT.txt``.

    Files around the folder have that licence; whose they are the text need not say.
    """
    is_named = _WHEEL_LICENSES in path or _matches(_LICENSE, _split(path)[1])
    return not is_named and is_in_text_folder(path)


def is_in_text_folder(path: str) -> bool:
    """Whether the file is a text in a folder for licence texts: ``LICENSES``, ``foo/licenses``."""
    folder, name = _split(path)
    if _split(folder)[1].lower() not in _TEXT_FOLDERS:
        return False
    return folder == _TEXTS or (_is_text(name) and not _NO_TEXT.match(name))


def is_notice_file(path: str) -> bool:
    """Whether the file is by its name a NOTICE in the sense of Apache-2.0, section 4(d)."""
    return _matches(_UPSTREAM, _split(path)[1])


@lru_cache(maxsize=_MOST_PATHS)
def is_legal_file(path: str) -> bool:
    """Whether the file contains licences, notices or attributions, by its name or folder."""
    if path.isascii() and not any(map(path.lower().__contains__, _PARTS)):
        return False
    name = _split(path)[1]
    if path in _RECORDS or name == _ANNOTATIONS or _WHEEL_LICENSES in path:
        return True
    if is_in_text_folder(path):
        return not _PAGE.search(path)
    return bool(_SIGN.search(name)) and (is_license_file(path) or _matches(_NOTICE, name))


@lru_cache(maxsize=_MOST_PATHS)
def applies_to_repository(path: str) -> bool:
    """Whether a legal file applies to every component.

    Files at the top (NOTICE, LICENSE, THIRD-PARTY-NOTICES) and in the top-level folder ``LICENSES``
    of the REUSE specification or ``licenses`` do, and what lists the holders of all files:
    ``debian/copyright``, ``REUSE.toml`` and ``.reuse/dep5`` at the top.
    """
    folder = _split(path)[0]
    is_at_top = not folder or folder.lower() in _TEXT_FOLDERS
    return path in _RECORDS or (is_at_top and is_legal_file(path))


def is_of_project(path: str) -> bool:
    """Whether a legal file is of the project itself by its place; ``licenses`` is for others'."""
    return path in _RECORDS or (_split(path)[0] in ("", _TEXTS) and is_legal_file(path))


def governed_folder(path: str) -> str:
    """Return the folder that a legal file applies to; "" for the whole repository.

    That is its own folder, or the one above a folder for licence texts (PEP 639, REUSE).
    """
    if applies_to_repository(path):
        return ""
    folder, name = _split(_split(path)[0])
    return folder if name.lower() in _TEXT_FOLDERS else f"{folder}/{name}".lstrip("/")


def sidecar_of(path: str) -> str:
    """Return the path of the file that, by the REUSE specification, has the notices of ``path``."""
    return f"{path}.license"


def folders_above(path: str) -> Iterable[str]:
    """Yield the folders around ``path``, nearest first, without the top ("")."""
    folder = _split(path)[0]
    while folder:
        yield folder
        folder = _split(folder)[0]


class LegalFiles:
    """The legal files of one snapshot.

    Args:
        paths: Every path of the snapshot.
        near: Those of another snapshot with most of the paths, such as the one before a change, so
            that only the others are looked at.

    Attributes:
        paths: See above.
    """

    def __init__(self, paths: Collection[str], near: LegalFiles | None = None) -> None:
        self.paths = paths
        self._near = near
        self._above: dict[str, tuple[str, ...]] = {}
        self._governing: dict[str, tuple[str, ...]] = {}

    @cached_property
    def all(self) -> tuple[str, ...]:
        """Every legal file, sorted."""
        near, paths = self._near, self.paths
        if near is None:
            return tuple(sorted(filter(is_legal_file, _with_sign(paths))))
        if isinstance(paths, Before) and paths.after is near.paths:
            altered = (path for path in paths.altered if path in paths and is_legal_file(path))
            return tuple(sorted({*altered, *(path for path in near.all if path in paths)}))
        both = {*paths}
        others = filter(is_legal_file, both.difference(near.paths))
        return tuple(sorted({*others, *both.intersection(near.all)}))

    @cached_property
    def _licenses_by_folder(self) -> dict[str, tuple[str, ...]]:
        return _grouped(filter(is_license_file, self.all))

    def governing(self, path: str) -> tuple[str, ...]:
        """Return the licence files of the nearest folder around ``path`` that has some.

        The top of the repository does not count. A licence file governs itself.
        """
        found: tuple[str, ...] = ()
        unknown = []
        for folder in folders_above(path):
            if folder in self._governing:
                found = self._governing[folder]
                break
            unknown.append(folder)
            if found := self._licenses_by_folder.get(folder, ()):
                break
        self._governing.update(dict.fromkeys(unknown, found))
        return found

    def above(self, path: str) -> tuple[str, ...]:
        """Return the legal files of all folders around ``path``, except those at the top."""
        nearest = path.rpartition("/")[0]
        if nearest in self._above:
            return self._above[nearest]
        found: tuple[str, ...] = ()
        unknown = []
        for folder in folders_above(path):
            if folder in self._above:
                found = self._above[folder]
                break
            unknown.append(folder)
        for folder in reversed(unknown):
            self._above[folder] = found = (*self._beside(folder), *found)
        return found

    def named_above(self, path: str, names: Iterable[str]) -> str | None:
        """Return the nearest file with one of ``names`` beside or above ``path``, or None.

        Case and the extensions .txt, .md and .rst are ignored: the engine's rules name "LICENSE" to
        refer to LICENSE.txt.

        Args:
            path: The file that refers to another.
            names: The file names it refers to.
        """
        wanted = {_stem(name) for name in names}
        return next(
            (
                candidate
                for candidate in (*self.above(path), *self._beside(""))
                if candidate != path and _stem(candidate) in wanted
            ),
            None,
        )

    def _beside(self, folder: str) -> tuple[str, ...]:
        """Return the legal files in ``folder`` and in its folders for licence texts."""
        return (*self._by_folder.get(folder, ()), *self._texts_below.get(folder, ()))

    def named_among(self, candidates: Iterable[str], names: Iterable[str]) -> str | None:
        """Return the first of ``candidates`` that has one of ``names``, or None."""
        wanted = {_stem(name) for name in names}
        return next((path for path in candidates if _stem(_split(path)[1]) in wanted), None)

    @cached_property
    def _by_folder(self) -> dict[str, tuple[str, ...]]:
        return _grouped(self.all)

    @cached_property
    def _texts_below(self) -> dict[str, tuple[str, ...]]:
        """The files in the folders for licence texts below a folder, but for ``LICENSES``."""
        found: dict[str, tuple[str, ...]] = {}
        for folder, paths in self._by_folder.items():
            parent, name = _split(folder)
            if name.lower() in _TEXT_FOLDERS and folder != _TEXTS:
                found[parent] = (*found.get(parent, ()), *paths)
        return found


def _with_sign(paths: Collection[str]) -> set[str]:
    """Return the paths with a word of ``_SIGN``, all searched at once: it is a few of very many."""
    if isinstance(paths, Listing):
        names = paths.names
    else:
        names = "\0".join(("", *paths, "")).encode("utf-8", "surrogateescape")
    lower, found = names.lower(), set()
    for word in (*_WORDS, *_TEXT_FOLDER_ENDS, *_FOLDERS):
        for at in _places(lower, word):
            begin, end = lower.rfind(b"\0", 0, at + 1) + 1, lower.find(b"\0", at + 1)
            found.add(names[begin:end].decode("utf-8", "surrogateescape"))
    return found


def _places(names: bytes, word: bytes) -> Iterator[int]:
    """Yield where ``word`` is, in the name of a file or, for the word of a folder, right above it.

    A folder like "third_party" is no sign: in a tree below one every path would have it. Such words
    are left to a pattern: its search is slower than ``find``, and each place costs less.
    """
    at = names.find(word)
    while at >= 0:
        end = names.find(b"\0", at + 1)
        if word not in _FOLDERS and names.find(b"/", at + len(word), end) >= 0:
            pattern = re.compile(re.escape(word) + rb"(?=[^/\0]*\0)")
            yield from (found.start() for found in pattern.finditer(names, at))
            return
        yield at
        at = names.find(word, end)


def _grouped(paths: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Return ``paths`` by their folder."""
    found: dict[str, tuple[str, ...]] = {}
    for path in paths:
        folder = _split(path)[0]
        found[folder] = (*found.get(folder, ()), path)
    return found


@lru_cache(maxsize=4096)
def _stem(name: str) -> str:
    return re.sub(r"\.(?:txt|md|rst)\Z", "", name.rpartition("/")[2].lower())
