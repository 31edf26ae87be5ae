"""The one description of the policy's tables and keys.

The validator (``load``), the writer (``edit``) and the published JSON Schema (``schema``) are all
made from ``TABLES``, so they can't disagree on what a policy may hold. Keys stand in the order in
which the writer puts them.
"""

from __future__ import annotations

import enum
from typing import Any, NamedTuple

from attribcheck.core.finding import RULE_NAMES, Severity

HIGHEST_COUNT = 2**31 - 1  # what operating systems take as a limit


class Kind(enum.Enum):
    """The TOML type of a key; the value is how a message names it."""

    STRING = "a string"
    STRINGS = "an array of strings"
    BOOLEAN = "true or false"
    COUNT = f"a whole number from 1 to {HIGHEST_COUNT}"
    DATE = "a date such as 2027-06-30, without quotes"


class Form(enum.Enum):
    """What the strings of a key must look like; ``checks`` holds one check for each."""

    TEXT = "text"
    EXPRESSION = "SPDX licence expression"
    LICENSE_ENTRY = "SPDX licence expression or category:NAME"
    COUNTRY = "ISO 3166-1 alpha-2 country"
    ORIGIN_ENTRY = "ISO 3166-1 alpha-2 country or supplier:NAME"
    HOLDER = "name or re:PATTERN"
    PATTERN = "gitignore-style pattern"
    PATH = "path from the top of the repository"
    PURL = "package URL"
    RULE = "rule name"
    SEVERITY = "severity"


COUNTRY_PATTERN = r"^[A-Z]{2}$"
# The rest of a package URL is left to those who resolve it: types differ in what they ask for.
PURL_PATTERN = r"^pkg:[A-Za-z][A-Za-z0-9.+-]*/[^\s/](\S*[^\s/])?$"
SEVERITIES = tuple(severity.label for severity in sorted(Severity, reverse=True))


class Key(NamedTuple):
    """One key of a table.

    Attributes:
        name: As written in the file, with dashes.
        kind: Its type.
        text: What it means, in a sentence or two.
        form: What its strings must look like.
        required: Whether the table needs it.
        filled: Whether an empty array is refused.
        examples: Values for the schema, as JSON has them.
    """

    name: str
    kind: Kind
    text: str
    form: Form = Form.TEXT
    required: bool = False
    filled: bool = False
    examples: tuple[Any, ...] = ()

    @property
    def attribute(self) -> str:
        """The name of the attribute in ``types`` that holds it."""
        return self.name.replace("-", "_")


class Table(NamedTuple):
    """One table of the policy.

    Attributes:
        name: As written in the file.
        text: What it declares.
        keys: Its keys, in the order of writing.
        many: Whether it is an array of tables, ``[[name]]``.
    """

    name: str
    text: str
    keys: tuple[Key, ...]
    many: bool = False

    @property
    def header(self) -> str:
        """The header as written: ``[name]`` or ``[[name]]``."""
        return f"[[{self.name}]]" if self.many else f"[{self.name}]"

    @property
    def by_name(self) -> dict[str, Key]:
        """The keys by the name that is written in the file."""
        return {key.name: key for key in self.keys}


def _country(text: str, example: str) -> Key:
    return Key("origin", Kind.STRING, text, Form.COUNTRY, examples=(example,))


def _limits(form: Form, text: str, allow: Any, deny: Any) -> tuple[Key, Key]:
    allowed = f"{text} that may be used; without this key all may that are not denied."
    denied = f"{text} that may not be used; wins over `allow`."
    return (
        Key("allow", Kind.STRINGS, allowed, form, examples=(allow,)),
        Key("deny", Kind.STRINGS, denied, form, examples=(deny,)),
    )


