"""Checks a complete history for notices that any commit removed and that are still missing."""
