"""Finds the licence texts that a component lacks, from the scan results."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from attribcheck.classify.model import ClassifiedFile
from attribcheck.core.model import Notice, NoticeKind
from attribcheck.notices import legal_files
from attribcheck.policy.model import Component
from attribcheck.rules.context import Context
from attribcheck.spdx import catalog, expressions, license_texts
from attribcheck.spdx.obligations_table import NO_COPY

# The share of a text's words that have to match: an appendix ("how to apply these terms") is often
# omitted, and a name filled in.
_MIN_SHARE = 0.75
_SUFFIXES = ("", ".txt", ".md")


def missing(context: Context, component: Component) -> tuple[str, ...]:
    """Return the ids of ``component``'s licence whose text is missing in the repository.

    A text may be in a file of the component, in a legal file at the top of the repository, or in a
    file with its id in ``LICENSES``. Of a choice one licence is enough. Empty also when the
    component's ``paths`` match nothing, or some of its files were not checked.
    """
    paths = context.files_of(component)
    checked = context.files_by_path
    if (component.paths and not paths) or not all(path in checked for path in paths):
        return ()
    tops = (f for path, f in context.legal.items() if legal_files.applies_to_repository(path))
    matched = _longest([*(checked[path] for path in paths), *tops])
    has_file = any(map(legal_files.is_license_file, context.coverage.legal_of(component)))

    def is_present(key: str) -> bool:
        if key in NO_COPY or catalog.category(key) == "public-domain":
            return True
        if any(f"LICENSES/{key}{suffix}" in context.listing for suffix in _SUFFIXES):
            return True
        known = license_texts.known(key)
        if known is None:  # the engine can't match it: any licence file of the component counts
            return has_file
        ids = {key, *expressions.text_of_later_versions(key)}
        length = max((matched.get(one, 0) for one in ids), default=0)
        return length >= _MIN_SHARE * license_texts.length(key)

    return tuple(dict.fromkeys(_missing(expressions.parse(component.license), is_present)))


def _missing(node: Any, is_present: Callable[[str], bool]) -> list[str]:
    if node.isliteral:
        return [key for key in expressions.single_ids(str(node)) if not is_present(key)]
    parts = [_missing(argument, is_present) for argument in node.args]
    if not expressions.is_conjunction(node) and not all(parts):
        return []
    return [key for part in parts for key in part]


def _longest(files: Iterable[ClassifiedFile]) -> dict[str, int]:
    """Return the number of words of the longest detection of each licence, by id."""
    found: dict[str, int] = {}
    for file in files:
        # Ignored blocks count too: THIRD-PARTY-NOTICES quotes texts in one.
        for item in file.notices:
            for key, length in _lengths(item.notice):
                found[key] = max(found.get(key, 0), length)
    return found


def _lengths(notice: Notice) -> Iterator[tuple[str, int]]:
    if notice.kind is not NoticeKind.LICENSE:
        return
    sums: dict[str, int] = {}
    for match in notice.matches:
        for key in expressions.single_ids(match.expression):
            sums[key] = sums.get(key, 0) + match.length
    yield from sums.items()
