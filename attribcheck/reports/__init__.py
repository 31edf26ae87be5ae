"""Renders the result of a check, one module a format."""
