"""Detectors of notices beside the engine: one module each, listed in ``registry``."""
