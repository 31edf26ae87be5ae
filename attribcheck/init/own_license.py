"""The project's own licence, where its files state several."""

from __future__ import annotations

from collections.abc import Iterable

from attribcheck.classify.model import EXCLUDED, ClassifiedFile, Status
from attribcheck.core.model import NoticeKind
from attribcheck.init.drafted import found_licenses
from attribcheck.spdx import catalog, expressions


def extended(license_: str | None, files: Iterable[ClassifiedFile]) -> str | None:
    """Return a licence with those that the files of our own holders state.

    Args:
        license_: The licence, or None.
        files: Every file; those with a statement of ours count that no component covers.
    """
    stated = [
        text
        for file in files
        if not file.components and _names_only_us(file)
        for text in found_licenses([file])
        if not any(map(catalog.is_unknown, expressions.keys(text)))
    ]
    return (
        expressions.conjunction([*([license_] if license_ else []), *dict.fromkeys(stated)]) or None
    )


def _names_only_us(file: ClassifiedFile) -> bool:
    statements = [
        item
        for item in file.notices
        if item.notice.kind is NoticeKind.COPYRIGHT and item.status not in EXCLUDED
    ]
    return bool(statements) and all(item.status is Status.OWN for item in statements)
