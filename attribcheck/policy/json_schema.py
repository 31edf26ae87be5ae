"""Builds the policy's JSON Schema from the table that the validator uses."""

from __future__ import annotations

from typing import Any

from attribcheck.core.finding import RULE_NAMES
from attribcheck.core.model import POLICY_NAME
from attribcheck.policy.fields import (
    COUNTRY_PATTERN,
    HIGHEST_COUNT,
    PURL_PATTERN,
    READINGS,
    SEVERITIES,
    TABLES,
    Form,
    Key,
    Kind,
    Table,
)
from attribcheck.policy.model import VERSION


def json_schema() -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) of the policy, for editors and other validators.

    It is as strict as JSON Schema can be; licence ids, patterns that compile and unique names are
    checked by ``loader`` only. A TOML date is a string there, as editors show it.
    """
    tables: dict[str, Any] = {}
    for table in TABLES:
        schema = {
            "type": "object",
            "additionalProperties": False,
            "required": [key.name for key in table.keys if key.required],
            "properties": {key.name: _key_schema(key) for key in table.keys},
            **_alternatives(table),
        }
        if table.is_array:
            schema = {"type": "array", "items": schema}
        tables[table.name] = {"description": table.text, **schema}
    version = {"description": "The version of this format.", "const": VERSION}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": POLICY_NAME,
        "description": "Components of this repository, their holders, and allowed licences.",
        "type": "object",
        "additionalProperties": False,
        "required": ["version"],
        "properties": {"version": version, **tables},
    }


def _alternatives(table: Table) -> dict[str, Any]:
    """Return the condition that a table has a key or the one that stands in for it."""
    choices = [
        {
            "anyOf": [
                {"required": [key.name]},
                {"required": [key.unless], "properties": {key.unless: {"minItems": 1}}},
            ]
        }
        for key in table.keys
        if key.unless
    ]
    return {"allOf": choices} if choices else {}


def _key_schema(key: Key) -> dict[str, Any]:
    schema: dict[str, Any] = {"description": key.text}
    if key.kind is Kind.STRINGS:
        schema |= {"type": "array", "items": _string_schema(key.form)}
        if key.non_empty:
            schema["minItems"] = 1
    elif key.kind is Kind.BOOLEAN:
        schema["type"] = "boolean"
    elif key.kind is Kind.COUNT:
        schema |= {"type": "integer", "minimum": 1, "maximum": HIGHEST_COUNT}
    elif key.kind is Kind.DATE:
        schema |= {"type": "string", "format": "date"}
    else:
        schema |= _string_schema(key.form)
    if key.examples:
        schema["examples"] = list(key.examples)
    return schema


def _string_schema(form: Form) -> dict[str, Any]:
    if form is Form.RULE:
        return {"enum": list(RULE_NAMES)}
    if form is Form.SEVERITY:
        return {"enum": list(SEVERITIES)}
    if form is Form.READING:
        return {"enum": list(READINGS)}
    if form is Form.COUNTRY:
        return {"type": "string", "pattern": COUNTRY_PATTERN}
    if form is Form.PURL:
        return {"type": "string", "pattern": PURL_PATTERN}
    return {"type": "string", "pattern": r"\S"}  # not empty, not blank
