"""Compares the licences of a model: of card, LICENSE, weights, base model and policy."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from attribcheck.classify.model import ClassifiedFile
from attribcheck.core.lineage import ClaimKind, LineageClaim
from attribcheck.core.model import FileScan
from attribcheck.notices import legal_files
from attribcheck.policy.model import Component
from attribcheck.rules.context import Context
from attribcheck.rules.support import model_claims
from attribcheck.spdx import catalog, expressions, model_licenses

_MILD = frozenset({"permissive", "public-domain"})


class Conflict(NamedTuple):
    """A licence that a file states of a model, and what contradicts it.

    Attributes:
        file: The file.
        claim: Its claim about the licence.
        other: What contradicts it, a clause.
        component: The component concerned, or None.
    """

    file: ClassifiedFile
    claim: LineageClaim
    other: str
    component: Component | None = None


def find(context: Context) -> Iterator[Conflict]:
    """Yield each contradiction once, the strongest first for each claim.

    A value that stands for no licence ("other") or for a family of licences contradicts nothing.
    """
    stated: list[tuple[ClassifiedFile, LineageClaim, str]] = []
    for file in context.files:
        for claim in file.scan.claims if isinstance(file.scan, FileScan) else ():
            key = model_licenses.of_value(claim.name) if claim.kind is ClaimKind.LICENSE else None
            if key:
                stated.append((file, claim, key))
    for file, claim, key in stated:
        conflict = (
            _with_base(context, file, claim, key)
            or _with_component(file, claim, key)
            or _with_license_file(context, file, claim, key)
            or _with_other_claims(file, claim, key, stated)
            or _with_policy(context, file, claim, key)
        )
        if conflict:
            yield conflict


def _with_base(
    context: Context, file: ClassifiedFile, claim: LineageClaim, key: str
) -> Conflict | None:
    """Find a base model under a licence that restricts more, which the file does not name."""
    assert isinstance(file.scan, FileScan)
    for base in file.scan.claims:
        component = (
            model_claims.declaring(context, base.name)
            if base.kind is ClaimKind.BASE_MODEL
            else None
        )
        if component is None:
            continue
        for needed in expressions.single_ids(component.license):
            if _family(needed) != _family(key) and catalog.category(needed) not in _MILD:
                other = (
                    f"its base model {base.name} is under {component.license} by component"
                    f' "{component.name}", whose terms go on applying to what is made from it'
                )
                return Conflict(file, claim, other, component)
    return None


def _with_component(file: ClassifiedFile, claim: LineageClaim, key: str) -> Conflict | None:
    if not file.components:
        return None
    for component in file.components:
        if _family(key) in map(_family, expressions.single_ids(component.license)):
            return None
    component = file.components[0]
    return Conflict(
        file, claim, f'component "{component.name}" declares {component.license}', component
    )


def _with_license_file(
    context: Context, file: ClassifiedFile, claim: LineageClaim, key: str
) -> Conflict | None:
    folder = file.path.rpartition("/")[0]
    beside = [
        path
        for path in context.coverage.legal.all
        if path.rpartition("/")[0] == folder
        and path != file.path
        and legal_files.is_license_file(path)
    ]
    for path in beside:
        scan = context.classifier.scan_of(path)
        found = scan.license_expression if scan else None
        keys = expressions.single_ids(found) if found else ()
        if not keys or any(map(catalog.is_unknown, keys)) or _is_text_of(context, path, key):
            return None
        if _family(key) in map(_family, keys):
            return None
    if not beside:
        return None
    scan = context.classifier.scan_of(beside[0])
    found = scan.license_expression if scan else ""
    return Conflict(file, claim, f"{beside[0]} has the text of {found}")


def _is_text_of(context: Context, path: str, key: str) -> bool:
    """Whether a file has the text that ``LICENSES`` has for a ``LicenseRef-`` of that licence."""
    oid = context.listing[path].oid
    return any(
        context.listing[text].oid == oid
        and any(_family(one) == _family(key) for one in expressions.single_ids(component.license))
        for text, component in context.coverage.own_texts
    )


def _with_other_claims(
    file: ClassifiedFile,
    claim: LineageClaim,
    key: str,
    stated: list[tuple[ClassifiedFile, LineageClaim, str]],
) -> Conflict | None:
    """Find a file in the same folder or below, such as the weights of a card, with another one."""
    folder = file.path.rpartition("/")[0]
    for other, other_claim, other_key in stated:
        inside = not folder or other.path.startswith(f"{folder}/")
        if other.path > file.path and inside and _family(other_key) != _family(key):
            return Conflict(file, claim, f'"{other_claim.key}" in {other.path} names {other_key}')
    return None


def _with_policy(
    context: Context, file: ClassifiedFile, claim: LineageClaim, key: str
) -> Conflict | None:
    """Find the licence of a model that neither the project nor a component has.

    The engine reports other licences itself.
    """
    project = context.policy.project
    if key not in model_licenses.BY_ID or not project.license:
        return None
    known = [project.license, *(component.license for component in context.policy.components)]
    if any(_family(key) == _family(one) for text in known for one in expressions.single_ids(text)):
        return None
    return Conflict(
        file, claim, f"[project] license is {project.license}, and no component declares it"
    )


def _family(key: str) -> str:
    """Return an id without what a card can't say: or later; which edition of the same terms."""
    key = model_licenses.canonical(key).removesuffix("-only").removesuffix("-or-later")
    if key.startswith("LicenseRef-scancode-gemma-"):
        return "gemma"
    if key == "LicenseRef-scancode-openmdw-1.0":
        return "OpenMDW-1.0"
    return key
