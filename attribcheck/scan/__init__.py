"""Notices: the engine, its workers, the cache of its results."""
