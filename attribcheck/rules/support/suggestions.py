"""Suggests the fix of a finding as policy lines that are ready to paste."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterable

from attribcheck.classify.model import NOBODY, ClassifiedFile, ClassifiedNotice, Status
from attribcheck.core.model import NoticeKind, container_of
from attribcheck.core.text import printable
from attribcheck.notices import holders
from attribcheck.notices.legal_files import applies_to_repository
from attribcheck.policy.model import NO_LICENSE, Component
from attribcheck.policy.path_patterns import below, literal
from attribcheck.policy.toml_writer import render_component, render_pair
from attribcheck.rules.context import Context
from attribcheck.rules.support import moved
from attribcheck.spdx import expressions

_SURROGATE = re.compile("[\ud800-\udfff]")
_OPEN = frozenset({Status.UNDECLARED, Status.MISMATCH, Status.UNKNOWN})


def governing(context: Context, file: ClassifiedFile) -> tuple[ClassifiedFile, ...]:
    """Return the foreign licence files that apply to ``file``, the nearest first."""
    paths = context.coverage.legal.governing(file.path)
    if not paths:
        return ()
    folder = paths[0].rpartition("/")[0]  # that of all of them, and of many files
    if folder not in context.foreign_texts:
        found = (context.legal.get(path) for path in paths)
        context.foreign_texts[folder] = tuple(one for one in found if one and is_foreign(one))
    return context.foreign_texts[folder]


def is_foreign(legal: ClassifiedFile) -> bool:
    """Whether a licence file has a foreign notice, and is not the project's own."""
    ours = (Status.OWN, Status.CONTRIBUTED)
    return not legal.is_of_project and any(item.status not in ours for item in legal.effective)


def foreign_holders(files: Iterable[ClassifiedFile]) -> tuple[str, ...]:
    """Return the undeclared holders, each once, in the first spelling."""
    found: dict[str, str] = {}
    for file in files:
        for item in file.effective:
            if item.notice.kind is NoticeKind.COPYRIGHT and item.status is Status.UNDECLARED:
                for name in item.rest:
                    for part in _names(name) if name != NOBODY else ():
                        found.setdefault(holders.normal_form(part) or part, part)
    return tuple(found.values())


def _names(holder: str) -> tuple[str, ...]:
    # TOML can't hold a lone surrogate; without it the name still matches the holder.
    return holders.names(_SURROGATE.sub("", holder))


def foreign_license(files: Iterable[ClassifiedFile]) -> str | None:
    """Return one expression of the identified licences that are not declared, or None."""
    from attribcheck.rules.support import near_matches  # lazy: a finding only

    return expressions.named(
        found
        for file in files
        for item in file.effective
        if item.notice.kind is NoticeKind.LICENSE
        and item.status in _OPEN
        and (found := near_matches.license_of(item.notice))
    )


def declaration(context: Context, file: ClassifiedFile) -> str:
    """Return a ``[[component]]`` that declares ``file`` and the checked files that belong to it.

    For a file that a change moved out of its component, return the component's new ``paths``
    instead. The files of a declaration are those that the same licence file governs or, without
    one, the files of its directory with the same holders and licence. All of them get the same
    lines.
    """
    if owner := moved.component_before(context, file.path):
        return moved_paths(context, owner)
    if file.path not in context.declarations:
        container = container_of(file.path) or file.path
        if inside := context.inside.get(container):
            # What is in an archive is declared with it.
            title = re.sub(r"\.[^.]*\Z", "", container.rpartition("/")[2])
            text = _block(context, title, (literal(container),), tuple(inside))
            places = [container, *(member.path for member in inside)]
            context.declarations.update(dict.fromkeys(places, text))
            return text
        legal = () if applies_to_repository(file.path) else governing(context, file)
        if legal:
            folder = legal[0].path.rpartition("/")[0]
            members = _below(context, folder)
            paths: tuple[str, ...] = (below(folder),)
            title = folder.rpartition("/")[2]
        else:
            members = _alike(context, file)
            paths = tuple(literal(member.path) for member in members)
            title = _title(members)
        text = _block(context, title, paths, (*legal, *members))
        context.declarations.update(dict.fromkeys((file.path, *(m.path for m in members)), text))
    return context.declarations[file.path]


def _below(context: Context, folder: str) -> tuple[ClassifiedFile, ...]:
    return tuple(
        file for file in context.files if file.path.startswith(f"{folder}/") and not file.components
    )


def _alike(context: Context, file: ClassifiedFile) -> tuple[ClassifiedFile, ...]:
    wanted = _likeness(file)
    if not wanted[1] or applies_to_repository(file.path):
        return (file,)
    if not context.alike:
        for other in context.files:
            if not other.components:
                context.alike.setdefault(_likeness(other), []).append(other)
    return tuple(context.alike.get(wanted, (file,)))


def _likeness(file: ClassifiedFile) -> tuple[str, frozenset[str], str | None]:
    """Return what files of one declaration share: their folder, their holders and their licence."""
    forms = frozenset(map(holders.normal_form, foreign_holders((file,))))
    return file.path.rpartition("/")[0], forms, file_license((file,))


