"""Claims about models: which base model, model code or licence a file names, and how surely.

Apart from ``model``, because few repositories have such files and the hook must not load this.
"""

from __future__ import annotations

import enum
from collections.abc import Collection, Iterable
from typing import NamedTuple

from attribcheck.core.model import Excerpt


class ClaimKind(enum.Enum):
    """The thing that a claim names.

    BASE_MODEL: a model that this one comes from. LOADED_MODEL: a model that code or a build step
    fetches. MODEL_CODE: a family of models whose code or architecture is used. LICENSE: the licence
    of a model. TASK: what a model does. DATASET: data that it was trained or tested on. WEIGHTS:
    nothing; the file holds weights, in the format of that name. UNREADABLE: nothing; the file looks
    like one that names models and can't be read.
    """

    BASE_MODEL = "base model"
    LOADED_MODEL = "loaded model"
    MODEL_CODE = "model code"
    LICENSE = "licence"
    TASK = "task"
    DATASET = "data set"
    WEIGHTS = "weights"
    UNREADABLE = "unreadable"


class Strength(enum.Enum):
    """How a file names something.

    STATED: a model card or the metadata of weights says so. CONFIGURED: a configuration or a build
    step names it. IMPORTED: code imports or loads it. STRUCTURAL: keys, default values or tensor
    names match a known family. The last two never prove descent alone.
    """

    STATED = "stated"
    CONFIGURED = "configured"
    IMPORTED = "imported"
    STRUCTURAL = "structural"


TENSOR_NAMES = "names of tensors"
"""The key of a claim that rests on them."""


class LineageClaim(NamedTuple):
    """One claim of one file; the scan that holds it knows the file.

    Attributes:
        kind: The thing that is named.
        name: Its name as written (``org/model``), or that of a family; the value of a licence; for
            UNREADABLE the problem, a clause.
        strength: How it is named.
        line: The line, 1-based; 0 for a binary file.
        key: The key or the call that names it: ``base_model[0]``, ``from_pretrained``.
        excerpt: The line as written, or the part around the name.
        note: A further fact, a clause: the relation that a card states, the share of equal keys.
    """

    kind: ClaimKind
    name: str
    strength: Strength
    line: int = 0
    key: str = ""
    excerpt: Excerpt = Excerpt()
    note: str = ""


def different(claims: Iterable[LineageClaim]) -> Collection[LineageClaim]:
    """Return the first of the claims of one kind about one name."""
    found: dict[tuple[ClaimKind, str], LineageClaim] = {}
    for claim in claims:
        found.setdefault((claim.kind, claim.name.casefold()), claim)
    return found.values()
