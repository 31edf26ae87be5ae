"""Helpers that tests share: ``from support.repo import Repo``."""
