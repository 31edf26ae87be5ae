"""Names all files of all components of a commit, without a look at each of them.

git has an id for the content of each folder. The files of components follow from the policy, and
from the ids of the folders that they are in; a commit of own code alters none of these.
"""

from __future__ import annotations

import hashlib
import os

from attribcheck import __version__
from attribcheck.core.model import MEMBER
from attribcheck.policy.model import Policy
from attribcheck.policy.path_patterns import literal_prefix
from attribcheck.sources.base import Source
from attribcheck.sources.staged import StagedSource

_MOST = 32  # folders; git is asked for all of them at once


def name_of(source: Source, policy: Policy) -> str | None:
    """Return a name that no other files of components, with other contents, have.

    Args:
        source: The snapshot.
        policy: The policy.

    Returns:
        None where it takes a look at each file: components have files in archives, or of which the
        folder is not known, or the commit changes some; or the snapshot is no commit to be.

    Raises:
        GitError: git failed.
    """
    if not isinstance(source, StagedSource) or policy.packages or not policy.components:
        return None
    folders = _folders(policy)
    if folders is None or len(folders) > _MOST:
        return None
    inside = tuple(f"{folder}/" for folder in folders)
    for change in source.changes():
        if any(path in folders or path.startswith(inside) for path in change.paths):
            return None
    ids = source.head_ids(folders)
    if ids is None:
        return None
    parts = (__version__, policy.text, *folders, *ids)
    return hashlib.blake2b("\0".join(parts).encode("utf-8", "surrogateescape")).hexdigest()


def _folders(policy: Policy) -> tuple[str, ...] | None:
    """Return folders, or files, that have all files of components; None when that may be anything.

    One for each folder at the top: what the patterns below it have in common.
    """
    patterns = [pattern for component in policy.components for pattern in component.paths]
    groups: dict[str, list[str]] = {}
    for pattern in patterns:
        prefix = literal_prefix(pattern)
        if not prefix or pattern.startswith("!") or MEMBER in pattern:
            return None
        groups.setdefault(prefix.partition("/")[0], []).append(prefix)
    # Of all, not of the first and the last in order: "a/b-c" is between "a/b" and "a/b/d".
    return tuple(sorted(map(os.path.commonpath, groups.values())))
