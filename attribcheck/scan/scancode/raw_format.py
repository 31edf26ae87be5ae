"""The format of scancode's results: every key and type is checked.

Any difference stops the run: if a new version renamed a field, a tolerant reader would find nothing
and pass everything.

Format: ``scancode.api`` of scancode-toolkit 32.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from attribcheck.core.errors import EngineError

Kind = type | tuple[type, ...]
_OPTIONAL_TEXT: Kind = (str, type(None))
_NUMBER: Kind = (int, float)

LICENSES: Mapping[str, Kind] = {
    "detected_license_expression": _OPTIONAL_TEXT,
    "detected_license_expression_spdx": _OPTIONAL_TEXT,
    "license_detections": list,
    "license_clues": list,
    "percentage_of_license_text": _NUMBER,
}
DETECTION: Mapping[str, Kind] = {
    "license_expression": str,
    "license_expression_spdx": str,
    "matches": list,
    "identifier": str,
}
MATCH: Mapping[str, Kind] = {
    "license_expression": str,
    "license_expression_spdx": str,
    "from_file": _OPTIONAL_TEXT,
    "start_line": int,
    "end_line": int,
    "matcher": str,
    "score": _NUMBER,
    "matched_length": int,
    "match_coverage": _NUMBER,
    "rule_relevance": _NUMBER,
    "rule_identifier": str,
    "rule_url": _OPTIONAL_TEXT,
}
COPYRIGHTS: Mapping[str, Kind] = {"copyrights": list, "holders": list, "authors": list}


def checked(raw: object, shape: Mapping[str, Kind], part: str) -> dict[str, Any]:
    """Return ``raw`` if it is a mapping with exactly these keys and types; else raise."""
    if not isinstance(raw, dict):
        raise unknown_format(part, f"a {type(raw).__name__} instead of a mapping")
    if raw.keys() != shape.keys():
        missing = ", ".join(sorted(shape.keys() - raw.keys()))
        unknown = ", ".join(sorted(str(key) for key in raw.keys() - shape.keys()))
        problem = [f"missing {missing}"] if missing else []
        raise unknown_format(part, "; ".join(problem + ([f"unknown {unknown}"] if unknown else [])))
    for key, kind in shape.items():
        # isinstance accepts bool as int; scancode has no such field.
        if not isinstance(raw[key], kind) or isinstance(raw[key], bool):
            raise unknown_format(part, f"{key} is a {type(raw[key]).__name__}")
    return raw


def checked_all(raw: Iterable[object], shape: Mapping[str, Kind], part: str) -> list[Any]:
    """Return ``raw`` as a list of checked mappings; see ``checked``."""
    return [checked(item, shape, part) for item in raw]


def unknown_format(part: str, problem: str) -> EngineError:
    """Return the error for a result of another format."""
    return EngineError(
        f"scancode returned an unknown format: {part}: {problem}",
        hint='install a supported version: pip install "scancode-toolkit>=32.5,<33"',
    )