PROJECT = Table(
    "project",
    "What is our own.",
    (
        Key("name", Kind.STRING, "The project's name.", examples=("Haneul",)),
        Key(
            "license",
            Kind.STRING,
            "The project's own licence, an SPDX expression.",
            Form.EXPRESSION,
            examples=("Apache-2.0",),
        ),
        Key(
            "holders",
            Kind.STRINGS,
            "Holders whose notices are our own: names, or `re:PATTERN`.",
            Form.HOLDER,
            examples=(["Haneul Labs", "Haneul contributors"],),
        ),
        _country("The project's country, ISO 3166-1 alpha-2.", "KR"),
    ),
)
LICENSES = Table(
    "licenses",
    "Which licences components may have. Without it every known licence passes.",
    _limits(
        Form.LICENSE_ENTRY,
        "SPDX ids and expressions, and `category:NAME`,",
        ["category:permissive", "MPL-2.0"],
        ["category:copyleft", "SSPL-1.0"],
    ),
)
ORIGINS = Table(
    "origins",
    "Where components may come from.",
    _limits(
        Form.ORIGIN_ENTRY,
        "Countries (ISO 3166-1 alpha-2) and suppliers (`supplier:NAME`)",
        ["KR", "supplier:Foo Corp."],
        ["XX"],
    ),
)
SCAN = Table(
    "scan",
    "The bounds that keep one file from stopping a run.",
    (
        Key("timeout", Kind.COUNT, "Seconds that one file may take (120).", examples=(300,)),
        Key(
            "memory",
            Kind.COUNT,
            "Mebibytes that one file may take on top of the engine itself (4096).",
            examples=(8192,),
        ),
    ),
)
RULES = Table(
    "rules",
    "Severities by rule: `error` fails a run, `warning` and `note` do not unless asked to.",
    tuple(
        Key(name, Kind.STRING, f"What a `{name}` finding weighs.", Form.SEVERITY)
        for name in RULE_NAMES
    ),
)
COMPONENT = Table(
    "component",
    "A body of code or weights with one origin.",
    (
        Key(
            "name",
            Kind.STRING,
            "What it is called; unique in the policy.",
            required=True,
            examples=("Foo attention kernels",),
        ),
        Key("version", Kind.STRING, "Its version or revision.", examples=("2.1",)),
        Key(
            "purl",
            Kind.STRING,
            "Its package URL.",
            Form.PURL,
            examples=("pkg:github/foo-corp/attention@2.1",),
        ),
        Key("supplier", Kind.STRING, "Who it was had from.", examples=("Foo Corp.",)),
        _country("The supplier's country, ISO 3166-1 alpha-2.", "DE"),
        Key(
            "license",
            Kind.STRING,
            "Its licence, as a person concluded it: an SPDX expression.",
            Form.EXPRESSION,
            required=True,
            examples=("Apache-2.0", "MIT OR Apache-2.0"),
        ),
        Key(
            "holders",
            Kind.STRINGS,
            "Holders that its notices may carry: names, or `re:PATTERN`.",
            Form.HOLDER,
            examples=(["Foo Corp."],),
        ),
        Key(
            "paths",
            Kind.STRINGS,
            "gitignore-style patterns of the files that it explains.",
            Form.PATTERN,
            required=True,
            filled=True,
            examples=(["src/haneul/attention/**", "!src/haneul/attention/ours.py"],),
        ),
        Key(
            "source",
            Kind.STRING,
            "The URL it was taken from.",
            examples=("https://example.com/foo-corp/attention",),
        ),
        Key("modified", Kind.BOOLEAN, "Whether its files were changed.", examples=(True,)),
        Key(
            "notice-file",
            Kind.STRING,
            "The upstream NOTICE in this repository, which is carried verbatim.",
            Form.PATH,
            examples=("third_party/foo/NOTICE",),
        ),
        Key(
            "models",
            Kind.STRINGS,
            "Base models that it covers.",
            examples=(["foo-corp/Foo-7B"],),
        ),
    ),
    many=True,
)
EXCEPTION = Table(
    "exception",
    "A reasoned, dated permission to leave a finding.",
    (
        Key(
            "rule",
            Kind.STRING,
            "The rule whose findings it permits.",
            Form.RULE,
            required=True,
            examples=("undeclared-notice",),
        ),
        Key(
            "paths",
            Kind.STRINGS,
            "gitignore-style patterns of the files.",
            Form.PATTERN,
            required=True,
            filled=True,
            examples=(["tests/fixtures/**"],),
        ),
        Key(
            "reason",
            Kind.STRING,
            "Why the finding may be left.",
            required=True,
            examples=("licence texts used as test data",),
        ),
        Key("expires", Kind.DATE, "The last day on which it holds.", examples=("2027-06-30",)),
    ),
    many=True,
)

TABLES = (PROJECT, LICENSES, ORIGINS, SCAN, RULES, COMPONENT, EXCEPTION)
