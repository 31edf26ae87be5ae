"""Builds the inventory of a repository from its policy and the scan of its components' files."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime, timezone

from attribcheck.classify.coverage import Coverage
from attribcheck.classify.model import ClassifiedFile, ClassifiedNotice
from attribcheck.core.model import BlobKind, FileScan, NoticeKind, ScanFailure
from attribcheck.core.text import printable
from attribcheck.documents import (
    component_licenses,
    conclusions,
    copyright_statements,
    model_claims,
    repository_files,
)
from attribcheck.documents.copyright_statements import copyrights
from attribcheck.documents.inventory import (
    CarriedText,
    Digests,
    File,
    Inventory,
    InventoryComponent,
    LegalFile,
    LicenseText,
    Release,
    timestamp,
)
from attribcheck.lineage.model_files import is_card
from attribcheck.notices import legal_files
from attribcheck.policy.model import Component, Project
from attribcheck.spdx import expressions, license_texts

_TEXTS = "LICENSES"  # where the REUSE specification keeps a text as ID.txt
_WORD = re.compile(r"[^\W_]+")
_SIGN = re.compile(r"\(\s*[cC]\s*\)|[©ⓒ]|&copy;")


def build(
    coverage: Coverage,
    files: Iterable[ClassifiedFile],
    texts: Mapping[str, str],
    *,
    digests: Mapping[str, Digests] | None = None,
    created: datetime | None = None,
    modified: Mapping[str, bool] | None = None,
) -> Inventory:
    """Return the inventory, with the components in the order of the policy.

    Args:
        coverage: The policy and the paths of the snapshot.
        files: The classified files of all components; for a policy with contributors all others,
            and for one with models the cards of ``own_cards``.
        texts: The content of every path of ``paths_to_read``.
        digests: The digests of the files by path, from ``repository_files.read_digests``; None for
            a document without digests.
        created: The time of the release; None for a document without it.
        modified: Whether the files of a component differ from its recorded digests, by component
            name, from ``lock_comparison.modified``.
    """
    policy = coverage.policy
    files = sorted(files, key=lambda file: file.path)
    of_component: dict[str, list[ClassifiedFile]] = {c.name: [] for c in policy.components}
    for file in files:
        for component in file.components:
            of_component[component.name].append(file)
    items = tuple(
        _item(
            component,
            of_component[component.name],
            coverage,
            texts,
            digests or {},
            # ``modified = true`` wins: files can have changed before their digests were recorded.
            modified=component.modified or (modified or {}).get(component.name, component.modified),
        )
        for component in policy.components
    )
    cards = {*own_cards(coverage)}
    claims = model_claims.of_files(file for file in files if file.path in cards)
    project = _release(policy.project)._replace(claims=claims)
    inventory = compose(project, items, texts, created)
    return inventory._replace(contributed=copyright_statements.of_contributors(files))


def compose(
    project: Release,
    items: tuple[InventoryComponent, ...],
    texts: Mapping[str, str],
    created: datetime | None = None,
) -> Inventory:
    """Return the inventory of ``items``, with every licence and every other text once.

    Args:
        project: The released project.
        items: Its components.
        texts: Texts of the repository by path; see ``build``.
        created: The time of the release; None for 1970.
    """
    concluded = _license_texts(items, _concluded, texts)
    known = {license_.id for license_ in concluded}
    return Inventory(
        project,
        items,
        licenses=concluded,
        texts=_carried_texts(items),
        further_licenses=tuple(
            license_
            for license_ in _license_texts(items, _stated, texts)
            if license_.id not in known
        ),
        created=timestamp(created or datetime.fromtimestamp(0, timezone.utc)),
    )


def own_cards(coverage: Coverage) -> tuple[str, ...]:
    """Return the paths at the top that may be the card of a model that the project is."""
    if not any(component.models for component in coverage.policy.components):
        return ()
    return tuple(
        path
        for path, blob in coverage.listing.items()
        if "/" not in path
        and blob.kind is BlobKind.FILE
        and is_card(path)
        and not coverage.components_of(path)
    )


def paths_to_read(coverage: Coverage) -> tuple[str, ...]:
    """Return the paths of all legal texts that documents quote, in order."""
    components = coverage.policy.components
    found = {path for c in components for path in repository_files.legal_paths(c, coverage)}
    found.update(path for path in coverage.legal.all if path.startswith(f"{_TEXTS}/"))
    return tuple(sorted(found))


def _release(project: Project) -> Release:
    holders = tuple(name for name in project.holders if not name.startswith("re:"))
    return Release(project.name or "This project", project.license, holders)


def _item(
    component: Component,
    files: Sequence[ClassifiedFile],
    coverage: Coverage,
    texts: Mapping[str, str],
    digests: Mapping[str, Digests],
    *,
    modified: bool | None,
) -> InventoryComponent:
    statements = copyright_statements.of_component(component, files)
    by_path = {file.path: file for file in files}
    legal = repository_files.legal_paths(component, coverage)
    exceptions = coverage.policy.exceptions
    concluded = {file.path: conclusions.of_file(file, exceptions) for file in files}
    return InventoryComponent(
        name=component.name,
        version=component.version,
        purl=component.purl,
        supplier=component.supplier,
        origin=component.origin,
        source=component.source,
        models=component.models,
        patterns=component.paths,
        files=tuple(
            _file(component, file, digests.get(file.path), concluded[file.path]) for file in files
        ),
        modified=modified,
        concluded_license=component.license,
        declared_license=component_licenses.declared(files),
        detected_license=component_licenses.detected(files),
        holders=copyright_statements.holders(statements),
        statements=statements,
        asides=copyright_statements.others(component, files, concluded),
        legal=tuple(_legal_file(path, texts[path], by_path.get(path), component) for path in legal),
        unscanned=tuple(
            printable(file.path) for file in files if isinstance(file.scan, ScanFailure)
        ),
        claims=model_claims.of_files(files),
    )


def _file(
    component: Component,
    file: ClassifiedFile,
    digests: Digests | None,
    concluded: Mapping[ClassifiedNotice, str],
) -> File:
    found = (one.notice.statement for one in copyrights(file) if one.declared_by == component)
    return File(
        path=printable(file.path),
        license=file.scan.license_expression if isinstance(file.scan, FileScan) else None,
        statements=tuple(dict.fromkeys(found)),
        digests=digests,
        conclusions=tuple(
            dict.fromkeys(
                f"without {' AND '.join(item.rest) or item.notice.text}: {printable(reason)}"
                for item, reason in concluded.items()
                if item.notice.kind is NoticeKind.LICENSE
            )
        ),
    )


def _legal_file(
    path: str, text: str, file: ClassifiedFile | None, component: Component
) -> LegalFile:
    if not legal_files.is_license_file(path):
        return LegalFile(printable(path), "notice", text)
    stated = {
        number
        for item in (copyrights(file) if file else ())
        for number in range(item.notice.lines.start, item.notice.lines.end + 1)
    }
    lines = enumerate(text.split("\n"), 1)
    rest = "\n".join(line for number, line in lines if number not in stated)
    repeated = (
        key
        for key in expressions.single_ids(component.license)
        if license_texts.is_repeated_by(key, rest)
    )
    return LegalFile(printable(path), "license", text, next(repeated, ""))


def _carried_texts(items: Iterable[InventoryComponent]) -> tuple[CarriedText, ...]:
    found: dict[str, dict[str, None]] = {}
    for legal in (legal for item in items for legal in item.legal):
        if not legal.repeats and legal.text.strip():
            found.setdefault(legal.text, {})[legal.path] = None
    return tuple(CarriedText(tuple(paths), text) for text, paths in found.items())


def _concluded(item: InventoryComponent) -> tuple[str, ...]:
    return (item.concluded_license,)


def _stated(item: InventoryComponent) -> tuple[str, ...]:
    """Return the licences that a component's authors state, and the detected ones with clues."""
    found = (item.declared_license, item.detected_license, *(file.license for file in item.files))
    return tuple(filter(None, dict.fromkeys(found)))


def _license_texts(
    items: Iterable[InventoryComponent],
    of: Callable[[InventoryComponent], tuple[str, ...]],
    texts: Mapping[str, str],
) -> tuple[LicenseText, ...]:
    users: dict[str, list[str]] = {}
    for item in items:
        for key in (key for expression in of(item) for key in expressions.single_ids(expression)):
            users.setdefault(key, []).append(item.title)
    return tuple(
        LicenseText(key, *_name_and_text(key, texts), tuple(dict.fromkeys(titles)))
        for key, titles in sorted(users.items())
    )


def _name_and_text(key: str, texts: Mapping[str, str]) -> tuple[str, str | None]:
    """Return the full name and the text of a licence, or None where scancode ships none."""
    known = license_texts.known(key)
    if known and known.text:
        return known.name, known.text
    places = (key, f"{key}.txt", f"{key}.md")
    text = next((texts[p] for p in (f"{_TEXTS}/{name}" for name in places) if p in texts), None)
    return known.name if known else key, text.strip("\n") if text else None
