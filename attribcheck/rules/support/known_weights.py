"""Words the findings about weights of known models."""

from __future__ import annotations

import shlex
from collections.abc import Iterator

from attribcheck.core.finding import Finding
from attribcheck.policy.model import NO_LICENSE, Component
from attribcheck.policy.path_patterns import literal
from attribcheck.policy.toml_writer import render_component
from attribcheck.rules.base import Rule
from attribcheck.rules.context import Context
from attribcheck.rules.support import model_claims, suggestions
from attribcheck.spdx import model_licenses
from attribcheck.weights.matches import KnownMatch, Uncompared, WeightsResult


def findings(rule: Rule, context: Context, result: WeightsResult) -> Iterator[Finding]:
    """Yield a finding of ``rule`` for each undeclared match, and for what was not compared."""
    for match in result.matches:
        also = f"; the same holds of {', '.join(match.others)}" if match.others else ""
        component = next((c for c in context.policy.components if c.name == match.component), None)
        line = component.lines.of("weights") if component and component.weights else None
        yield rule.at_file(
            context,
            match.paths[0],
            f"{match.fact}, which no component that covers this file declares{also}",
            policy_line=line,
            policy_note="the component names this fingerprint" if line else "no component has it",
            fix=_declaration(context, match),
            subject=match.origin.name,
        )
    for one in result.uncompared:
        yield _uncompared(rule, context, one)


def _uncompared(rule: Rule, context: Context, one: Uncompared) -> Finding:
    hint = f"# {one.hint}\n" if one.hint else ""
    if one.path:
        fix = hint or suggestions.exception(rule.name, one.path)
        return rule.at_file(context, one.path, one.reason, fix=fix, subject=one.reason)
    component = next(c for c in context.policy.components if c.name == one.component)
    line = component.lines.of("weights", one.place)
    message = f'a fingerprint of component "{component.name}" can\'t be used: {one.reason}'
    return rule.at_policy(
        context, line, message, component=component, fix=hint, subject=component.weights[one.place]
    )


def _declaration(context: Context, match: KnownMatch) -> str:
    """Return what declares a match: a command for a component that is there, or a new component."""
    paths = " ".join(shlex.quote(literal(path)) for path in match.paths)
    name = match.origin.name
    if match.component:
        return f"attribcheck declare {shlex.quote(match.component)} {paths}\n"
    covering = context.files_by_path[match.paths[0]].components
    if taking := model_claims.extensible(covering, name):
        return model_claims.extension(taking, name)
    known = model_licenses.of_model(name)
    license_ = match.origin.license or (known.id if known else NO_LICENSE)
    component = Component(
        name=suggestions.unused_name(context, name),
        license=license_,
        version=match.origin.version or None,
        holders=match.origin.holders,
        paths=tuple(literal(path) for path in match.paths),
        models=(name,),
    )
    remarks = () if match.origin.license else (f"name the licence of {name}",)
    return render_component(component, remarks)
