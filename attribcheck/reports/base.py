"""The interface of report formats, and the list of all formats."""

from __future__ import annotations

import importlib
from typing import NamedTuple, Protocol, cast

from attribcheck.check.result import CheckResult

# The names of their modules, which are imported on use.
FORMATS = ("text", "json", "github", "sarif", "markdown", "html")


class Options(NamedTuple):
    """How to render.

    Attributes:
        color: Whether to use ANSI colours; text format only.
        quiet: Whether to omit everything but findings; text format only.
        rules_url: The URL of docs/rules.md, for links to rules; empty for no links.
        source_url: The base URL of the checked files, without a slash at its end, for links to
            lines; empty for no links.
    """

    color: bool = False
    quiet: bool = False
    rules_url: str = ""
    source_url: str = ""


class Format(Protocol):
    """The interface of a module that renders a format."""

    def render(self, result: CheckResult, options: Options) -> str:
        """Return the report, with a final newline; equal results give equal text."""
        ...


def format_named(name: str) -> Format:
    """Return the module of the format ``name``, one of FORMATS."""
    return cast("Format", importlib.import_module(f"attribcheck.reports.{name}"))
