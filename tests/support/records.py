"""Records of components, as ``attribcheck declare --record`` writes them."""

from __future__ import annotations

from attribcheck import recorded
from attribcheck.classify.coverage import Coverage
from attribcheck.git import Repository
from attribcheck.policy import load, lock
from attribcheck.sources.tree import TreeSource
from support.repo import Repo


def record(repo: Repo) -> str:
    """Return the lock of all components of a repository as they stand."""
    source = TreeSource(Repository.discover(repo.path))
    policy = load.load(source.read_file)
    listing = source.listing()
    coverage = Coverage(policy, listing)
    return lock.render(
        {c.name: recorded.record(source, coverage.files_of(c, listing)) for c in policy.components}
    )
