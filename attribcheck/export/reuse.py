"""Writes ``REUSE.toml`` and the licence texts in ``LICENSES``.

Format: https://reuse.software/spec-3.3/#reusetoml
"""

from __future__ import annotations

import re

from attribcheck.classify.coverage import Coverage
from attribcheck.core.text import printable
from attribcheck.export.base import (
    Globs,
    Output,
    described,
    entries,
    plain_holders,
    stated_license,
)
from attribcheck.policy.toml_writer import render_pair
from attribcheck.spdx import expressions, license_texts


def _literal(path: str) -> str:
    # An asterisk for a byte that is not UTF-8, which TOML can't write.
    return re.sub("[\ud800-\udfff]+", "*", re.sub(r"[\\*]", r"\\\g<0>", path))


def _expression(glob: str) -> str:
    parts = re.findall(r"\\.|\*\*|\*|[^\\*]+", glob, re.DOTALL)
    special = {"**": ".*", "*": "[^/]*"}
    return "".join(special.get(part) or re.escape(re.sub(r"\\(.)", r"\1", part)) for part in parts)


_GLOBS = Globs("*", "**", _literal, _expression)


def export(coverage: Coverage) -> Output:
    """See ``base.Format``.

    Raises:
        UsageError: a value holds bytes that are not UTF-8.
    """
    project = coverage.policy.project
    components, remarks = entries(coverage, _GLOBS)
    lines = ["version = 1"]
    if project.name:
        lines.append(render_pair("SPDX-PackageName", project.name))
    lines += _annotation(("**",), plain_holders(project.holders, remarks), project.license)
    stated = [project.license]
    for component, globs in components:
        licence = stated_license(component)
        lines += ["", f"# {printable(described(component))}"]
        holders = plain_holders(component.holders, remarks)
        lines += _annotation(globs, holders, licence)[1:]
        stated.append(licence)
    files = {"REUSE.toml": "\n".join(lines) + "\n"}
    for key in sorted({key for text in stated if text for key in expressions.single_ids(text)}):
        path = f"LICENSES/{key}.txt"
        known = license_texts.known(key)
        if path in coverage.listing:
            continue
        if known and known.text:
            files[path] = f"{known.text}\n"
        else:
            remarks.append(f"no text of {key} is known: add {path}")
    return Output(files, tuple(remarks))


def _annotation(globs: tuple[str, ...], holders: tuple[str, ...], licence: str | None) -> list[str]:
    lines = ["", "[[annotations]]", render_pair("path", globs[0] if len(globs) == 1 else globs)]
    if holders:
        lines.append(render_pair("SPDX-FileCopyrightText", holders))
    if licence:
        lines.append(render_pair("SPDX-License-Identifier", licence))
    return lines
