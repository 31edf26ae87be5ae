"""A policy that is exported, and read again as ``init`` reads it."""

from __future__ import annotations

from attribcheck.classify.coverage import Coverage
from attribcheck.core.model import Blob
from attribcheck.export.base import Output
from attribcheck.export.registry import format_named
from attribcheck.manifests.base import Statement
from attribcheck.manifests.registry import read
from attribcheck.policy.model import Component, Policy
from support.scans import component, policy

PATHS = (
    "src/app.py",
    "vendor/foo/a.c",
    "vendor/foo/x/b.c",
    "lib/a.c",
    "lib/x/b.c",
    "lib/x/b.h",
    "one.c",
    "one.h",
    "data/하늘 1.bin",
)
FOO = component("foo", version="1.10", purl="pkg:npm/foo@1.10", source="https://foo.example")
"""Covers a folder."""


def exported(name: str, rules: Policy, paths: tuple[str, ...] = PATHS) -> Output:
    """Export a policy of a snapshot that holds ``paths``."""
    listing = {path: Blob(path, f"{number:040x}") for number, path in enumerate(paths)}
    return format_named(name).export(Coverage(rules, listing))


def read_back(output: Output) -> tuple[Statement, ...]:
    """Return what the readers of ``init`` find in what was written."""
    return read((path, text.encode()) for path, text in output.files.items()).statements


def of_components(
    name: str, *components: Component, paths: tuple[str, ...] = PATHS
) -> list[Statement]:
    """Return what is read back of components; nothing of the project."""
    found = read_back(exported(name, policy(*components), paths))
    return [one for one in found if not one.whole]
