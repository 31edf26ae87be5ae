"""Which files a list of gitignore-style patterns means.

The only importer of ``pathspec``, which is loaded when a pattern needs it: most are the path of a
file, or of a folder with all below it, and a hook compiles no expression for those. Format:
https://git-scm.com/docs/gitignore. A pattern with a slash at its beginning or in its middle stands
for a path from the top of the repository; any other matches at every depth. A folder stands for all
below it, ``!`` takes back what came before, and the last pattern that matches decides.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Callable, Iterable
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec

# pathspec's expressions use "." and "$", which treat a line break as no character like the others.
# Names may hold one, so it is replaced on both sides by a lone surrogate that no path can hold:
# undecodable bytes become U+DC80 to U+DCFF (PEP 383).
_LINE_BREAK = "\ud800"

# A path from the top without anything special in it, and perhaps all below it.
_PLAIN = re.compile(r"(?=/|[^/]+/)/?(?P<path>[\w.+@-]+(?:/[\w.+@-]+)*)(?P<below>/\*\*)?", re.ASCII)

_ESCAPED = re.compile(r"\\[\\*?\[\]!# ]")
_DRIVE = re.compile(r"[A-Za-z]:[\\/]")
_SPECIAL = re.compile(r"[\\*?\[\]]| \Z")
# What TOML can't write, and the white space that is cut from the end of a pattern.
_UNWRITABLE = re.compile("[\ud800-\udfff]|[^\\S ]\\Z")


class PathPatterns:
    """The files that a tuple of patterns means; compiled at the first question.

    Paths are POSIX paths from the top of the repository; bytes that are not UTF-8 are surrogate
    escapes, and every other character counts as itself.

    Args:
        patterns: Patterns that ``problem`` found no fault with.

    Raises:
        ValueError: from ``matches`` and ``used``, when a pattern does not compile.
    """

    def __init__(self, patterns: tuple[str, ...]) -> None:
        self.patterns = patterns

    @cached_property
    def matches(self) -> Callable[[str], bool]:
        """Whether the patterns, taken together, mean the file at a path."""
        return _matcher(self.patterns)

    def used(self, paths: Iterable[str]) -> set[int]:
        """Return the index of every pattern that does something for at least one of ``paths``.

        Each pattern is tried on its own, so one is used even when a later one matches the same
        files. A negated pattern is used when it takes back a path that those before it mean.
        """
        waiting = set(range(len(self.patterns)))
        found: set[int] = set()
        for path in paths:
            found |= {index for index in waiting if self._uses(index, path)}
            waiting -= found
            if not waiting:
                break
        return found

    def _uses(self, index: int, path: str) -> bool:
        if not self.patterns[index].startswith("!"):
            return _matcher(self.patterns[index : index + 1])(path)
        before, after = self.patterns[:index], self.patterns[: index + 1]
        return _matcher(before)(path) and not _matcher(after)(path)


def literal(path: str) -> str:
    """Return the pattern that matches the file at ``path``, and nothing else but what is below it.

    ``?``, any one character, stands for a byte that is not UTF-8 (TOML can't write it) and for
    white space at the end other than a space (gitignore's backslash keeps only that).
    """
    escaped = _UNWRITABLE.sub("?", _SPECIAL.sub(lambda match: "\\" + match.group(), path))
    # A slash inside ties a pattern to the top already; "!" and "#" mean something at the beginning.
    anchored = "/" in path and path[0] not in "!#"
    return escaped if anchored else f"/{escaped}"


def below(folder: str) -> str:
    """Return the pattern that matches all files in ``folder`` and below it."""
    return (
        literal(folder).lstrip("/") + "/**" if folder[:1] not in "!#" else f"{literal(folder)}/**"
    )


def problem(pattern: str) -> str | None:
    """Return why ``pattern`` would not do what its author meant, or None when it may stand.

    Refuses what gitignore itself would silently match nothing with: ``..``, ``./``, backslashes as
    separators, comments, unclosed brackets.
    """
    body = pattern.removeprefix("!")
    if _DRIVE.match(body):
        return "a path from the top of the repository is needed, not one of a computer"
    if "\\" in _ESCAPED.sub("", body):
        return 'folders are separated by "/"; a backslash only stands before *?[]!# and a space'
    parts = body.split("/")
    if ".." in parts:
        return 'it leaves the repository by ".."; patterns begin at its top'
    if "." in parts:
        return '"." is no folder in a gitignore-style pattern; leave it out'
    if "" in parts[1:-1]:
        return 'it holds "//", which matches nothing'
    if pattern.startswith("#"):
        return 'gitignore reads "#" as a comment; write "\\#" for a name that begins with it'
    if _PLAIN.fullmatch(pattern):
        return None
    try:
        spec = _compiled((pattern,))
    except ValueError:
        return "it is no gitignore-style pattern"
    if all(one.include is None for one in spec.patterns):
        return "it matches nothing"
    return None


def _folded(text: str) -> str:
    return text.replace("\n", _LINE_BREAK)


@lru_cache(maxsize=4096)
def _matcher(patterns: tuple[str, ...]) -> Callable[[str], bool]:
    """Return whether patterns mean the file at a path.

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
    from pathspec import GitIgnoreSpec  # lazy: 15 ms that a run without patterns need not take

    with warnings.catch_warnings():
        # "[[a]" is a fine pattern; re warns that a later Python may read it in another way.
        warnings.simplefilter("ignore", FutureWarning)
        try:
            # The other backends, taken when they are installed, refuse surrogates.
            return GitIgnoreSpec.from_lines(map(_folded, patterns), backend="simple")
        except re.error as error:
            raise ValueError(f"not a pattern: {error}") from error
