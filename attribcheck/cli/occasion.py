"""Finds out on which occasion a hook runs, and so what it has to check.

pre-commit and prek say it in PRE_COMMIT_FROM_REF and PRE_COMMIT_TO_REF or, when a remote has no
commit yet, in PRE_COMMIT_LOCAL_BRANCH. As a bare git hook ``pre-push`` the hook gets a line on
standard input for each ref; git says nothing else that sets it apart from a commit.

Format: githooks(5), "pre-push".
"""

from __future__ import annotations

import os
import re
import stat
import sys
from collections.abc import Callable, Collection
from typing import NamedTuple

from attribcheck.core.errors import AttribcheckError
from attribcheck.core.text import printable

_WAIT = 1.0  # seconds until git has written the first line
_LIMIT = 1 << 24  # bytes: some 100,000 refs
_LINE = r"(\S+) ([0-9a-f]{40,64}) (\S+) ([0-9a-f]{40,64})"
_REDIRECT = "For a commit: attribcheck hook < /dev/null. For a push, see docs/pre-commit.md."


class PushedRef(NamedTuple):
    """One ref of a push.

    Attributes:
        name: The local ref, or what was written in its place.
        commit: Its id, or a name of it.
        remote: The id that the remote has; None when it has none, or it is not known.
        start: The start of the range where it is known; else None.
        remote_name: The name of the remote, or None.
    """

    name: str
    commit: str
    remote: str | None = None
    start: str | None = None
    remote_name: str | None = None


def pushed_refs(
    names: list[str], is_staged: Callable[[], bool], remotes: Callable[[], Collection[str]]
) -> list[PushedRef] | None:
    """Return the refs of a push; None when this is no push.

    Args:
        names: The arguments of the hook; for a bare ``pre-push``, the remote and its URL.
        is_staged: Whether anything is staged, so that a commit is likely.
        remotes: Returns the names of the remotes.

    Raises:
        AttribcheckError: standard input holds something else; or it is open and empty, and nothing
            is staged: a pass would be one of nothing.
    """
    environment = os.environ
    if environment.get("PRE_COMMIT_FROM_REF") and environment.get("PRE_COMMIT_TO_REF"):
        commit = environment["PRE_COMMIT_TO_REF"]
        start, remote = (
            environment["PRE_COMMIT_FROM_REF"],
            environment.get("PRE_COMMIT_REMOTE_NAME"),
        )
        return [PushedRef(commit, commit, start=start, remote_name=remote)]
    if branch := environment.get("PRE_COMMIT_LOCAL_BRANCH"):
        return [PushedRef(branch, branch, remote_name=environment.get("PRE_COMMIT_REMOTE_NAME"))]
    # git sets the index for the hooks of a commit; pre-commit keeps its own standard input.
    if "GIT_INDEX_FILE" in environment or "PRE_COMMIT" in environment or not _is_pipe():
        return None
    text = _standard_input()
    if text is None:
        if names or is_staged():
            return None
        raise AttribcheckError(
            "can't tell a commit from a push: standard input is open and holds nothing, and nothing"
            " is staged",
            hint=_REDIRECT,
        )
    if not text.strip():
        # Two files that were deleted are no remote: "nothing is pushed" would pass a commit.
        is_push = _is_remote(names) and (names[0] == names[1] or names[0] in remotes())
        return [] if is_push else None
    remote = names[0] if _is_remote(names) else None
    return [_ref(line)._replace(remote_name=remote) for line in text.splitlines()]


def _is_pipe() -> bool:
    try:
        return stat.S_ISFIFO(os.fstat(sys.stdin.fileno()).st_mode)
    except (AttributeError, OSError, ValueError):  # no standard input
        return False


def _standard_input() -> str | None:
    """Return what is on standard input; None when nothing comes and it stays open."""
    import select  # lazy: for a push only

    descriptor, found = sys.stdin.fileno(), b""
    while len(found) < _LIMIT:
        try:
            ready = select.select([descriptor], [], [], _WAIT)[0]
        except OSError:  # Windows can't wait for a pipe
            return None
        if not ready:
            return None
        chunk = os.read(descriptor, 1 << 16)
        if not chunk:
            return found.decode("utf-8", "surrogateescape")
        found += chunk
    raise AttribcheckError("standard input holds more refs than a push has", hint=_REDIRECT)


def _is_remote(names: list[str]) -> bool:
    """Whether the arguments are those of ``pre-push``: a remote and its URL."""
    return len(names) == 2 and not os.path.lexists(names[0])


def _ref(line: str) -> PushedRef:
    match = re.fullmatch(_LINE, line)
    if match is None:
        raise AttribcheckError(
            f"standard input holds no list of pushed refs: {printable(line[:80])}", hint=_REDIRECT
        )
    name, commit, _, remote = match.groups()
    return PushedRef(name, commit, None if _is_zero(remote) else remote)


def is_deletion(ref: PushedRef) -> bool:
    """Whether the push deletes the ref, so that there is nothing to check."""
    return _is_zero(ref.commit)


def _is_zero(oid: str) -> bool:
    return not oid.strip("0")