def _title(members: tuple[ClassifiedFile, ...]) -> str:
    owners = foreign_holders(members)
    first = members[0].path
    if len(members) > 1:
        subject = f"code in {first.rpartition('/')[0] or 'this repository'}"
    else:
        subject = re.sub(r"\.[^.]*\Z", "", first.rpartition("/")[2]) or first
    return f"{owners[0]} {subject}" if owners else subject


def _block(
    context: Context, title: str, paths: tuple[str, ...], sources: tuple[ClassifiedFile, ...]
) -> str:
    found = foreign_license(sources) or file_license(sources)
    comments = () if found else ("no licence was detected here: ask its holder, then name it",)
    comments = (*_of_package(context, paths[0]), *comments)
    component = Component(
        name=unused_name(context, title),
        license=found or NO_LICENSE,
        holders=foreign_holders(sources),
        paths=paths,
    )
    return render_component(component, comments)


def _of_package(context: Context, path: str) -> tuple[str, ...]:
    """Return how a file in a package manager's folder is declared by its list, as comments."""
    for table in context.policy.packages:
        if path.startswith(f"{table.folder}/"):
            where = f"{context.policy.display_path}:{table.lines.header}"
            source = table.list or "the manifest of a package"
            return (
                f"{source} names no package here ({where}). Let the package manager install it,",
                "remove it, or declare it:",
            )
    return ()


def file_license(files: Iterable[ClassifiedFile]) -> str | None:
    """Return one expression of the identified licences, declared or not, or None."""
    from attribcheck.rules.support import near_matches  # lazy: a finding only

    return expressions.named(
        found
        for file in files
        for item in file.effective
        if item.notice.kind is NoticeKind.LICENSE
        and (found := near_matches.license_of(item.notice))
    )


def applicable_license(context: Context, file: ClassifiedFile) -> str | None:
    """Return ``file_license`` of ``file`` and of the licence files that apply to it.

    Once a file: it can have thousands of statements.
    """
    found = context.applicable_licenses
    if file.path not in found:
        found[file.path] = file_license((file, *governing(context, file)))
    return found[file.path]


def described(component: Component) -> str:
    """Return what a message calls ``component``, with the list that names it."""
    if not component.listed:
        return f'component "{component.name}"'
    return f'package "{component.name}" of {component.listed}'


def unused_name(context: Context, wanted: str) -> str:
    """Return ``wanted``, safe to write, with a number when a component is called so already.

    That is one of the policy, or of another suggestion: a person pastes all of them.
    """
    taken = context.component_names
    wanted = printable(wanted)  # a file's name can hold bytes that TOML can't write
    name, number = wanted, 2
    while name in taken:
        name, number = f"{wanted} {number}", number + 1
    taken.add(name)
    return name


def more_holders(context: Context, component: Component, item: ClassifiedNotice) -> str:
    """Return the ``holders`` line of ``component`` with the holders of a statement added."""
    names = tuple(part for name in item.rest for part in _names(name))
    return changed_line(context, component, "holders", (*component.holders, *names))


def written_holders(context: Context, component: Component | None, item: ClassifiedNotice) -> str:
    """Return the ``holders`` line with the names of a statement as they are written, added.

    Args:
        context: The check.
        component: The component whose line it is; None for ``[project]``.
        item: The statement.
    """
    names = tuple(part for name in item.older for part in _names(name))
    if component is not None:
        return changed_line(context, component, "holders", (*component.holders, *names))
    line = render_pair("holders", (*context.policy.project.holders, *names))
    return f"# in [project] ({context.policy.display_path}):\n{line}\n"


def exception(rule: str, path: str) -> str:
    """Return the command that suppresses the findings of a rule at a path, for a person to fill."""
    command = exception_command(rule, path)
    return f"# if a person has read it and it does not apply here:\n{command}\n"


def exception_command(rule: str, path: str) -> str:
    """Return that command alone."""
    return f'attribcheck except {rule} {shlex.quote(literal(path))} --reason "..."'


def more_paths(context: Context, component: Component, paths: Iterable[str]) -> str:
    """Return the ``paths`` line of ``component`` with ``paths`` added."""
    added = map(literal, paths)
    return changed_line(context, component, "paths", (*component.paths, *added))


def moved_paths(context: Context, component: Component) -> str:
    """Return the ``paths`` line of ``component`` with the new places of its moved files."""
    return changed_line(context, component, "paths", moved.paths(context, component))


def changed_line(context: Context, component: Component, key: str, values: tuple[str, ...]) -> str:
    """Return the line of ``key``, a list of ``component``, with other values."""
    return changed_values(context, component, **{key: values})


def changed_values(
    context: Context, component: Component, **values: str | tuple[str, ...] | None
) -> str:
    """Return the lines of keys of ``component`` with other values; None omits a key.

    A listed package has no lines: return a component of its own, which takes its place.
    """
    if component.listed:
        name = unused_name(context, component.name)
        comment = f"what {component.listed} says, or in its place:"
        fields = {**component._asdict(), **values, "name": name}
        return render_component(Component(**fields), (comment,)) + "\n"
    lines = [render_pair(key, value) for key, value in values.items() if value is not None]
    where = f"{context.policy.display_path}:{component.lines.header}"
    return "\n".join([f'# in the [[component]] "{component.name}" ({where}):', *lines, ""])
