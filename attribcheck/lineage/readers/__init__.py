"""Readers of claims about models: one file a kind of file."""
