"""Matches claims about models with the policy: which component declares the model or its code."""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from attribcheck.classify.model import ClassifiedFile
from attribcheck.core.finding import Finding, Severity
from attribcheck.core.lineage import ClaimKind, LineageClaim, Strength
from attribcheck.core.model import BlobKind, FileScan
from attribcheck.lineage.families import normal_form
from attribcheck.lineage.model_files import is_card, is_model_file
from attribcheck.notices import holders
from attribcheck.policy.model import NO_LICENSE, Component
from attribcheck.policy.path_patterns import literal
from attribcheck.policy.toml_writer import render_component
from attribcheck.rules.base import Rule
from attribcheck.rules.context import Context
from attribcheck.rules.support.suggestions import unused_name
from attribcheck.spdx import expressions, model_licenses
from attribcheck.spdx.model_licenses_table import ModelLicense

_MODELS = frozenset({ClaimKind.BASE_MODEL, ClaimKind.LOADED_MODEL, ClaimKind.UNREADABLE})
_MAX_PATHS = 12
_SHORTEST = 3  # letters of a family that count within the name of a declared model


class OpenClaim(NamedTuple):
    """A claim that no component declares, and the file that makes it."""

    file: ClassifiedFile
    claim: LineageClaim


def base_models(context: Context) -> Iterator[OpenClaim]:
    """Yield the undeclared claims about models, and those of files that can't be read."""
    for file, claim in context.claims:
        if claim.kind not in _MODELS:
            continue
        if claim.kind is ClaimKind.UNREADABLE or not (
            is_own(context, claim.name)
            or _is_local(context, file, claim.name)
            or declaring(context, claim.name)
            or (claim.kind is ClaimKind.LOADED_MODEL and file.components)
        ):
            yield OpenClaim(file, claim)


def model_code(context: Context) -> Iterator[OpenClaim]:
    """Yield the undeclared claims about code of models.

    Code in a file of a component came with it, and is declared by it. The architecture of a
    configuration that names the model it comes from is that model's. Likeness adds nothing to a
    family that a file beside the weights names.
    """
    named = {
        (_folder(file), claim.name)
        for file, claim in context.claims
        if claim.kind is ClaimKind.MODEL_CODE and claim.strength is not Strength.STRUCTURAL
    }
    for file, claim in context.claims:
        if claim.kind is not ClaimKind.MODEL_CODE or file.components:
            continue
        is_top = claim.strength is Strength.CONFIGURED and "." not in claim.key
        if is_top and _has_base(file):
            continue
        if claim.strength is Strength.STRUCTURAL and (_folder(file), claim.name) in named:
            continue
        declared = any(declares_family(c.models, claim.name) for c in context.policy.components)
        if not (is_own(context, claim.name) or declared):
            yield OpenClaim(file, claim)


def _folder(file: ClassifiedFile) -> str:
    return file.path.rpartition("/")[0]


def _has_base(file: ClassifiedFile) -> bool:
    claims = file.scan.claims if isinstance(file.scan, FileScan) else ()
    return any(claim.kind is ClaimKind.BASE_MODEL for claim in claims)


def declaring(context: Context, name: str) -> Component | None:
    """Return the component that declares a model.

    See ``declares``.
    """
    return next((one for one in context.policy.components if declares(one, name)), None)


def declares(component: Component, name: str) -> bool:
    """Whether a component has a model among its ``models``.

    Its name is equal apart from case and a revision. Where one side has no organisation, as in the
    metadata of converted weights, the names without it are compared by letters and digits.
    """
    organisation, title = _split(name)
    for model in component.models:
        other, other_title = _split(model)
        if organisation and other:
            if (organisation, title) == (other, other_title):
                return True
        elif normal_form(title) == normal_form(other_title):
            return True
    return False


def _split(name: str) -> tuple[str, str]:
    organisation, _, title = name.casefold().partition("@")[0].rpartition("/")
    return organisation, title


def declares_family(models: Sequence[str], family: str) -> bool:
    """Whether one of ``models`` has the name of a family in its own."""
    wanted = normal_form(family.rpartition("/")[2])
    for model in models:
        title = normal_form(model.rpartition("/")[2])
        if wanted == title or (len(wanted) >= _SHORTEST and wanted in title):
            return True
        if "/" in family and _split(family) == _split(model):
            return True
    return False


def is_named(context: Context, component: Component) -> bool:
    """Whether a file to check names a model that ``component`` declares, or its family."""
    return any(
        declares_family(component.models, claim.name)
        if claim.kind is ClaimKind.MODEL_CODE
        else claim.kind in _MODELS and declares(component, claim.name)
        for _, claim in context.claims
    )


def is_own(context: Context, name: str) -> bool:
    """Whether the organisation of a model, or its family, is called as the project or a holder."""
    project = context.policy.project
    organisation = normal_form(name.partition("/")[0])
    own = [project.name or "", *(one for one in project.holders if not one.startswith("re:"))]
    forms = {normal_form(holders.normal_form(one) or one) for one in own}
    forms |= {normal_form(one) for one in own}
    return organisation in forms - {""}


