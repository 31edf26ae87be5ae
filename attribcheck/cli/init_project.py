"""The ``[project]`` of a first policy: what is written down, then what a person agrees to."""

from __future__ import annotations

import argparse
import shlex
import sys
from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

from attribcheck.cli.init_draft import contents
from attribcheck.core.model import POLICY_NAME
from attribcheck.core.text import printable

if TYPE_CHECKING:
    from attribcheck.cli.init_draft import Tree
    from attribcheck.cli.project import Project
    from attribcheck.cli.session import Session
    from attribcheck.init.own_holders import Proposal
    from attribcheck.init.project import Guess
    from attribcheck.manifests.base import Manifests
    from attribcheck.policy.model import Policy

_COMMITS = 20_000
"""The newest commits whose authors are counted."""


class Beginning(NamedTuple):
    """The beginning of a first policy.

    Attributes:
        policy: A policy with ``[project]`` only.
        unsure: Remarks for a person to check.
        reasons: Where each value is from: by ``name``, ``license`` or the holder.
    """

    policy: Policy
    unsure: tuple[str, ...] = ()
    reasons: Mapping[str, str] = {}


def beginning(
    place: Project,
    tree: Tree,
    current: Session,
    options: argparse.Namespace,
    known: Manifests,
) -> Beginning:
    """Return the ``[project]`` of a first policy; may ask one question on the terminal.

    Args:
        place: The project.
        tree: Its files.
        current: The run.
        options: The command line.
        known: What its manifests name.
    """
    from attribcheck.policy.model import Policy

    guess = _written(place, tree, options, known)
    found = Beginning(Policy(project=guess.project), guess.unsure, guess.reasons)
    if guess.project.holders:
        return found
    from attribcheck.init import own_holders

    proposals = own_holders.proposed(
        tree.classify(found.policy).files,
        guess.project.name,
        _authors(place),
        listed=guess.listed,
        third_party=known.third_party,
    )
    if not proposals:
        return found
    unsure = tuple(one for one in guess.unsure if "every notice counts as foreign" not in one)
    if not options.yes and not _agreed(current, proposals, options):
        return found._replace(unsure=(*guess.unsure, _remark(proposals)))
    names = tuple(one.holder for one in proposals)
    project = guess.project._replace(holders=names)
    return Beginning(
        Policy(project=project),
        (*unsure, f"own holders, from the headers and commits: {', '.join(names)}"),
        {**guess.reasons, **{one.holder: one.reason for one in proposals}},
    )


def _written(
    place: Project,
    tree: Tree,
    options: argparse.Namespace,
    known: Manifests,
) -> Guess:
    from attribcheck.check import pipeline
    from attribcheck.init import own_manifest, project
    from attribcheck.policy.model import Policy

    top = {path: blob for path, blob in tree.source.listing().items() if "/" not in path}
    classified = pipeline.classify(tree.source, tree.scanner, Policy(), top)
    return project.guess(
        place.root.name,
        {file.path: file.scan for file in classified.files},
        dict(contents(tree.source, [path for path in own_manifest.NAMES if path in top])),
        name=options.name,
        license_=options.license,
        own=options.holder,
        stated=next((one for one in known.statements if one.whole), None),
    )


def _authors(place: Project) -> dict[str, int]:
    """Return the number of commits of each author; none before the first commit."""
    words = ("shortlog", "-s", "-n", f"--max-count={_COMMITS}", "HEAD", "--")
    output = place.repo.git(*words, *((place.folder,) if place.folder else ()), accept=(0, 128))
    authors: dict[str, int] = {}
    for line in output.decode("utf-8", "replace").splitlines():
        count, _, name = line.strip().partition("\t")
        authors[name] = authors.get(name, 0) + int(count)
    return authors


def _agreed(current: Session, proposals: tuple[Proposal, ...], options: argparse.Namespace) -> bool:
    """Ask on the terminal whether the proposed holders are ours; without one, they are not."""
    if options.quiet or not (sys.stdin.isatty() and sys.stderr.isatty()):
        return False
    current.close_bars()
    lines = ["No LICENSE, manifest or README names who you are. Likely you are:"]
    lines += [f"  {one.holder}: {one.reason}" for one in proposals]
    lines.append("Notices of your own may be removed without a finding. Are these yours? [y/N] ")
    sys.stderr.write("\n".join(map(printable, lines)))
    sys.stderr.flush()
    return sys.stdin.readline().strip().lower() in ("y", "yes")


def _remark(proposals: tuple[Proposal, ...]) -> str:
    likely = "; ".join(f"{one.holder} ({one.reason})" for one in proposals)
    options = " ".join(f"--holder {shlex.quote(one.holder)}" for one in proposals)
    return (
        f"likely own holders, not written: {likely}. If they are yours, run:"
        f" rm {POLICY_NAME} && attribcheck init {options}"
    )
