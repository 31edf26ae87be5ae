"""Runs the engine in worker processes, so that no file can stop a run."""
