"""Finds notices in files: the engine, its workers and the cache of results."""
