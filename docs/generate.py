"""``make docs``: writes what the code itself says: docs/rules.md and the policy's JSON Schema."""

from __future__ import annotations

import json
from pathlib import Path

from attribcheck.policy.schema import json_schema
from attribcheck.rules.registry import RULES

HERE = Path(__file__).resolve().parent
RULES_TOP = """\
# Rules

Written by `make docs` from the docstrings in `attribcheck/rules/`; `attribcheck explain RULE`
prints the same. A rule's severity can be changed in the policy (`[rules]`), never silently: an
`error` fails a run, a `warning` or a `note` does only when `--fail-on` says so.

"""


def pages() -> dict[Path, str]:
    """Return the text of every generated page by its path."""
    return {
        HERE / "rules.md": RULES_TOP + _index() + "".join(map(_rule, RULES)),
        HERE / "attribcheck.schema.json": json.dumps(json_schema(), indent=2) + "\n",
    }


def _index() -> str:
    rows = [f"| [{r.name}](#{r.name}) | {r.severity.label} | {r.summary()} |" for r in RULES]
    return "\n".join(["| rule | severity | what it reports |", "| --- | --- | --- |", *rows]) + "\n"


def _rule(rule: type) -> str:
    body = rule.documentation().replace("\n## ", "\n### ")
    return f"\n## {rule.name}\n\n{body}\n"


if __name__ == "__main__":
    for path, text in pages().items():
        path.write_text(text, encoding="utf-8")
