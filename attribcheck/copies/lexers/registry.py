"""Every language that is compared; a new one is one file and one line here."""

from __future__ import annotations

from attribcheck.copies.lexers import c, go, java, javascript, notebook, python, rust, text
from attribcheck.copies.lexers.base import Language
from attribcheck.copies.tokens import Tokens, text_of

LANGUAGES: tuple[Language, ...] = (
    python.LANGUAGE,
    c.LANGUAGE,
    java.LANGUAGE,
    javascript.LANGUAGE,
    go.LANGUAGE,
    rust.LANGUAGE,
    notebook.LANGUAGE,
    text.LANGUAGE,
)

_BY_SUFFIX = {suffix: language for language in LANGUAGES for suffix in language.suffixes}

WITHOUT_SHAPE = frozenset({text.FAMILY})
"""The families of which names are never abstracted."""


def language_of(path: str) -> Language | None:
    """Return the language of a file by its name, or None when it is no code."""
    name = path.rpartition("/")[2].lower()
    dot = name.rfind(".")
    return _BY_SUFFIX.get(name[dot:]) if dot > 0 else None


def tokenize(path: str, content: bytes) -> Tokens | None:
    """Return the tokens of a file, or None when it is no code or binary.

    Args:
        path: Its path; the language is taken from its suffix.
        content: Its bytes.
    """
    language = language_of(path)
    if language is None:
        return None
    text = text_of(content)
    return None if text is None else language.lex(text)
