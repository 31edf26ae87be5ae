"""Edits a policy as text: what a person wrote stays, byte for byte; only the addition is new.

``tomlkit`` would do for most of it, but formats arrays and their comments anew. The places that the
loader knows are enough to put text where it belongs. Every result is parsed again and has to be the
old policy with the edit, else there is no result.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from attribcheck.core.errors import AttribcheckError, PolicyError, UsageError
from attribcheck.core.model import POLICY_NAME
from attribcheck.policy.fields import COMPONENT
from attribcheck.policy.loader import parse
from attribcheck.policy.model import VERSION, Component, Policy, PolicyException
from attribcheck.policy.splice import Insertion, Spot, inserted, line_end
from attribcheck.policy.toml_positions import positions
from attribcheck.policy.toml_writer import render_component, render_exception
from attribcheck.policy.value_checks import quoted, suggestion

_BOM = "\ufeff"


def append_component(text: str, component: Component, comments: Sequence[str] = ()) -> str:
    """Return the policy ``text`` with ``component`` declared at its end.

    A blank text is begun as a new policy. Line ends, and whether the last line has one, are kept.

    Args:
        text: A policy, with its own line ends (see ``read``).
        component: What to declare.
        comments: Lines to put above it, without ``#``.

    Raises:
        PolicyError: ``text`` is no valid policy.
        UsageError: it would not be valid with the component (its name is taken, for one).
    """
    text = text if text.strip() else _beginning()
    old = _parse(text)
    edited = _appended(text, render_component(component, comments))
    return _verified(edited, old._replace(components=(*old.components, component)))


def append_exception(text: str, exception: PolicyException) -> str:
    """Return the policy ``text`` with ``exception`` at its end; see ``append_component``.

    Raises:
        PolicyError: ``text`` is no valid policy.
        UsageError: it would not be valid with the exception.
    """
    text = text if text.strip() else _beginning()
    old = _parse(text)
    edited = _appended(text, render_exception(exception))
    return _verified(edited, old._replace(exceptions=(*old.exceptions, exception)))


def widen_component(
    text: str,
    name: str,
    *,
    paths: Sequence[str] = (),
    holders: Sequence[str] = (),
    models: Sequence[str] = (),
    **scalars: str | bool | None,
) -> str:
    """Return the policy ``text`` with more said of a component that it declares.

    Args:
        text: A policy, with its own line ends (see ``read``).
        name: The component's name.
        paths: Patterns it has to have; those that are there already are not repeated.
        holders: Holders, likewise.
        models: Base models, likewise.
        **scalars: Any other attribute of ``Component``; None says nothing.

    Raises:
        PolicyError: ``text`` is no valid policy.
        UsageError: there is no such component, or it already says otherwise, or the policy would
            not be valid afterwards.
    """
    old = _parse(text)
    bom = _BOM if text.startswith(_BOM) else ""
    body = text.removeprefix(bom)
    index = _index(old, name)
    component = old.components[index]
    spot = Spot(body, positions(body), ("component", index))
    wanted: dict[str, Any] = {"paths": paths, "holders": holders, "models": models, **scalars}
    changes: dict[str, Any] = {}
    insertions: list[Insertion] = []
    for spec in COMPONENT.keys:
        key, attribute = spec.name, spec.attribute
        value, present = wanted.pop(attribute, None), getattr(component, attribute)
        if value is None or value == present:
            continue
        if isinstance(present, tuple):
            missing = tuple(dict.fromkeys(item for item in value if item not in present))
            if missing:
                changes[attribute] = present + missing
                insertions += spot.widen(key, missing)
        elif present is None:
            changes[attribute] = value
            insertions.append(spot.add(key, value))
        else:
            line = component.lines.of(key)
            raise UsageError(
                f"{quoted(key)} of {quoted(name)} is {_shown(present)}, not {_shown(value)}",
                hint=f"if that has changed, edit line {line} of the policy",
            )
    if wanted:
        raise TypeError(f"a component has no {', '.join(wanted)}")
    edited = bom + inserted(body, insertions)
    components = list(old.components)
    components[index] = component._replace(**changes)
    return _verified(edited, old._replace(components=tuple(components)))


def _parse(text: str) -> Policy:
    return parse(text.encode("utf-8", "surrogateescape"), POLICY_NAME)


def _beginning() -> str:
    return f"version = {VERSION}\n"


def _shown(value: object) -> str:
    return quoted(value) if isinstance(value, str) else str(value).lower()


def _index(policy: Policy, name: str) -> int:
    names = [component.name for component in policy.components]
    if name not in names:
        raise UsageError(
            f"the policy declares no component named {quoted(name)}{suggestion(name, names)}"
        )
    return names.index(name)


def _appended(text: str, block: str) -> str:
    end = line_end(text)
    if not text.endswith("\n"):
        return f"{text}{end}{end}{block.replace(chr(10), end)}"
    gap = "" if text.endswith(end * 2) else end
    return f"{text}{gap}{block.replace(chr(10), end)}{end}"


def _verified(edited: str, expected: Policy) -> str:
    """Return ``edited`` when it says what was meant."""
    try:
        policy = _parse(edited)
    except PolicyError as error:
        raise UsageError(
            f"the policy would not be valid after this edit, so it was not made:\n{error.message}",
            hint=error.hint,
        ) from error
    if _said(policy) != _said(expected):
        raise AttribcheckError("the edited policy does not say what was meant, so it was not made")
    return edited


def _said(policy: Policy) -> Policy:
    """Return ``policy`` without its name and its text."""
    return policy._replace(path=None, text="")
