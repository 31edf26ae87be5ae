"""Copied code: the lines of a file that correspond to those of a known origin."""
