"""Collects the copyright statements in the files of a component, and their holders."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping

from attribcheck.classify.model import ClassifiedFile, ClassifiedNotice, Status
from attribcheck.core.model import Notice, NoticeKind
from attribcheck.core.text import printable
from attribcheck.documents.inventory import Holder, OtherStatement, Statement
from attribcheck.notices import years
from attribcheck.policy.model import Component

_WORD = re.compile(r"[^\W_]+")
_SIGN = re.compile(r"\(\s*[cC]\s*\)|[©ⓒ]|&copy;")


def copyrights(file: ClassifiedFile) -> Iterator[ClassifiedNotice]:
    """Yield the copyright statements of ``file``, counted or not."""
    return (item for item in file.notices if item.notice.kind is NoticeKind.COPYRIGHT)


def of_component(component: Component, files: Iterable[ClassifiedFile]) -> tuple[Statement, ...]:
    """Return the statements that ``component`` declares, each once."""
    return _joined(files, lambda item: item.declared_by == component)


def of_contributors(files: Iterable[ClassifiedFile]) -> tuple[Statement, ...]:
    """Return the statements of contributors in files of the project, each once."""
    return _joined(files, lambda item: item.status is Status.CONTRIBUTED)


def _joined(
    files: Iterable[ClassifiedFile], counts: Callable[[ClassifiedNotice], bool]
) -> tuple[Statement, ...]:
    """Return each statement that ``counts`` once, with the files that state it."""
    found: dict[str, tuple[Notice, dict[str, None]]] = {}
    for file in files:
        for item in copyrights(file):
            if counts(item):
                _, paths = found.setdefault(_form(item.notice), (item.notice, {}))
                paths[printable(file.path)] = None
    return tuple(
        Statement(notice.statement, notice.named, tuple(paths)) for notice, paths in found.values()
    )


def _form(notice: Notice) -> str:
    """Return what two statements share that differ in nothing but signs, case and spaces."""
    text = _SIGN.sub(" ", notice.statement).casefold()
    return " ".join(_WORD.findall(text)) or notice.statement


def others(
    component: Component,
    files: Iterable[ClassifiedFile],
    concluded: Mapping[str, Mapping[ClassifiedNotice, str]],
) -> tuple[OtherStatement, ...]:
    """Return the statements of no component, in the files of which ``component`` is the first.

    Args:
        component: The component.
        files: Its files.
        concluded: The reasons that persons gave, by path and statement.
    """
    found: dict[tuple[str, str], dict[str, None]] = {}
    for file in files:
        for item in copyrights(file):
            if item.declared_by is None and file.components[0] == component:
                key = (item.notice.statement, concluded[file.path].get(item, item.why))
                found.setdefault(key, {})[printable(file.path)] = None
    return tuple(OtherStatement(text, why, tuple(paths)) for (text, why), paths in found.items())


def holders(statements: Iterable[Statement]) -> tuple[Holder, ...]:
    """Return each holder once, with the years of the statements that name no other holder."""
    names: dict[str, str] = {}
    dated: dict[str, list[str]] = {}
    for statement in statements:
        for name in statement.holders:
            # holders.normal_form would merge Foo Inc. and Foo GmbH, which are two holders.
            form = " ".join(_WORD.findall(name.casefold())) or name
            names.setdefault(form, name)
            dated.setdefault(form, []).extend(
                [statement.text] if len(statement.holders) == 1 else []
            )
    return tuple(Holder(name, years.merged(dated[form])) for form, name in names.items())
