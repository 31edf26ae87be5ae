"""Writes ``debian/copyright``.

Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/ (DEP-5)
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from attribcheck.classify.coverage import Coverage
from attribcheck.core.text import printable
from attribcheck.export.base import Globs, Output, described, entries, plain_holders
from attribcheck.manifests.debian_copyright import FORMAT, NO_HOLDER, short_name
from attribcheck.policy.model import NO_LICENSE
from attribcheck.spdx import expressions, license_texts


def _literal(path: str) -> str:
    # Patterns are separated by white space, which nothing escapes.
    return re.sub("[\ud800-\udfff\\s]", "?", re.sub(r"[\\*?]", r"\\\g<0>", path))


def _expression(glob: str) -> str:
    parts = re.findall(r"\\.|[*?]|[^\\*?]+", glob, re.DOTALL)
    special = {"*": ".*", "?": "."}
    return "".join(special.get(part) or re.escape(re.sub(r"\\(.)", r"\1", part)) for part in parts)


_GLOBS = Globs("*", "*", _literal, _expression)


def export(coverage: Coverage) -> Output:
    """See ``base.Format``."""
    project = coverage.policy.project
    components, remarks = entries(coverage, _GLOBS)
    stanzas = [[f"Format: {FORMAT}"]]
    if project.name:
        stanzas[0].append(f"Upstream-Name: {printable(project.name)}")
    stated = []
    if project.license:
        holders = plain_holders(project.holders, remarks)
        stanzas.append(_files(("*",), holders, project.license))
        stated.append(project.license)
    else:
        remarks.append("the project has no licence, which this format requires: no stanza for it")
    for component, globs in components:
        holders = plain_holders(component.holders, remarks)
        comment = f"Comment: {printable(described(component))}"
        stanzas.append([*_files(globs, holders, component.known_license or NO_LICENSE), comment])
        stated.append(component.known_license or NO_LICENSE)
    for key in sorted({key for text in stated for key in expressions.single_ids(text)}):
        known = license_texts.known(key)
        if known and known.text:
            lines = [printable(line).rstrip() for line in known.text.splitlines()]
            stanzas.append([f"License: {short_name(key)}", *(f" {one or '.'}" for one in lines)])
        else:
            remarks.append(f"no text of {key} is known: add it to debian/copyright")
    text = "\n\n".join("\n".join(stanza) for stanza in stanzas) + "\n"
    return Output({"debian/copyright": text}, tuple(remarks))


def _files(globs: Iterable[str], holders: Iterable[str], licence: str) -> list[str]:
    return [
        _field("Files", globs),
        # With the sign, so that no reader of notices takes two lines for one holder.
        _field("Copyright", [f"(c) {printable(one)}" for one in holders] or [NO_HOLDER]),
        f"License: {_license(expressions.parse(licence))}",
    ]


def _field(name: str, values: Iterable[str]) -> str:
    return f"{name}: " + "\n ".join(values)


def _license(node: Any) -> str:
    """Return an expression of the format, where a comma binds less than a word without one."""
    if node.isliteral:
        return short_name(str(node))
    word = "and" if expressions.is_conjunction(node) else "or"
    plain = all(one.isliteral for one in node.args)
    if plain or word == "or":
        return f" {word} ".join(map(_inner, node.args))
    return f", {word} ".join(map(_inner, node.args))


def _inner(node: Any) -> str:
    nested = not node.isliteral and not all(one.isliteral for one in node.args)
    return f"({_license(node)})" if nested else _license(node)
