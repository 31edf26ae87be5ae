"""Reads manifests of vendored packages: one module a format, listed in ``registry``."""
