"""Lexers: one file a language, one line in ``registry.LANGUAGES``."""
