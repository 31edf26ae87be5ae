"""Whether the text of a component's licence ships with it, from what the scan says."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from attribcheck.classify.classifier import ClassifiedFile
from attribcheck.core.model import Notice, NoticeKind
from attribcheck.notices import legal_files
from attribcheck.policy.model import Component
from attribcheck.rules.base import Context
from attribcheck.spdx import catalog, expressions, license_texts
from attribcheck.spdx.obligations_table import NO_COPY

# How much of a text has to be matched to be the text: an appendix ("how to apply these terms") is
# often left out, and a name filled in.
_SHARE = 0.75
_SUFFIXES = ("", ".txt", ".md")


def missing(context: Context, component: Component) -> tuple[str, ...]:
    """Return the ids of ``component``'s licence whose text ships nowhere.

    A text ships when it stands in a file of the component, in a legal file at the top of the
    repository, or as a file of its id in ``LICENSES``. Of a choice one licence is enough. Nothing
    is missing when it can't be told: some of the component's files were not looked at.
    """
    paths = context.files_of(component)
    judged = {file.path: file for file in context.files}
    if not paths or not all(path in judged for path in paths):
        return ()
    tops = (f for path, f in context.legal.items() if legal_files.applies_to_repository(path))
    stated = _longest([*(judged[path] for path in paths), *tops])
    has_file = any(map(legal_files.is_license_file, context.coverage.legal_of(component)))

    def ships(key: str) -> bool:
        if key in NO_COPY or catalog.category(key) == "public-domain":
            return True
        if any(f"LICENSES/{key}{suffix}" in context.listing for suffix in _SUFFIXES):
            return True
        known = license_texts.known(key)
        if known is None:  # the scan can't know it: the file that came along has to be it
            return has_file
        ids = {key, *expressions.text_of_later_versions(key)}
        return max((stated.get(one, 0) for one in ids), default=0) >= _SHARE * license_texts.length(
            key
        )

    return tuple(dict.fromkeys(_missing(expressions.parse(component.license), ships)))


def _missing(node: Any, ships: Any) -> list[str]:
    if node.isliteral:
        return [key for key in expressions.single_ids(str(node)) if not ships(key)]
    parts = [_missing(argument, ships) for argument in node.args]
    if not expressions.is_conjunction(node) and not all(parts):
        return []
    return [key for part in parts for key in part]


def _longest(files: Iterable[ClassifiedFile]) -> dict[str, int]:
    """Return the most words of each licence that were matched in one place."""
    found: dict[str, int] = {}
    for file in files:
        # Also what stands in an ignored block: THIRD-PARTY-NOTICES quotes texts in one.
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
