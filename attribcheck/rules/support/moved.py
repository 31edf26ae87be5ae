"""Follows the files of a component to the folder that a change moved them to.

Without it a moved folder looks like a component without files beside undeclared code, and the fixes
of both together would drop the component's version, origin and supplier.
"""

from __future__ import annotations

from collections.abc import Collection

from attribcheck.policy.model import Component
from attribcheck.policy.path_patterns import PathPatterns, below
from attribcheck.rules.context import Context


def component_before(context: Context, path: str) -> Component | None:
    """Return the component that covered the file at ``path`` before it was moved, or None.

    None when a component covers it in its new place.
    """
    if not context.moved or path not in context.moved or context.coverage.components_of(path):
        return None
    covering = context.coverage.components_of(context.moved[path])
    return covering[0] if covering else None


def new_folder(context: Context, component: Component) -> str | None:
    """Return the folder that the files of ``component`` were moved to; None when they were not."""
    folders = {new for _, new in _folders(context, component)}
    return folders.pop() if len(folders) == 1 else None


def paths(context: Context, component: Component) -> tuple[str, ...]:
    """Return the ``paths`` of ``component`` with the new places of its moved files."""
    patterns = list(component.paths)
    remaining = context.files_of(component)
    for old, new in _folders(context, component):
        left = any(path.startswith(f"{old}/") for path in remaining)
        replaced = [p for p in patterns if old and not left and _is_below(p, old)]
        added = [_in(pattern, old, new) for pattern in replaced] or [below(new)]
        at = patterns.index(replaced[0]) if replaced else len(patterns)
        patterns = [p for p in patterns if p not in replaced]
        patterns[at:at] = [p for p in added if p not in patterns]
    return tuple(patterns)


def _folders(context: Context, component: Component) -> list[tuple[str, str]]:
    """Return the old and the new folder of the moved files of ``component``, each pair once."""
    matches = PathPatterns(component.paths).matches
    moved = [(old, new) for new, old in sorted(context.moved.items())]
    tops = {pattern.strip("/").removesuffix("/**") for pattern in component.paths}
    found = (_differing(old, new, tops) for old, new in moved if matches(old) and not matches(new))
    return list(dict.fromkeys(pair for pair in found if pair[1]))


def _differing(old: str, new: str, tops: Collection[str]) -> tuple[str, str]:
    """Return the folders of two paths without what both end with, up to a folder in ``tops``."""
    before, after = old.split("/")[:-1], new.split("/")[:-1]
    while "/".join(before) not in tops and before[1:] and after[1:] and before[-1] == after[-1]:
        before.pop()
        after.pop()
    return "/".join(before), "/".join(after)


def _is_below(pattern: str, folder: str) -> bool:
    return pattern.removeprefix("!").removeprefix("/").startswith(f"{folder}/")


def _in(pattern: str, old: str, new: str) -> str:
    negation = "!" if pattern.startswith("!") else ""
    rest = pattern.removeprefix("!").removeprefix("/")[len(old) :]
    return negation + below(new).removesuffix("/**") + rest
