"""The kinds of origins; a new kind is one module and one line here."""

from __future__ import annotations

from pathlib import Path

from attribcheck.copies.acquire.archive_file import ArchiveFile
from attribcheck.copies.acquire.base import Acquired, Kind, purl_type
from attribcheck.copies.acquire.crates import Crates
from attribcheck.copies.acquire.directory import Directory
from attribcheck.copies.acquire.git_checkout import GitCheckout
from attribcheck.copies.acquire.go import Go
from attribcheck.copies.acquire.npm import Npm
from attribcheck.copies.acquire.pypi import PyPI
from attribcheck.core.errors import UsageError
from attribcheck.core.text import printable

KINDS: tuple[Kind, ...] = (
    PyPI(),
    Npm(),
    Crates(),
    Go(),
    ArchiveFile(),
    GitCheckout(),
    Directory(),
)
"""The first that accepts a text acquires it."""


def kind_of(spec: str) -> Kind:
    """Return the kind of what ``spec`` names.

    Raises:
        UsageError: no kind accepts it.
    """
    for kind in KINDS:
        if kind.accepts(spec):
            return kind
    known = "\n".join(f"{kind.name}: {kind.example}" for kind in KINDS)
    if purl_type(spec):
        raise UsageError(
            f"{printable(spec)}: packages of the type {purl_type(spec)!r} can't be added",
            hint=known,
        )
    raise UsageError(
        f"{printable(spec)} is no folder, archive, repository or package URL", hint=known
    )


def acquire(spec: str, scratch: Path) -> Acquired:
    """Return the component that ``spec`` names; see ``base.Kind.acquire``."""
    return kind_of(spec).acquire(spec, scratch)
