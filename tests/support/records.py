"""Records of components, as ``attribcheck declare --record`` writes them."""

from __future__ import annotations

from attribcheck.classify.coverage import Coverage
from attribcheck.git.repository import Repository
from attribcheck.policy import lock_comparison, lockfile
from attribcheck.policy.loader import load_policy
from attribcheck.sources.work_tree import TreeSource
from support.repo import Repo


def record(repo: Repo) -> str:
    """Return the lock of all components of a repository as they stand."""
    source = TreeSource(Repository.discover(repo.path))
    policy = load_policy(source.read_file)
    listing = source.listing()
    coverage = Coverage(policy, listing)
    return lockfile.render(
        {
            c.name: lock_comparison.record(source, coverage.paths.matching(c.paths))
            for c in policy.components
        }
    )
