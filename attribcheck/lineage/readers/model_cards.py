"""Reads model cards: the YAML block at the top of a README.

Format: https://huggingface.co/docs/hub/model-cards. Only the entries that name models and licences
are parsed: the results of evaluations in the same block can be thousands of lines.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from attribcheck.core.errors import AttribcheckError
from attribcheck.core.lineage import ClaimKind, LineageClaim, Strength
from attribcheck.lineage import yaml_values
from attribcheck.lineage.model_files import is_card
from attribcheck.lineage.readers.base import Places

MAX_BYTES = 8 * 2**20
_BLOCK = re.compile(r"\A---[ \t]*\r?\n(?P<yaml>.*?\n)---[ \t]*(?:\r?\n|\Z)", re.DOTALL)
_KEYS = (
    "base_model base_model_relation license license_name license_link pipeline_tag datasets".split()
)
_PLAIN = {"pipeline_tag": ClaimKind.TASK, "datasets": ClaimKind.DATASET}
_ENTRY = re.compile(
    rf"""^["']?(?:{"|".join(_KEYS)})["']?[ \t]*:.*\n(?:(?:[ \t-].*|[ \t]*\#.*)?\n)*""", re.MULTILINE
)
RELATIONS = frozenset({"adapter", "finetune", "merge", "quantized"})
_FLOW = re.compile(r"[ \t\n]*\{")


class ModelCards:
    """See ``base.Reader``."""

    def reads(self, name: str, content: bytes) -> bool:
        """See ``base.Reader``."""
        return is_card(name) and content.removeprefix(b"\xef\xbb\xbf").startswith(b"---")

    def read(self, name: str, content: bytes) -> Iterator[LineageClaim]:
        """See ``base.Reader``."""
        places = Places(content, MAX_BYTES)
        block = _BLOCK.match(places.text)
        if block is None:
            return
        facts = _facts(block["yaml"])
        relation = facts.get("base_model_relation")
        note = ""
        if relation and isinstance(relation.value, str) and relation.value in RELATIONS:
            note = f"relation: {relation.value}"
        for key, line, value in _strings(facts.get("base_model"), "base_model"):
            place, excerpt = places.at_line(line)
            yield LineageClaim(
                ClaimKind.BASE_MODEL, value, Strength.STATED, place, key, excerpt, note
            )
        named = {key: _only(facts.get(key)) for key in ("license_name", "license_link")}
        further = ", ".join(f"{key}: {value}" for key, value in named.items() if value)
        for key, line, value in _strings(facts.get("license"), "license"):
            place, excerpt = places.at_line(line)
            name = (named["license_name"] or value) if value == "other" else value
            yield LineageClaim(
                ClaimKind.LICENSE, name, Strength.STATED, place, key, excerpt, further
            )
        for entry, kind in _PLAIN.items():
            for key, line, value in _strings(facts.get(entry), entry):
                place, excerpt = places.at_line(line)
                yield LineageClaim(kind, value, Strength.STATED, place, key, excerpt)


def _facts(block: str) -> dict[str, yaml_values.Value]:
    """Return the entries of ``_KEYS``, with lines counted in the whole file."""
    if _FLOW.match(block):
        return _entries(yaml_values.parse(block, 1))
    found: dict[str, yaml_values.Value] = {}
    for entry in _ENTRY.finditer(block):
        before = 1 + block.count("\n", 0, entry.start())
        for key, value in _entries(yaml_values.parse(entry[0], before)).items():
            if key in found:
                raise AttribcheckError(f"line {value.line}: the key {key!a} is there twice")
            found[key] = value
    return found


def _entries(value: yaml_values.Value) -> dict[str, yaml_values.Value]:
    entries = value.value if isinstance(value.value, dict) else {}
    return {key: one for key, one in entries.items() if key in _KEYS}


def _strings(value: yaml_values.Value | None, key: str) -> Iterator[tuple[str, int, str]]:
    """Yield key, line and text of a string, or of each string of a list."""
    if value is None:
        return
    if isinstance(value.value, str):
        if value.value.strip():
            yield key, value.line, value.value.strip()
    elif isinstance(value.value, list):
        for index, item in enumerate(value.value):
            if isinstance(item.value, str) and item.value.strip():
                yield f"{key}[{index}]", item.line, item.value.strip()


def _only(value: yaml_values.Value | None) -> str:
    return value.value.strip() if value and isinstance(value.value, str) else ""
