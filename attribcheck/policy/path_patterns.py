"""Matches paths with gitignore-style patterns.

The only importer of ``pathspec``, which is loaded when a pattern needs it: most are the path of a
file, or of a folder and all below it, and need no regular expression.

Format: https://git-scm.com/docs/gitignore. A pattern with a slash at its beginning or in its middle
is relative to the top of the repository; any other matches at every depth. A folder matches all
below it, ``!`` negates, and the last pattern that matches decides.
"""

from __future__ import annotations

import itertools
import re
import warnings
from collections.abc import Callable
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec

# pathspec's expressions use "." and "$", which treat a line break specially. Names may contain one,
# so it is replaced in patterns and paths by a lone surrogate that no path can contain: undecodable
# bytes become U+DC80 to U+DCFF (PEP 383).
_LINE_BREAK = "\ud800"

# A path from the top without special characters, and perhaps all below it.
_PLAIN = re.compile(r"(?=/|[^/]+/)/?(?P<path>[\w.+@-]+(?:/[\w.+@-]+)*)(?P<below>/\*\*)?", re.ASCII)

_ESCAPED = re.compile(r"\\[\\*?\[\]!# ]")
_DRIVE = re.compile(r"[A-Za-z]:[\\/]")
_SPECIAL = re.compile(r"[\\*?\[\]]| \Z")
# Characters that TOML can't write, and white space that gitignore strips from the end of a pattern.
_UNWRITABLE = re.compile("[\ud800-\udfff]|[^\\S ]\\Z")


class PathPatterns:
    """A tuple of patterns, compiled at the first use.

    Paths are POSIX paths from the top of the repository; bytes that are not UTF-8 are surrogate
    escapes.

    Args:
        patterns: Patterns for which ``problem`` returns None.

    Raises:
        ValueError: from ``matches``, when a pattern does not compile.
    """

    def __init__(self, patterns: tuple[str, ...]) -> None:
        self.patterns = patterns

    @cached_property
    def matches(self) -> Callable[[str], bool]:
        """Whether the patterns together match a path."""
        return _matcher(self.patterns)


def literal(path: str) -> str:
    """Return the pattern that matches only ``path`` and all below it.

    ``?``, any one character, replaces a byte that is not UTF-8 (TOML can't write it) and white
    space other than a space at the end (gitignore's backslash keeps only a space).
    """
    escaped = _UNWRITABLE.sub("?", _SPECIAL.sub(lambda match: "\\" + match.group(), path))
    # A slash inside anchors a pattern already; "!" and "#" have a meaning at the beginning.
    anchored = "/" in path and path[0] not in "!#"
    return escaped if anchored else f"/{escaped}"


def below(folder: str) -> str:
    """Return the pattern that matches all files in ``folder`` and below it."""
    pattern = literal(folder)
    return f"{pattern if folder[:1] in '!#' else pattern.lstrip('/')}/**"


def literal_prefix(pattern: str) -> str:
    """Return the path at or below which ``pattern``, without its "!", has all its matches.

    Returns:
        The folders before the first special character, or the complete path of a pattern without
        one; "" when it can match anywhere.
    """
    if plain := _PLAIN.fullmatch(pattern):
        return plain["path"]
    if "/" not in pattern[:-1]:  # a slash at the beginning or in the middle anchors it
        return ""
    literal_parts = itertools.takewhile(_is_literal, pattern.removeprefix("/").split("/"))
    return "/".join(literal_parts)


def _is_literal(part: str) -> bool:
    return bool(part) and part == part.rstrip() and not _SPECIAL.search(part)


def problem(pattern: str) -> str | None:
    """Return why ``pattern`` can't be used, or None.

    Rejects patterns that gitignore accepts and that match nothing: ``..``, ``./``, backslashes as
    separators, comments, unclosed brackets.
    """
    body = pattern.removeprefix("!")
    if _DRIVE.match(body):
        return "it is an absolute path; patterns are relative to the top of the repository"
    if "\\" in _ESCAPED.sub("", body):
        return 'separate folders by "/"; a backslash may only precede *?[]!# and a space'
    parts = body.split("/")
    if ".." in parts:
        return '".." leaves the repository; patterns are relative to its top'
    if "." in parts:
        return '"." matches no folder in a gitignore-style pattern; remove it'
    if "" in parts[1:-1]:
        return '"//" matches nothing'
    if pattern.startswith("#"):
        return 'gitignore reads "#" as a comment; write "\\#" for a name that begins with it'
    if _PLAIN.fullmatch(pattern):
        return None
    try:
        spec = _compiled((pattern,))
    except ValueError:
        return "it is not a gitignore-style pattern"
    if all(one.include is None for one in spec.patterns):
        return "it matches nothing"
    return None


def _folded(text: str) -> str:
    return text.replace("\n", _LINE_BREAK)


@lru_cache(maxsize=4096)
def _matcher(patterns: tuple[str, ...]) -> Callable[[str], bool]:
    """Return a function that tells whether ``patterns`` match a path.

    Raises:
        ValueError: one does not compile.
    """
    plain = [_PLAIN.fullmatch(pattern) for pattern in patterns]
    if not all(plain):
        spec = _compiled(patterns)
        return lambda path: spec.match_file(_folded(path))
    files = frozenset(one["path"] for one in plain if one and not one["below"])
    folders = tuple(f"{one['path']}/" for one in plain if one)
    return lambda path: path in files or path.startswith(folders)


@lru_cache(maxsize=4096)
def _compiled(patterns: tuple[str, ...]) -> GitIgnoreSpec:
    """Return the compiled patterns.

    Raises:
        ValueError: one does not compile.
    """
    from pathspec import GitIgnoreSpec  # lazy: 15 ms that a run with plain patterns saves

    with warnings.catch_warnings():
        # "[[a]" is a valid pattern; re warns that a later Python may read it in another way.
        warnings.simplefilter("ignore", FutureWarning)
        try:
            # The other backends, which are the default when installed, refuse surrogates.
            return GitIgnoreSpec.from_lines(map(_folded, patterns), backend="simple")
        except re.error as error:
            raise ValueError(f"not a pattern: {error}") from error
