"""``attribcheck policy``: validates the policy, or prints its JSON Schema."""

from __future__ import annotations

import argparse
import json

from attribcheck.cli import policy_files, session
from attribcheck.core.errors import EXIT_CLEAN
from attribcheck.core.model import POLICY_NAME


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the command's options."""
    actions = parser.add_subparsers(metavar="ACTION", required=True)
    validate = actions.add_parser("validate", help="report the errors in the policy")
    validate.add_argument("file", nargs="?", metavar="FILE", help=f"default: {POLICY_NAME}")
    validate.set_defaults(action=_validate)
    schema = actions.add_parser("schema", help="print the JSON Schema of the policy")
    schema.set_defaults(action=_schema)


def run(options: argparse.Namespace) -> int:
    """Run the action and return the exit code."""
    return int(options.action(options))


def _validate(options: argparse.Namespace) -> int:
    from attribcheck.cli.project import project_of
    from attribcheck.git.repository import Repository
    from attribcheck.packages.loading import load_policy
    from attribcheck.sources.work_tree import TreeSource

    if options.file is None:
        place = project_of(Repository.discover())
        policy = load_policy(place.source(TreeSource(place.repo)))
        policy_files.require_policy(policy)
    else:
        policy = policy_files.policy_from(options.file)
    session.print_out(f"{policy.display_path} is valid: {policy_files.contents(policy)}\n")
    return EXIT_CLEAN


def _schema(_: argparse.Namespace) -> int:
    from attribcheck.policy.json_schema import json_schema

    session.print_out(json.dumps(json_schema(), indent=2) + "\n")
    return EXIT_CLEAN