def _is_local(context: Context, file: ClassifiedFile, name: str) -> bool:
    """Whether a name is that of a file or folder here, from the top or beside the file."""
    folder = file.path.rpartition("/")[0]
    places = {name, f"{folder}/{name}" if folder else name}
    return any(map(context.coverage.paths.has, places))


def finding(rule: Rule, context: Context, found: OpenClaim, message: str, fix: str) -> Finding:
    """Return a finding of ``rule`` at the place of a claim."""
    file, claim = found
    component = file.components[0] if file.components else None
    text = claim.excerpt.text
    written = max(text.find(claim.name), text.find(f'"{claim.name}"') + 1)
    severity = rule.severity_in(context.policy)
    if claim.strength is Strength.STRUCTURAL:
        severity = min(severity, Severity.NOTE)  # never alone a reason to fail
    note = "" if claim.kind is ClaimKind.UNREADABLE else "no component has it"
    return rule.at_file(
        context,
        file.path,
        message,
        component=component,
        policy_line=component.lines.of("models") if component else None,
        policy_note=(f'component "{component.name}" covers this file' if component else note),
        fix=fix,
        subject=claim.name,
    )._replace(
        severity=severity,
        line=claim.line,
        end_line=claim.line,
        column=claim.excerpt.offset + written + 1 if written > 0 else 1,
        evidence=claim.excerpt,
    )


def declaration(context: Context, found: OpenClaim) -> str:
    """Return what declares a model: a new component, or a command for the one that has the file.

    All files that name a model get the same component. It has the paths of the model's own files,
    and none where the model is loaded from elsewhere.
    """
    file, claim = found
    if taking := extensible(file.components, claim.name):
        return extension(taking, claim.name)
    made = context.model_declarations
    if not made:
        models = grouped(
            one
            for one in base_models(context)
            if not extensible(one.file.components, one.claim.name)
        )
        made.update((name, _component(context, group)) for name, group in models.items())
        for name, group in grouped(model_code(context)).items():
            declared = (model for model in models if declares_family((model,), name))
            made[name] = made.get(next(declared, "")) or _component(context, group)
    return made[claim.name.casefold()]


def extensible(components: Iterable[Component], name: str) -> Component | None:
    """Return the first component to which a model can be added, or None.

    It has a model of the same organisation, and the same licence as far as the names say it. Any
    other component would declare the model as somebody else's, under another licence.
    """
    organisation, _ = _split(name)
    known = model_licenses.of_model(name)
    for component in components:
        is_relative = organisation and any(
            _split(one)[0] == organisation and model_licenses.of_model(one) == known
            for one in component.models
        )
        if is_relative and (known is None or _has_license(component, known)):
            return component
    return None


def _has_license(component: Component, known: ModelLicense) -> bool:
    ids = expressions.single_ids(component.license)
    return known.id in map(model_licenses.canonical, ids)


def extension(component: Component, name: str) -> str:
    """Return the command that adds a model to a component."""
    return f"attribcheck declare {shlex.quote(component.name)} --model {shlex.quote(name)}\n"


def grouped(claims: Iterable[OpenClaim]) -> dict[str, list[OpenClaim]]:
    """Return the claims that name anything, by the name in lower case."""
    groups: dict[str, list[OpenClaim]] = {}
    for one in claims:
        if one.claim.kind is not ClaimKind.UNREADABLE:
            groups.setdefault(one.claim.name.casefold(), []).append(one)
    return groups


def _component(context: Context, claims: Sequence[OpenClaim]) -> str:
    model = claims[0].claim.name
    known = model_licenses.of_model(model)
    remarks = [f"name the licence of {model}"]
    if known:
        remarks = [license_hint(model, known)]
    component = Component(
        name=unused_name(context, model),
        license=known.id if known else NO_LICENSE,
        paths=tuple(sorted({path for one in claims for path in paths_of(context, one)})),
        models=(model,),
    )
    if not component.paths:
        words = (component.name, "--model", model, "--license", component.license)
        remarks.append(f"or: attribcheck declare {shlex.join(words)}")
    return render_component(component, remarks)


def license_hint(model: str, known: ModelLicense) -> str:
    """Return the remark that a model has a licence by its name alone."""
    return f"by its name {model} is under the {known.title}: check its page ({known.source})"


def paths_of(context: Context, found: OpenClaim) -> tuple[str, ...]:
    """Return patterns for the weights and configurations that a claim is about; none without any.

    Cards and configurations describe weights that are here; code, recipes and build steps do not.
    What a component covers already is that component's.
    """
    file = found.file
    if file.components:
        return ()
    is_about_weights = is_model_file(file.path) or is_card(file.path)
    if not is_about_weights or found.claim.kind is ClaimKind.LOADED_MODEL:
        return ()
    around = file.path.rpartition("/")[0]
    below = [
        path
        for path, blob in sorted(context.listing.items())
        if blob.kind is BlobKind.FILE
        and path.startswith(f"{around}/" if around else "")
        and is_model_file(path)
        and not context.coverage.components_of(path)
    ]
    if len(below) > _MAX_PATHS:
        return (literal(file.path),)
    return tuple(literal(path) for path in below)
