"""Checks one source: selects the files, applies rules, suppressions and the baseline."""
