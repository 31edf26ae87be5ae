"""Reads git repositories; the only caller of git."""
