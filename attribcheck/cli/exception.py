"""``attribcheck except``: adds an exception to the policy."""

from __future__ import annotations

import argparse
from datetime import date

from attribcheck.cli import common_options, policy_files, session
from attribcheck.core.errors import EXIT_CLEAN, UsageError
from attribcheck.core.model import POLICY_NAME


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the command's options."""
    parser.add_argument("rule", metavar="RULE", help="the rule whose findings are suppressed")
    parser.add_argument(
        "paths", nargs="+", metavar="PATH", help="gitignore-style patterns from the top"
    )
    parser.add_argument(
        "--reason", required=True, help="why the findings may be left, for reviewers"
    )
    parser.add_argument(
        "--expires", type=_date, metavar="YYYY-MM-DD", help="the last day on which it applies"
    )
    common_options.add_project_option(parser)


def _date(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text!r} is not a date (YYYY-MM-DD)") from error


def run(options: argparse.Namespace) -> int:
    """Add the exception and return the exit code."""
    from attribcheck.cli.declare import pattern_of
    from attribcheck.cli.project import project_of
    from attribcheck.git.repository import Repository
    from attribcheck.policy import editor
    from attribcheck.policy.loader import parse_policy
    from attribcheck.policy.model import PolicyException
    from attribcheck.system.files import write_atomic

    if not options.reason.strip():
        raise UsageError(
            "--reason is empty", hint="say why the findings may be left, for reviewers"
        )
    place = project_of(Repository.discover(), options.project)
    path = place.root / POLICY_NAME
    exception = PolicyException(
        rule=options.rule,
        paths=tuple(pattern_of(place.root, path) for path in options.paths),
        reason=options.reason,
        expires=options.expires,
    )
    text = policy_files.policy_text(path)
    for present in parse_policy(text.encode(), POLICY_NAME).exceptions:
        if (present.rule, present.paths) == (exception.rule, exception.paths):
            raise UsageError(
                f"{POLICY_NAME}:{present.lines.header}: an exception from {present.rule} for"
                f" {', '.join(present.paths)} already exists",
                hint="change its reason or its date",
            )
    write_atomic(path, editor.append_exception(text, exception), inside=place.repo.root)
    session.print_out(f"{POLICY_NAME}: added an exception from {options.rule}\n")
    return EXIT_CLEAN
