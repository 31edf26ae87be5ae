"""The project's own licence, where its files state several."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from attribcheck.classify.model import EXCLUDED, ClassifiedFile, Status
from attribcheck.core.model import NoticeKind
from attribcheck.init.drafted import found_licenses
from attribcheck.notices.legal_files import is_legal_file
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


def with_later_versions(license_: str, files: Iterable[ClassifiedFile]) -> str:
    """Return a licence with "or later" where more files say so than "only".

    A LICENSE holds the text of a GNU licence, which does not say it; headers do.

    Args:
        license_: The licence, by the text of a LICENSE.
        files: Every file.
    """
    stated = Counter(
        key
        for file in files
        if not is_legal_file(file.path)
        for key in {key for text in found_licenses([file]) for key in expressions.keys(text)}
    )
    for key in expressions.keys(license_):
        later = re.sub(r"-only\Z", "-or-later", key)
        if stated[later] > stated[key]:
            license_ = re.sub(rf"(?<![\w.-]){re.escape(key)}(?![\w.-])", later, license_)
    return license_


def _names_only_us(file: ClassifiedFile) -> bool:
    statements = [
        item
        for item in file.notices
        if item.notice.kind is NoticeKind.COPYRIGHT and item.status not in EXCLUDED
    ]
    return bool(statements) and all(item.status is Status.OWN for item in statements)
