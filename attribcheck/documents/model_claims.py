"""What the files of a component say of models, for bills of materials of AI.

A document says no more than a file does: only a base model that a card or the metadata of weights
*states* becomes an ancestor. A configuration that names one is told as a remark.
"""

from __future__ import annotations

from collections.abc import Iterable

from packageurl import PackageURL

from attribcheck.classify.model import ClassifiedFile
from attribcheck.core.model import FileScan
from attribcheck.core.text import printable
from attribcheck.documents.inventory import InventoryComponent, ModelClaim, Release

_RELATION = "relation: "
_TOLD = frozenset({"base model", "model code", "task", "data set"})
_SURE = frozenset({"stated", "configured"})


def of_files(files: Iterable[ClassifiedFile]) -> tuple[ModelClaim, ...]:
    """Return the claims that are stated or configured, in the order of the files."""
    return tuple(
        ModelClaim(
            claim.kind.value,
            printable(claim.name),
            claim.strength.value,
            claim.note.removeprefix(_RELATION) if claim.note.startswith(_RELATION) else "",
            printable(file.path),
            claim.line,
            printable(claim.key),
        )
        for file in files
        for claim in (file.scan.claims if isinstance(file.scan, FileScan) else ())
        if claim.kind.value in _TOLD and claim.strength.value in _SURE
    )


def is_model(item: InventoryComponent) -> bool:
    """Whether a component has files with weights, or declares models that are elsewhere."""
    if item.is_elsewhere:
        return True
    if not item.files:
        return False
    from attribcheck.lineage.model_files import is_weights

    return bool(item.models or item.claims) and any(is_weights(file.path) for file in item.files)


def is_own_model(project: Release) -> bool:
    """Whether the project's own card describes a model: it states a base model or a task."""
    return any(claim.kind in ("base model", "task") for claim in project.claims)


def ancestors(described: InventoryComponent | Release) -> tuple[ModelClaim, ...]:
    """Return the base models that are stated, each once."""
    stated = (c for c in described.claims if c.kind == "base model" and c.strength == "stated")
    return tuple({claim.name.casefold(): claim for claim in reversed([*stated])}.values())[::-1]


def purl(name: str) -> PackageURL | None:
    """Return the package URL of a model on the Hugging Face hub; None without an organisation.

    Source: https://github.com/package-url/purl-spec/blob/main/types-doc/huggingface-definition.md
    """
    namespace, _, title = name.partition("/")
    if not namespace or not title or "/" in title or ":" in name:
        return None
    return PackageURL("huggingface", namespace, title)


def remarks(described: InventoryComponent | Release) -> tuple[str, ...]:
    """Return each claim as a line: its strength, what it names, and where."""
    return tuple(
        f"{claim.strength} {claim.kind}: {claim.name} ({claim.place})" for claim in described.claims
    )
