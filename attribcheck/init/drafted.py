"""A drafted component, and what its files say of its licence."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from attribcheck.classify.model import ClassifiedFile
from attribcheck.core.model import FileScan, NoticeKind
from attribcheck.notices.holders import normal_form
from attribcheck.notices.legal_files import is_legal_file
from attribcheck.policy.model import NO_LICENSE, Component
from attribcheck.rules.support import near_matches
from attribcheck.rules.support.suggestions import foreign_holders
from attribcheck.spdx import expressions


class Drafted(NamedTuple):
    """One drafted component.

    Attributes:
        component: The declaration.
        files: The number of files that it covers.
        unsure: Remarks for a person to check, written above it as comments.
        certain: The part of it that a person need not settle: a package, a folder, what is stated.
            None for files that are only grouped by what they name. A baseline accepts the rest.
    """

    component: Component
    files: int
    unsure: tuple[str, ...] = ()
    certain: Component | None = None


def found_licenses(files: Iterable[ClassifiedFile]) -> list[str]:
    """Return the licences that files state; references to other files count in legal files only."""
    return [
        found
        for file in files
        for item in file.effective
        if item.notice.kind is NoticeKind.LICENSE
        and (found := near_matches.license_of(item.notice))
        and (is_legal_file(file.path) or not all(match.references for match in item.notice.matches))
    ]


def with_later_versions(license_: str, files: Iterable[ClassifiedFile]) -> str:
    """Return a licence with "or later" where more files say so than "only".

    The text in a LICENSE does not say whether later versions apply; headers do.

    Args:
        license_: The licence, by the text of a LICENSE.
        files: The files that it applies to.
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


def licence_of(files: Sequence[ClassifiedFile]) -> tuple[str, str]:
    """Return one expression for the files, and a remark for a person to check, or ""."""
    found = found_licenses(files)
    later = {text: with_later_versions(text, files) for text in set(found) if "-only" in text}
    stated = [later.get(text, text) for text in found]
    expression = expressions.named(stated)
    if expression is None:
        return NO_LICENSE, "no licence was detected here: ask the holder, then name it"
    first = next(filter(None, (expressions.named([text]) for text in stated)))
    if set(expressions.keys(expression)) != set(expressions.keys(first)):
        return expression, f"its licence file states {first}; the rest was found in other files"
    return expression, ""


def ids_of(files: Iterable[ClassifiedFile]) -> set[str]:
    """Return the ids of the licences that files state."""
    return {key for text in found_licenses(files) for key in expressions.keys(text)}


def forms_of(files: Iterable[ClassifiedFile]) -> set[str]:
    """Return the normal forms of the undeclared holders of files."""
    return {normal_form(name) for name in foreign_holders(files)}


def is_blank(file: ClassifiedFile) -> bool:
    """Whether a file has no content that could carry a notice."""
    return isinstance(file.scan, FileScan) and file.scan.blank
