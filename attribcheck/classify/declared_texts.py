"""Recognises texts that the engine can't name, and that a component declares all the same.

The text of a licence that has no id of scancode's stands in ``LICENSES`` under an own
``LicenseRef-``. Its lines for a NOTICE can look like other licences to the engine.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from attribcheck.classify.coverage import Coverage
from attribcheck.core.model import Blob, FileScan, Notice
from attribcheck.policy.model import Component
from attribcheck.spdx import expressions, obligations

_LONG = 100  # words
_ENOUGH = 6  # words of a required line
_SEE_LICENSE_IN = re.compile(r"SEE LICEN[SC]E IN (?:\./)?(?P<name>[^\"\\<>]+)", re.IGNORECASE)
_WORD = re.compile(r"[^\W_]+")
# Up to what ends a comment or a quotation; REUSE specification 3.3, "Comment headers".
_TAG = re.compile(r"SPDX-License-Identifier:\s*(?P<expression>[\w.+:() -]*[\w.+)])", re.IGNORECASE)


def component_of_text(
    coverage: Coverage, scan_of: Callable[[str], FileScan | None], blob: Blob, scan: FileScan
) -> Component | None:
    """Return the component whose own ``LicenseRef-`` a file has the text of, or None.

    It is that text in ``LICENSES``, or has the same bytes or the same matches.

    Args:
        coverage: The policy and the paths of the snapshot.
        scan_of: Returns the scan of a path.
        blob: The file.
        scan: Its scan.
    """
    for path, component in coverage.own_texts:
        if path == blob.path or coverage.listing[path].oid == blob.oid:
            return component
        known = scan_of(path)
        if known and scan.notices and _matches(known) == _matches(scan):
            return component
    return None


def _matches(scan: FileScan) -> list[tuple[object, ...]]:
    return [
        (match.expression, match.rule, match.score, match.length)
        for notice in scan.notices
        for match in notice.matches
    ]


def refs_of_tag(notice: Notice) -> frozenset[str]:
    """Return the ids that an SPDX tag with a LicenseRef states as it is written; else none.

    The engine reads a LicenseRef as an unknown licence, or as the one that others gave this name.

    Args:
        notice: A licence.
    """
    if [match.matcher for match in notice.matches] != ["1-spdx-id"]:
        return frozenset()
    found = _TAG.search(notice.excerpt.text)
    try:
        ids = frozenset(expressions.keys(found["expression"])) if found else frozenset()
    except expressions.ExpressionError:
        return frozenset()
    return ids if any(key.startswith("LicenseRef-") for key in ids) else frozenset()


def is_exact(notice: Notice) -> bool:
    """Whether a licence was matched word for word and at length, so that no other is meant."""
    return any(
        match.matcher == "1-hash" or (match.score >= 100 and match.length >= _LONG)
        for match in notice.matches
    )


def component_of_line(notice: Notice, components: Iterable[Component]) -> Component | None:
    """Return the component whose licence requires the line that a notice is in, or None."""
    written = _words(notice.excerpt.text)
    if written.count(" ") < _ENOUGH:
        return None
    for component in components:
        for line in obligations.notice_lines(component.license):
            wanted = _words(line)
            if wanted in written or written in wanted:
                return component
    return None


def component_of_title(notice: Notice, components: Iterable[Component]) -> Component | None:
    """Return the component under the licence of models whose title a notice is, or None."""
    from attribcheck.spdx import model_licenses  # lazy: few texts are of that kind

    found = model_licenses.titled(notice.excerpt.text)
    for component in components if found else ():
        ids = map(model_licenses.canonical, expressions.single_ids(component.license))
        if found and found.id in ids:
            return component
    return None


def _words(text: str) -> str:
    return f" {' '.join(_WORD.findall(text.casefold()))} "


def named_by_package(coverage: Coverage, path: str, notice: Notice) -> str | None:
    """Return the file beside a ``package.json`` that its ``license`` refers to, or None.

    Source: ``"SEE LICENSE IN <filename>"``, https://docs.npmjs.com/cli/configuring-npm/package-json
    """
    named = _SEE_LICENSE_IN.search(notice.excerpt.text)
    found = f"{path.rpartition('/')[0]}/{named['name']}".lstrip("/") if named else ""
    return found if found in coverage.listing else None
