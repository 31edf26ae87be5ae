"""Drafts a first policy from the notices and manifests of a repository."""
