"""What a report format is, and the one list of them."""

from __future__ import annotations

import importlib
from typing import NamedTuple, Protocol, cast

from attribcheck.check.result import CheckResult

# One line a format; its module is imported when it is asked for.
FORMATS = ("text", "json", "github", "sarif", "markdown", "html")


class Options(NamedTuple):
    """How to render.

    Attributes:
        color: Whether the reader understands ANSI colours; only the text format uses them.
        quiet: Whether to leave out what is not a finding; only the text format does.
        rules_url: The address of docs/rules.md, for formats that link to a rule; empty for none.
        source_url: The address below which the files that were checked can be read, without its
            last slash, for formats that link to a line; empty for none.
    """

    color: bool = False
    quiet: bool = False
    rules_url: str = ""
    source_url: str = ""


class Format(Protocol):
    """A module of this package that renders an outcome."""

    def render(self, outcome: CheckResult, options: Options) -> str:
        """Return the report, with its final newline; the same outcome gives the same text."""
        ...


def format_named(name: str) -> Format:
    """Return the format called ``name``, one of FORMATS."""
    return cast("Format", importlib.import_module(f"attribcheck.reports.{name}"))
