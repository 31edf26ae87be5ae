"""Records of components, as ``attribcheck declare --record`` writes them."""

from __future__ import annotations

from attribcheck import pipeline, recorded
from attribcheck.git import Repository
from attribcheck.policy import lock
from attribcheck.resolve import Resolver
from attribcheck.sources.tree import TreeSource
from support.repo import Repo


def record(repo: Repo) -> str:
    """Return the lock of all components of a repository as they stand."""
    source = TreeSource(Repository.discover(repo.path))
    policy, _ = pipeline.read_policy(source)
    listing = source.listing()
    resolver = Resolver(policy, listing)
    return lock.render(
        {c.name: recorded.record(source, resolver.files_of(c, listing)) for c in policy.components}
    )
