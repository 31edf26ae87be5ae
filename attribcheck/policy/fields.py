"""Describes the policy's tables and keys, once for all who need them.

``validator``, ``toml_writer``, ``editor`` and ``json_schema`` all read ``TABLES``, so they can't
disagree. Keys are in the order in which they are written.
"""

from __future__ import annotations

import enum
from typing import Any, NamedTuple

from attribcheck.core.finding import RULE_NAMES, Severity

HIGHEST_COUNT = 2**31 - 1  # the highest limit that operating systems accept


class Kind(enum.Enum):
    """The TOML type of a key; the value is how a message names it."""

    STRING = "a string"
    STRINGS = "an array of strings"
    BOOLEAN = "true or false"
    COUNT = f"a whole number from 1 to {HIGHEST_COUNT}"
    DATE = "a date such as 2027-06-30, without quotes"


class Form(enum.Enum):
    """The format of a key's strings; ``value_checks.CHECKS`` has one check for each."""

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
    READING = "read, list or ignore"
    HEADER = "template of a notice"


COUNTRY_PATTERN = r"^[A-Z]{2}$"
# Not more than the common part: each type of package URL has rules of its own for the rest.
PURL_PATTERN = r"^pkg:[A-Za-z][A-Za-z0-9.+-]*/[^\s/](\S*[^\s/])?$"
READINGS = ("read", "list", "ignore")
SEVERITIES = tuple(severity.label for severity in sorted(Severity, reverse=True))


class Key(NamedTuple):
    """One key of a table.

    Attributes:
        name: As written in the file, with dashes.
        kind: Its type.
        text: Its meaning, in a sentence or two.
        form: The format of its strings.
        required: Whether the table must have it.
        unless: The key without which the table must have it; "" when there is none.
        non_empty: Whether its array must have an item.
        examples: Values for the schema, as in JSON.
    """

    name: str
    kind: Kind
    text: str
    form: Form = Form.TEXT
    required: bool = False
    unless: str = ""
    non_empty: bool = False
    examples: tuple[Any, ...] = ()

    @property
    def attribute(self) -> str:
        """The name of the attribute in ``model`` that holds it."""
        return self.name.replace("-", "_")


class Table(NamedTuple):
    """One table of the policy.

    Attributes:
        name: As written in the file.
        text: Its meaning.
        keys: Its keys, in the order in which they are written.
        is_array: Whether it is an array of tables, ``[[name]]``.
    """

    name: str
    text: str
    keys: tuple[Key, ...]
    is_array: bool = False

    @property
    def header(self) -> str:
        """The header as written: ``[name]`` or ``[[name]]``."""
        return f"[[{self.name}]]" if self.is_array else f"[{self.name}]"

    @property
    def by_name(self) -> dict[str, Key]:
        """The keys by their names."""
        return {key.name: key for key in self.keys}


def _country(text: str, example: str) -> Key:
    return Key("origin", Kind.STRING, text, Form.COUNTRY, examples=(example,))


def _limits(form: Form, text: str, allow: Any, deny: Any) -> tuple[Key, Key]:
    allowed = f"{text} that are allowed; without this key, all that are not denied."
    denied = f"{text} that are denied; wins over `allow`."
    return (
        Key("allow", Kind.STRINGS, allowed, form, examples=(allow,)),
        Key("deny", Kind.STRINGS, denied, form, examples=(deny,)),
    )


