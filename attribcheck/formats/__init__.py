"""Reads the headers of model files: bounded, without the data, for ``weights`` and ``lineage``."""
