"""Runs an engine in processes of its own, so that no file can take the run down with it."""
