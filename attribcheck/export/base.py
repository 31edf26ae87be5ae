"""What the formats have in common: which files they state what of, and by which globs.

In REUSE.toml and debian/copyright the last entry that matches a file applies, and nothing excludes
a file. A component whose patterns can't be written so is written as the list of its files.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple, Protocol

from attribcheck.classify.coverage import Coverage
from attribcheck.core.text import counted
from attribcheck.policy.model import NO_LICENSE, Component

_GLOB = re.compile(r"[\w.+@/*-]+", re.ASCII)


class Output(NamedTuple):
    """What to write.

    Attributes:
        files: Texts by path from the top of the repository.
        remarks: What the format can't say, for people.
    """

    files: Mapping[str, str]
    remarks: tuple[str, ...] = ()


class Format(Protocol):
    """The interface of a module that writes a format."""

    def export(self, coverage: Coverage) -> Output:
        """Return the files that state what the policy of ``coverage`` does."""
        ...


class Globs(NamedTuple):
    """How a format writes patterns of files.

    Attributes:
        star: Any characters in a name.
        any: Any characters, slashes too.
        literal: Returns the glob of one path.
        expression: Returns the regular expression of a glob, to see what it matches.
    """

    star: str
    any: str
    literal: Callable[[str], str]
    expression: Callable[[str], str]

    def of(self, pattern: str, listing: Mapping[str, object]) -> str | None:
        """Return the glob of a pattern of the policy, or None for one that needs the files."""
        plain = pattern.removeprefix("/").removesuffix("/")
        if not _GLOB.fullmatch(plain):
            return None
        if "*" not in plain:
            if "/" not in pattern.rstrip("/"):
                return None  # it matches at every depth
            return plain if plain in listing else f"{plain}/{self.any}"
        marked = plain.replace("**/*", "**").replace("**", "\0")
        if "/" not in pattern.rstrip("/"):
            marked = re.sub(r"\A\*", "\0", marked)
        return marked.replace("*", self.star).replace("\0", self.any)


class Entry(NamedTuple):
    """One component and the globs of its files."""

    component: Component
    globs: tuple[str, ...]


def entries(coverage: Coverage, globs: Globs) -> tuple[list[Entry], list[str]]:
    """Return the components in an order in which the last match applies, and remarks."""
    components = coverage.policy.components
    owner: dict[str, int] = {}
    shared = 0
    names = {component.name: number for number, component in enumerate(components)}
    for path in coverage.listing:
        covering = [names[component.name] for component in coverage.components_of(path)]
        if covering:
            owner[path] = covering[-1]
            shared += len(covering) > 1
    remarks = []
    if listed := sum(bool(component.listed) for component in components):
        remarks.append(
            f"{counted(listed, 'package')} of [[packages]]: holders, and licences that no list"
            " states, are left to their files"
        )
    if shared:
        remarks.append(f"{counted(shared, 'file')} of several components: only the last is stated")
    found = []
    for number, component in enumerate(components):
        own = [path for path, at in owner.items() if at == number]
        if not own:
            remarks.append(f'component "{component.name}" has no file of its own: left out')
            continue
        kept = [globs.of(p, coverage.listing) for p in component.paths if not p.startswith("!")]
        written = tuple(one for one in kept if one is not None)
        later = {path for path, at in owner.items() if at > number}
        if not _are_of(written, set(own), later, coverage.listing, globs):
            written = tuple(map(globs.literal, own))
        found.append(Entry(component, written))
    return found, remarks


def _are_of(
    written: tuple[str, ...],
    own: set[str],
    later: set[str],
    listing: Iterable[str],
    globs: Globs,
) -> bool:
    """Whether globs match the files of one component, and besides only those of later ones."""
    if not written:
        return False
    matches = re.compile("|".join(map(globs.expression, written)), re.DOTALL).fullmatch
    matched = {path for path in listing if matches(path)}
    return own <= matched <= own | later


def plain_holders(holders: Iterable[str], remarks: list[str]) -> tuple[str, ...]:
    """Return the holders that are names, and add a remark for each that is a pattern."""
    kept = []
    for holder in holders:
        if holder.startswith("re:"):
            remarks.append(f"holder {holder} is a pattern: left out")
        else:
            kept.append(holder)
    return tuple(kept)


def stated_license(component: Component) -> str | None:
    """Return the licence of a component, or None where nobody has stated one."""
    return None if component.license == NO_LICENSE else component.known_license or None


def described(component: Component) -> str:
    """Return name, version and package URL, for a comment."""
    return " ".join(filter(None, (component.name, component.version, component.purl)))
