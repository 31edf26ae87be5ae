"""Drafts a component for each model, and each family of model code, that files name."""

from __future__ import annotations

from collections.abc import Iterable

from attribcheck.core.lineage import Strength
from attribcheck.core.text import printable
from attribcheck.init import naming
from attribcheck.init.drafted import Drafted
from attribcheck.policy.model import NO_LICENSE, Component
from attribcheck.policy.path_patterns import PathPatterns
from attribcheck.rules.context import Context
from attribcheck.rules.support import model_claims
from attribcheck.rules.support.model_claims import OpenClaim
from attribcheck.spdx import model_licenses

_MANY = 3  # families of model code without a known licence, from which on they are one component


def draft(context: Context, used_names: Iterable[str]) -> list[Drafted]:
    """Return components for the models that no component declares, in the order of the files.

    Likeness drafts nothing: it does not show where a model comes from.

    Args:
        context: All files of the snapshot, classified.
        used_names: The names of the components in the policy.
    """
    names = set(used_names)
    models = model_claims.grouped(model_claims.base_models(context)).values()
    found = [_component(context, claims, names) for claims in models]
    covered = [(PathPatterns(one.component.paths), one.component.models) for one in found]
    code = (
        one
        for one in model_claims.model_code(context)
        if one.claim.strength is not Strength.STRUCTURAL
        and not any(
            patterns.matches(one.file.path) or model_claims.declares_family(models, one.claim.name)
            for patterns, models in covered
        )
    )
    families = list(model_claims.grouped(code).values())
    known = [one for one in families if model_licenses.of_model(one[0].claim.name)]
    unknown = [one for one in families if one not in known]
    found += [_component(context, claims, names) for claims in known]
    if len(unknown) < _MANY:
        return found + [_component(context, claims, names) for claims in unknown]
    return [*found, _together(context, unknown, names)]


def _together(context: Context, families: list[list[OpenClaim]], names: set[str]) -> Drafted:
    """Return one component for the code of many families: one decision for a reviewer."""
    parts = [_component(context, claims, set(names)).component for claims in families]
    component = Component(
        name=naming.unused(f"code of {len(families)} families of models", names),
        license=NO_LICENSE,
        paths=tuple(sorted({path for one in parts for path in one.paths})),
        models=tuple(model for one in parts for model in one.models),
    )
    patterns = PathPatterns(component.paths)
    files = sum(1 for path in context.listing if patterns.matches(path))
    remark = "name the licence of the library that they come from"
    return Drafted(component, files, (remark,))


def _component(context: Context, claims: list[OpenClaim], names: set[str]) -> Drafted:
    model = claims[0].claim.name
    known = model_licenses.of_model(model)
    paths = sorted({path for one in claims for path in model_claims.paths_of(context, one)})
    remarks = [f"{one.file.path}: {one.claim.key} ({one.claim.strength.value})" for one in claims]
    licence = model_claims.license_hint(model, known) if known else f"name the licence of {model}"
    component = Component(
        name=naming.unused(model, names),
        license=known.id if known else NO_LICENSE,
        paths=tuple(paths),
        models=(model,),
    )
    patterns = PathPatterns(component.paths)
    files = sum(1 for path in context.listing if patterns.matches(path))
    unsure = (*map(printable, remarks[:5]), licence)
    return Drafted(component, files, unsure, component if known else None)
