"""The documents that a release carries."""
