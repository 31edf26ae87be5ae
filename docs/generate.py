"""``make docs``: writes what the code itself says, in docstrings and tables."""

from __future__ import annotations

import inspect
import json
import re
from pathlib import Path

from attribcheck.documents import inventory
from attribcheck.policy.json_schema import json_schema
from attribcheck.rules.base import Rule
from attribcheck.rules.registry import every

HERE = Path(__file__).resolve().parent
RULES_TOP = """\
# Rules

Written by `make docs` from the docstrings in `attribcheck/rules/`; `attribcheck explain RULE`
prints the same. A rule's severity can be changed in the policy (`[rules]`), never silently: an
`error` fails a run, a `warning` or a `note` does only when `--fail-on` says so.

"""
TEMPLATES_TOP = """\
# Templates of your own

Written by `make docs` from the docstrings in `attribcheck/documents/inventory.py`.

`attribcheck notice --template CREDITS.md.j2` writes `CREDITS.md`: the name of the template without
`.j2`, at the top of the repository or in `--output DIR`. `--check` compares, as for every document;
with `--staged` the template is the one that is staged. `--template` stands instead of `--format`.

The language is that of [Jinja](https://jinja.palletsprojects.com/en/stable/templates/), with all of
its filters. Tags that stand alone in a line leave no empty line behind. In a template whose name
ends in `.html.j2` values are escaped, and shown without what a terminal or a browser could act on.

```jinja
{% for item in items %}
{{ item.title }}: {{ item.concluded_license }}
{% for statement in item.statements %}
    {{ statement.text }}
{% endfor %}
{% endfor %}
```

A document that quotes the notices of others is best put between REUSE-Ignore tags, as
[THIRD-PARTY-NOTICES](../templates/THIRD-PARTY-NOTICES.j2) does it: else the next check takes them
for notices of your own.

## What a template can't do

It may come from anybody's fork, so it runs in Jinja's sandbox: it sees the names below and nothing
of Python, the environment or any file, and changes nothing. A name that does not exist is an error,
not an empty text. It can't include, import or extend other templates. It is rendered in a process
of its own, within 30 seconds and 512 MiB; the bound on memory holds on Linux alone, and on Windows
a template that takes too long is stopped without the line at which it stood. Every error names the
template and the line, writes nothing and ends with exit code 2.

"""


def pages() -> dict[Path, str]:
    """Return the text of every generated page by its path."""
    return {
        HERE / "rules.md": RULES_TOP + _index() + "".join(map(_rule, every())),
        HERE / "templates.md": TEMPLATES_TOP + _types(),
        HERE / "attribcheck.schema.json": json.dumps(json_schema(), indent=2) + "\n",
    }


def _index() -> str:
    rows = [f"| [{r.name}](#{r.name}) | {r.severity.label} | {r.summary()} |" for r in every()]
    return "\n".join(["| rule | severity | what it reports |", "| --- | --- | --- |", *rows]) + "\n"


def _rule(rule: type[Rule]) -> str:
    body = rule.documentation().replace("\n## ", "\n### ")
    return f"\n## {rule.name}\n\n{body}\n"


def _types() -> str:
    """Return what every type of the inventory says of itself, the inventory first."""
    found = [one for one in vars(inventory).values() if inspect.isclass(one)]
    own = [one for one in found if one.__module__ == inventory.__name__]
    return "\n".join(map(_type, reversed(own)))


def _type(one: type) -> str:
    summary, _, attributes = (inspect.getdoc(one) or "").partition("\n\nAttributes:\n")
    title = "What a template can name" if one is inventory.Inventory else one.__name__
    rows = [
        "| name | type | what it is |",
        "| --- | --- | --- |",
        *(
            _row(match[1], one.__annotations__[match[1]].__forward_arg__, match[2])
            for match in re.finditer(r"^    (\w+): (.*(?:\n {8}.*)*)", attributes, re.MULTILINE)
        ),
        *(
            _row(name, value.fget.__annotations__["return"], value.fget.__doc__ or "")
            for name, value in vars(one).items()
            if isinstance(value, property)
        ),
    ]
    return "\n".join([f"## {title}", "", " ".join(summary.split()), "", *rows]) + "\n"


def _row(name: str, type_: str, text: str) -> str:
    shown = type_.replace("|", "\\|")
    words = " ".join(text.replace("``", "`").split()).replace("|", "\\|")
    return f"| `{name}` | `{shown}` | {words} |"


if __name__ == "__main__":
    for path, text in pages().items():
        path.write_text(text, encoding="utf-8")