PROJECT = Table(
    "project",
    "The project itself.",
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
            "The project's own copyright holders: names, or `re:PATTERN`.",
            Form.HOLDER,
            examples=(["Haneul Labs", "Haneul contributors"],),
        ),
        Key(
            "contributors",
            Kind.STRINGS,
            "Others with copyright in the project's own files, beside its own notice and under its"
            " own licence: names, or `re:PATTERN`.",
            Form.HOLDER,
            examples=(["Foo Corp."],),
        ),
        _country("The project's country, ISO 3166-1 alpha-2.", "KR"),
        Key(
            "header",
            Kind.STRING,
            "The notice that the project's own source files have to begin with; `{year}`,"
            " `{holder}` and `{license}` are replaced. Without it `missing-header` finds nothing.",
            Form.HEADER,
            examples=(
                "SPDX-FileCopyrightText: {year} {holder}\nSPDX-License-Identifier: {license}",
            ),
        ),
    ),
)
LICENSES = Table(
    "licenses",
    "Allowed and denied licences of components. Without it every known licence passes.",
    _limits(
        Form.LICENSE_ENTRY,
        "SPDX ids and expressions, and `category:NAME`,",
        ["category:permissive", "MPL-2.0"],
        ["category:copyleft", "SSPL-1.0"],
    ),
)
ORIGINS = Table(
    "origins",
    "Allowed and denied origins of components.",
    _limits(
        Form.ORIGIN_ENTRY,
        "Countries (ISO 3166-1 alpha-2) and suppliers (`supplier:NAME`)",
        ["KR", "supplier:Foo Corp."],
        ["XX"],
    ),
)
SCAN = Table(
    "scan",
    "Limits for the scan of one file, and what is read of files that hold others.",
    (
        Key("timeout", Kind.COUNT, "Seconds; 120 by default.", examples=(300,)),
        Key(
            "memory",
            Kind.COUNT,
            "Memory in MiB beyond that of the engine itself; 4096 by default.",
            examples=(8192,),
        ),
        Key(
            "archives",
            Kind.STRING,
            "Archives and compressed files: `read` their files (the default), `list` them in a"
            " finding, or `ignore` what they hold.",
            Form.READING,
            examples=("list",),
        ),
        Key(
            "media",
            Kind.STRING,
            "Fonts, images, office documents, audio and video: `read` the notices in their"
            " metadata and texts (the default), `list` them in a finding, or `ignore` them.",
            Form.READING,
            examples=("ignore",),
        ),
    ),
)
RULES = Table(
    "rules",
    "Severities by rule: `error` fails a run; `warning` and `note` do so with `--fail-on`.",
    tuple(
        Key(name, Kind.STRING, f"The severity of `{name}` findings.", Form.SEVERITY)
        for name in RULE_NAMES
    ),
)
PACKAGES = Table(
    "packages",
    "A folder that a package manager fills: each package in it is a component.",
    (
        Key(
            "folder",
            Kind.STRING,
            "The path of the folder.",
            Form.PATH,
            required=True,
            examples=("node_modules", "vendor"),
        ),
        Key(
            "list",
            Kind.STRING,
            "The path of the file that names the packages; without it their own manifests do.",
            Form.PATH,
            examples=("package-lock.json", "vendor/modules.txt", "Cargo.lock"),
        ),
    ),
    is_array=True,
)
COMPONENT = Table(
    "component",
    "A body of code or weights with one origin.",
    (
        Key(
            "name",
            Kind.STRING,
            "Its name, unique in the policy.",
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
        Key("supplier", Kind.STRING, "Its supplier (SPDX term).", examples=("Foo Corp.",)),
        _country("The supplier's country, ISO 3166-1 alpha-2.", "DE"),
        Key(
            "license",
            Kind.STRING,
            "Its concluded licence, an SPDX expression.",
            Form.EXPRESSION,
            required=True,
            examples=("Apache-2.0", "MIT OR Apache-2.0"),
        ),
        Key(
            "holders",
            Kind.STRINGS,
            "Its copyright holders: names, or `re:PATTERN`.",
            Form.HOLDER,
            examples=(["Foo Corp."],),
        ),
        Key(
            "paths",
            Kind.STRINGS,
            "gitignore-style patterns of its files; may be missing where `models` are declared.",
            Form.PATTERN,
            unless="models",
            non_empty=True,
            examples=(["src/haneul/attention/**", "!src/haneul/attention/ours.py"],),
        ),
        Key(
            "source",
            Kind.STRING,
            "The URL of its source.",
            examples=("https://example.com/foo-corp/attention",),
        ),
        Key("modified", Kind.BOOLEAN, "Whether its files were modified.", examples=(True,)),
        Key(
            "notice-file",
            Kind.STRING,
            "The path of its upstream NOTICE, which documents contain verbatim.",
            Form.PATH,
            examples=("third_party/foo/NOTICE",),
        ),
        Key(
            "models", Kind.STRINGS, "Base models that it declares.", examples=(["foo-corp/Foo-7B"],)
        ),
        Key(
            "weights",
            Kind.STRINGS,
            "Paths of fingerprints of its weights; `attribcheck weights fingerprint` makes them.",
            Form.PATH,
            examples=(["fingerprints/foo-7b.fingerprint"],),
        ),
    ),
    is_array=True,
)
EXCEPTION = Table(
    "exception",
    "Suppresses findings of one rule at some paths, with a reason.",
    (
        Key(
            "rule",
            Kind.STRING,
            "The rule whose findings it suppresses.",
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
            non_empty=True,
            examples=(["tests/fixtures/**"],),
        ),
        Key(
            "reason",
            Kind.STRING,
            "Why the findings are suppressed.",
            required=True,
            examples=("licence texts used as test data",),
        ),
        Key("expires", Kind.DATE, "The last day on which it applies.", examples=("2027-06-30",)),
    ),
    is_array=True,
)

TABLES = (PROJECT, LICENSES, ORIGINS, SCAN, RULES, PACKAGES, COMPONENT, EXCEPTION)
