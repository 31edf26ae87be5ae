"""Reads installed packages (Python, npm) that are distributed with the repository."""
