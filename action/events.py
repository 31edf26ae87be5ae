"""What an event of GitHub asks to have checked.

https://docs.github.com/en/actions/reference/workflows-and-actions/events-that-trigger-workflows

Where it can't be told what a range begins with, the whole tree is checked: more, never less. A
clone that is too shallow is no such case. The range is asked for all the same, and attribcheck
refuses it with an error that names ``fetch-depth: 0``.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import runner
from git import Git


@dataclass(frozen=True)
class Scope:
    """What to check.

    Attributes:
        spec: BASE..HEAD or BASE...HEAD; None for the whole tree.
        why: How it was found, as a clause for the log.
        head: The commit that is checked.
        base_policy: Whether HEAD is not trusted, so that the policy of BASE judges.
        is_review: Whether the result is one of a pull request (or of several, in a merge group)
            and not of a branch.
    """

    spec: str | None
    why: str
    head: str
    base_policy: bool = False
    is_review: bool = False


@dataclass(frozen=True)
class Event:
    """Why the workflow runs.

    Attributes:
        name: The event (GITHUB_EVENT_NAME).
        payload: What GitHub says of it.
        sha: The commit that it is about (GITHUB_SHA).
        ref: The branch or tag (GITHUB_REF).
    """

    name: str
    payload: Mapping[str, Any]
    sha: str
    ref: str

    @classmethod
    def read(cls, env: Mapping[str, str]) -> Event:
        """Return the event of an environment."""
        payload = json.loads(Path(env["GITHUB_EVENT_PATH"]).read_text(encoding="utf-8"))
        return cls(
            env["GITHUB_EVENT_NAME"], payload, env.get("GITHUB_SHA", ""), env.get("GITHUB_REF", "")
        )

    @property
    def is_untrusted(self) -> bool:
        """Whether it comes from a fork and runs with the rights of the base."""
        return self.name == "pull_request_target"

    @property
    def is_release(self) -> bool:
        """Whether it is about a tag or a release."""
        return self.name == "release" or self.ref.startswith("refs/tags/")


def scope(event: Event, base: str, git: Git) -> Scope:
    """Return what an event asks to have checked.

    Args:
        event: The event.
        base: What the workflow wants to compare with; empty for what the event says.
        git: The checkout.

    Raises:
        runner.StepError: there is no commit, or the one of a pull request can't be had.
    """
    head = git.commit("HEAD")
    if head is None:
        raise runner.StepError(
            "there is no commit to check",
            "Run actions/checkout, with `fetch-depth: 0`, before attribcheck.",
        )
    if event.is_untrusted:
        return _foreign_pull_request(event, base, git)
    is_request = event.name == "pull_request"
    if base:
        spec = f"{_named(base, git)}...{head}"
        return Scope(spec, "compared with the input `base`", head, is_review=is_request)
    if is_request:
        return _pull_request(event.payload["pull_request"], head, git)
    if event.name == "merge_group":
        spec = f"{event.payload['merge_group']['base_sha']}..{head}"
        return Scope(spec, "the merge group", head, is_review=True)
    if event.name == "push" and not event.is_release:
        return _push(event, head, git)
    return Scope(None, f"the whole tree, on {event.name}", head)


def _pull_request(request: Mapping[str, Any], head: str, git: Git) -> Scope:
    parents = git.parents(head)
    if len(parents) == 2 and parents[1] == request["head"]["sha"]:
        # The merge that GitHub made for this event: its first parent is the base as it stands.
        return Scope(f"{parents[0]}..{head}", "the merge of the pull request", head, is_review=True)
    spec = f"{request['base']['sha']}...{head}"
    return Scope(spec, "the checkout against the base of the pull request", head, is_review=True)


def _foreign_pull_request(event: Event, base: str, git: Git) -> Scope:
    """The base is checked out, and holds secrets; of the head only objects are fetched."""
    request = event.payload["pull_request"]
    head, number = str(request["head"]["sha"]), int(request["number"])
    if git.commit(head) is None:
        git.fetch(f"refs/pull/{number}/head")
    if git.commit(head) is None:
        raise runner.StepError(
            f"commit {head} of pull request {number} could not be fetched",
            "It may have been replaced, and a later run checks what stands there now. In a private"
            " repository actions/checkout has to keep its credentials (`persist-credentials`).",
        )
    return Scope(
        f"{_named(base, git) if base else event.sha}...{head}",
        "the pull request, by the policy of its base",
        head,
        base_policy=True,
        is_review=True,
    )


def _push(event: Event, head: str, git: Git) -> Scope:
    before = str(event.payload["before"])
    if before.strip("0"):
        if git.commit(before) or git.is_shallow:
            return Scope(f"{before}..{head}", "what was pushed", head)
        lost = "the commit that stood there before is gone (a forced push)"
    else:
        lost = "the branch is new"
    default = str(event.payload["repository"]["default_branch"])
    if event.ref == f"refs/heads/{default}":
        return Scope(None, f"the whole tree: {lost}", head)
    remote = f"refs/remotes/origin/{default}"
    if git.commit(remote) or git.is_shallow:
        return Scope(f"{remote}...{head}", f"compared with {default}: {lost}", head)
    return Scope(None, f"the whole tree: {lost}, and {default} was not fetched", head)


def _named(base: str, git: Git) -> str:
    """Return ``base``, or the branch of ``origin`` that it means: a checkout has no other local."""
    if ".." in base:
        raise runner.StepError(
            f"the input `base` is {base!r}, which is a range",
            "Give the branch, tag or commit to compare with.",
            code=2,
        )
    remote = f"refs/remotes/origin/{base}"
    return remote if git.commit(base) is None and git.commit(remote) else base
