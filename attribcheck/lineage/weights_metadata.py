"""Claims from the metadata of weights, which is the same kind of pairs in every format."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping

from attribcheck.core.lineage import TENSOR_NAMES, ClaimKind, LineageClaim, Strength
from attribcheck.core.model import Excerpt
from attribcheck.core.text import printable
from attribcheck.lineage import families
from attribcheck.lineage.readers.base import model_name

# modelspec.*: https://github.com/Stability-AI/ModelSpec. ss_*: the trainer sd-scripts.
_BASE = frozenset(
    "base_model base_model_name_or_path _name_or_path modelspec.merged_from modelspec.base_model"
    " ss_sd_model_name source_model hf_model_id parent_model finetuned_from".split()
)
_LICENSE = frozenset({"license", "modelspec.license", "general.license", "licence"})
_ARCHITECTURE = frozenset({"modelspec.architecture", "general.architecture", "model_type"})
_LIST = re.compile(r"[,;]\s*")
_SPEC_ENDING = re.compile(r"(?:[-_]v\d[\w.-]*)?(?:/.*)?\Z")


def claims(pairs: Mapping[str, object]) -> Iterator[LineageClaim]:
    """Yield the claims in the metadata of weights.

    Args:
        pairs: The pairs of key and value; only strings count.
    """
    for key, value in pairs.items():
        if not isinstance(value, str) or not value.strip():
            continue
        name = key.lower()
        if name in _BASE:
            for one in _LIST.split(value.strip())[:50]:
                if found := model_name(one) or _plain(one):
                    yield claim(ClaimKind.BASE_MODEL, found, key, value)
        elif name in _LICENSE:
            yield claim(ClaimKind.LICENSE, value.strip()[:300], key, value)
        elif name in _ARCHITECTURE and (family := _family(value.strip())):
            yield claim(ClaimKind.MODEL_CODE, family, key, value, Strength.CONFIGURED)


def held(format_: str) -> LineageClaim:
    """Return the claim that a file holds weights, by which they are compared with known ones."""
    return LineageClaim(ClaimKind.WEIGHTS, format_, Strength.STATED)


def structural(ranks: Mapping[str, int]) -> Iterator[LineageClaim]:
    """Yield the family whose tensors are called like these, if few families' are.

    Args:
        ranks: See ``tensor_names.patterns_of``.
    """
    if not ranks:
        return
    from attribcheck.lineage import tensor_names  # lazy: a table of half a megabyte

    matches = tensor_names.told(tensor_names.nearest(ranks))
    if not matches:
        return
    best, *others = matches
    note = (
        f"{best.shared} of {best.patterns} patterns of names are those of its {best.found.name},"
        f" index {best.score:.2f}"
    )
    if others:
        note += "; as near: " + ", ".join(one.found.module for one in others)
    yield LineageClaim(
        ClaimKind.MODEL_CODE, best.found.module, Strength.STRUCTURAL, key=TENSOR_NAMES, note=note
    )


def claim(
    kind: ClaimKind, name: str, key: str, value: str, strength: Strength = Strength.STATED
) -> LineageClaim:
    """Return a claim about one pair."""
    text = printable(f"{key}: {value if len(value) <= 200 else value[:200] + '...'}")
    return LineageClaim(kind, name, strength, key=key, excerpt=Excerpt(text))


def _plain(value: str) -> str | None:
    """Return a value that is a name without an organisation, and no path; else None."""
    name = value.strip()
    if not name or len(name) > 120 or "\n" in name:
        return None
    return re.split(r"[\\/]", name)[-1].removesuffix(".safetensors").removesuffix(".ckpt") or None


def _family(value: str) -> str | None:
    return families.of_type(value) or families.of_type(_SPEC_ENDING.sub("", value, count=1))


def text_of(pairs: Mapping[str, object]) -> str:
    """Return the pairs as text for the engine, without JSON values and without short ones.

    A short value is an id or a title, whose licence a claim has; a notice is a sentence.
    """
    lines = []
    for key, value in pairs.items():
        if isinstance(value, str) and len(value) > 20 and not _is_json(value):
            lines.append(f"{printable(key)}: {value}")
    return "\n".join(lines)


def _is_json(value: str) -> bool:
    if value[:1] not in "{[":
        return False
    try:
        json.loads(value)
    except (ValueError, RecursionError):
        return False
    return True
