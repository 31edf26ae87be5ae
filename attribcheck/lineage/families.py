"""Families of models: their names, their classes, and the defaults of their configurations.

``families.json`` is made by ``benchmarks/families.py``, which reads every configuration class of
transformers as data. A configuration without a known ``model_type`` is compared with the defaults
of every family by the keys that both have, and by the values that are equal as well. Rare keys and
values count more than those of many families (inverse document frequency): ``hidden_size`` says
nothing, ``mamba_d_state`` much. The measure is the weighted Jaccard index.

Figures: docs/lineage.md, "Structural families".
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import lru_cache
from math import log
from pathlib import Path
from typing import Any, NamedTuple

_DATA = Path(__file__).with_name("families.json")
THRESHOLD = 0.45
"""The index from which a configuration is said to match a family."""
MARGIN = 0.05
"""The distance to the next family below which two are named."""
_NOT_ARCHITECTURE = frozenset(
    "model_type architectures transformers_version torch_dtype dtype _name_or_path auto_map"
    " use_cache bos_token_id eos_token_id pad_token_id id2label label2id".split()
)
_ENDING = re.compile(
    r"(?:For[A-Z]\w*|(?:Pre[Tt]rained|Text|Vision|Audio)?Model|Attention|MLP|Mlp|Decoder|Encoder"
    r"|(?:Vision|Text|Audio)?Transformer|(?:Decoder|Encoder)?Layer|Block|Backbone|RMSNorm|Experts"
    r"|RotaryEmbedding|PatchEmbed|PatchMerger|VisionBlock|VisionTower|VisionEncoder)\w*\Z"
)


class Family(NamedTuple):
    """One configuration class.

    Attributes:
        model_type: Its ``model_type``.
        module: The folder of its code, which names the family in claims.
        prefix: The beginning of the names of its classes.
        defaults: The default of each key that is a plain value.
    """

    model_type: str
    module: str
    prefix: str
    defaults: Mapping[str, Any]


class Match(NamedTuple):
    """How near a configuration is to a family.

    Attributes:
        family: The family.
        score: The weighted Jaccard index, 0 to 1.
        shared: The number of keys that both have.
        equal: The number of those whose values are equal.
        keys: The number of keys of the configuration.
    """

    family: Family
    score: float
    shared: int
    equal: int
    keys: int


@lru_cache(maxsize=1)
def all_families() -> dict[str, Family]:
    """Return every family by its ``model_type``."""
    data = json.loads(_DATA.read_text(encoding="utf-8"))
    return {
        name: Family(name, module, prefix, defaults)
        for name, (module, prefix, defaults) in data["families"].items()
    }


@lru_cache(maxsize=1)
def _modules() -> frozenset[str]:
    return frozenset(family.module for family in all_families().values())


@lru_cache(maxsize=1)
def _prefixes() -> dict[str, str]:
    """Return the module of each prefix of a class name."""
    found: dict[str, str] = {}
    for family in all_families().values():
        found.setdefault(family.prefix, family.module)
    return found


def of_type(model_type: str) -> str | None:
    """Return the family of a ``model_type``, or None when it is not known."""
    found = all_families().get(model_type)
    return found.module if found else _plain_types().get(normal_form(model_type))


@lru_cache(maxsize=1)
def _plain_types() -> dict[str, str]:
    """Return the module of each type by its letters and digits: GGUF writes ``gptneox``."""
    return {normal_form(name): family.module for name, family in all_families().items()}


def of_module(name: str) -> str | None:
    """Return the family that a module of model code is named after, or None."""
    name = re.sub(r"\A(?:modeling|modular|configuration)_", "", name)
    return name if name in _modules() else None


def of_class(name: str) -> str | None:
    """Return the family whose classes have such a name (``Qwen2_5_VLForCausalLM``), or None."""
    if not _ENDING.search(name) or name.startswith("Auto"):
        return None
    for length in range(len(name) - 1, 1, -1):
        if (found := _prefixes().get(name[:length])) and name[length].isupper():
            return found
    return None


def may_be_class_of(name: str, module: str) -> bool:
    """Whether a class that is taken from the module of a family can be one of its model."""
    return bool(_ENDING.search(name)) and normal_form(name)[:4] == normal_form(module)[:4]


@lru_cache(maxsize=4096)  # each component is compared with each claim
def normal_form(name: str) -> str:
    """Return a name in lower case without punctuation: ``Qwen2.5-VL`` and ``qwen2_5_vl`` agree."""
    return re.sub(r"[^a-z0-9]", "", name.lower())


@lru_cache(maxsize=1)
def _bags() -> dict[str, dict[str, float]]:
    return {name: _bag(family.defaults) for name, family in all_families().items()}


@lru_cache(maxsize=1)
def _counts() -> Counter[str]:
    return Counter(item for family in all_families().values() for item in _items(family.defaults))


def _items(values: Mapping[str, Any]) -> Iterable[str]:
    for key, value in values.items():
        if key not in _NOT_ARCHITECTURE and not key.startswith("_"):
            yield key
            if value is not None and not isinstance(value, dict | list):
                yield f"{key}={value!r}"


def _bag(values: Mapping[str, Any]) -> dict[str, float]:
    total = len(all_families())
    return {item: log(total / (1 + _counts()[item])) + 0.1 for item in _items(values)}


def nearest(config: Mapping[str, Any], *, most: int = 3) -> list[Match]:
    """Return the families that are nearest to a configuration, the nearest first.

    Args:
        config: A configuration; nested ones are not looked at.
        most: How many to return.
    """
    bag = _bag(config)
    size = sum(bag.values())
    keys = sum(1 for item in bag if "=" not in item)
    found = []
    for name, other in _bags().items():
        common = bag.keys() & other.keys()
        weight = sum(bag[item] for item in common)
        union = size + sum(other.values()) - weight
        shared = sum(1 for item in common if "=" not in item)
        score = weight / union if union > 0 else 0.0
        found.append(Match(all_families()[name], score, shared, len(common) - shared, keys))
    found.sort(key=lambda match: (-match.score, match.family.model_type))
    return found[:most]
