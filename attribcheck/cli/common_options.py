"""The options that several commands have."""

from __future__ import annotations

import argparse
from collections.abc import Collection

from attribcheck.core.finding import Severity
from attribcheck.core.model import POLICY_NAME

VALUED_OPTIONS = frozenset({"--policy", "--fail-on", "--jobs", "--project"})
"""Of the options below, those of which the next argument is the value."""


def add_scan_options(parser: argparse.ArgumentParser) -> None:
    """Add the options of every command that scans."""
    parser.add_argument(
        "--no-cache", action="store_true", help="neither read nor write the cache of scan results"
    )
    parser.add_argument(
        "--jobs",
        type=_positive,
        metavar="N",
        help="number of worker processes (default: one per CPU, at most 4)",
    )
    parser.add_argument("--quiet", "-q", action="store_true", help="print only findings")


def add_check_options(parser: argparse.ArgumentParser) -> None:
    """Add the options of the commands that report findings."""
    add_scan_options(parser)
    parser.add_argument(
        "--policy", metavar="FILE", help=f"read the policy from FILE instead of {POLICY_NAME}"
    )
    parser.add_argument(
        "--fail-on",
        choices=[severity.label for severity in reversed(Severity)],
        default=Severity.ERROR.label,
        help="the lowest severity that fails the run (default: error)",
    )
    parser.add_argument(
        "--exact",
        action="store_true",
        help="disable the approximate reuse of results for edited files, which only `hook` uses",
    )
    parser.add_argument("--no-color", action="store_true", help="print no colours")
    add_project_option(parser)
    parser.set_defaults(rules_url=None, source_url=None)  # `check` has options for them


def add_project_option(parser: argparse.ArgumentParser) -> None:
    """Add ``--project``; see ``project.project_of``."""
    parser.add_argument(
        "--project",
        metavar="DIR",
        help=f"apply the {POLICY_NAME} of this folder to the files in it (default: the nearest one"
        " from the current directory upward; for `hook` the top)",
    )


def add_report_options(parser: argparse.ArgumentParser, formats: Collection[str]) -> None:
    """Add ``--format``, and ``--report`` as pairs of a format and a file.

    Args:
        parser: Gets the options.
        formats: Their names; ``text`` is one, and the default.
    """

    def pair(text: str) -> tuple[str, str]:
        name, equals, file = text.partition("=")
        if not equals or not file:
            raise argparse.ArgumentTypeError(f"{text!r} is not FORMAT=FILE")
        if name not in formats:
            known = ", ".join(formats)
            raise argparse.ArgumentTypeError(f"unknown format {name!r}; known formats: {known}")
        return name, file

    parser.add_argument(
        "--format", choices=formats, default="text", help="the report to print (default: text)"
    )
    parser.add_argument(
        "--report",
        action="append",
        default=[],
        metavar="FORMAT=FILE",
        type=pair,
        help="also write a report to FILE; repeatable",
    )


def _positive(text: str) -> int:
    number = int(text) if text.isdigit() else 0
    if number < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number of 1 or more")
    return number
