"""``attribcheck explain``: prints the documentation of a rule, or the list of rules."""

from __future__ import annotations

import argparse
import difflib

from attribcheck.cli import session
from attribcheck.core.errors import EXIT_CLEAN, UsageError


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the command's options."""
    parser.add_argument("rule", nargs="?", metavar="RULE", help="a rule's name (default: list all)")


def run(options: argparse.Namespace) -> int:
    """Print the documentation and return the exit code."""
    from attribcheck.rules.registry import by_name

    rules = by_name()
    if options.rule is None:
        width = max(map(len, rules))
        lines = [
            f"{name:{width}}  {rule.severity.label:7}  {rule.summary()}"
            for name, rule in rules.items()
        ]
        session.print_out("\n".join(lines) + "\n")
        return EXIT_CLEAN
    if options.rule not in rules:
        close = difflib.get_close_matches(options.rule, rules, n=1)
        raise UsageError(
            f"there is no rule {options.rule!r}" + (f", did you mean {close[0]}?" if close else ""),
            hint="attribcheck explain lists them",
        )
    rule = rules[options.rule]
    session.print_out(f"# {rule.name} ({rule.severity.label})\n\n{rule.documentation()}\n")
    return EXIT_CLEAN
