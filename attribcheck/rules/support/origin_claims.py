"""Comments that name an origin: "adapted from https://...", "copied from package.module.Name"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from attribcheck.copies.model import Component

_VERBS = "adapted copied taken borrowed derived ported forked modified based converted".split()
_CLAIM = re.compile(
    rf"\b(?:{'|'.join(_VERBS)})"
    r"(?:\s+\w{1,12}){0,2}?\s+(?:from|on|upon)\b[\s:]*(?P<rest>.*)",
    re.IGNORECASE,
)
_URL = re.compile(r"https?://[^\s<>\"'`)\]}]+")
_DOTTED = re.compile(r"(?<![\w./@-])[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)+(?![\w/@-])")
_MAX_LENGTH = 400  # characters; a longer line is minified code
_MOST = 100  # claims of one file
# Hosts whose URLs begin with an owner and a repository.
_FORGES = re.compile(
    r"(?:www\.|raw\.)?(?:github\.com|githubusercontent\.com|gitlab\.com|bitbucket\.org"
    r"|codeberg\.org|huggingface\.co|gitee\.com)\Z",
    re.IGNORECASE,
)
_REPOSITORY = re.compile(r"(?P<owner>[\w.-]+)/(?P<name>[\w.-]+)")


class Claim(NamedTuple):
    """A comment that names an origin.

    Attributes:
        line: Its line, 1-based.
        text: The URL or the dotted name.
        written: The line as written.
    """

    line: int
    text: str
    written: str


def claims(lines: Sequence[str]) -> list[Claim]:
    """Return the claims in the lines of a file; one that breaks may go on in the next line."""
    found: list[Claim] = []
    for number in _with_verb(lines):
        line = lines[number - 1]
        if len(line) > _MAX_LENGTH or not (match := _CLAIM.search(line)):
            continue
        rest = match["rest"].strip()
        if not rest and number < len(lines):
            rest = lines[number][:_MAX_LENGTH]
        if named := _URL.search(rest) or _DOTTED.search(rest):
            found.append(Claim(number, named.group().rstrip(".,;:"), line))
        if len(found) == _MOST:
            break
    return found


def _with_verb(lines: Sequence[str]) -> Iterable[int]:
    """Return the numbers of the lines that may have a claim, by the plain letters of a verb."""
    text = "\n".join(lines)
    if not text.isascii():
        return range(1, len(lines) + 1)  # a pattern takes some other letters for these
    lower = text.lower()
    verbs = [verb for verb in _VERBS if verb in lower]
    if not verbs:
        return ()
    return [
        number
        for number, line in enumerate(lower.split("\n"), 1)
        if any(verb in line for verb in verbs)
    ]


def named_components(claim: Claim, components: Iterable[Component]) -> list[Component]:
    """Return those of ``components`` that ``claim`` names; none when they have other names."""
    return [one for one in components if any(_is_named(name, one) for name in _names(claim.text))]


def _names(text: str) -> Iterator[str]:
    """Yield the names that a claim may give a component: ``owner/name`` and ``name``."""
    if "://" not in text:
        yield text.partition(".")[0]
        return
    host, _, path = text.partition("://")[2].partition("/")
    if _FORGES.match(host) and (match := _REPOSITORY.match(path)):
        name = match["name"].removesuffix(".git")
        yield f"{match['owner']}/{name}"
        yield name


def _is_named(name: str, component: Component) -> bool:
    if "/" not in name:
        return _plain(name) == _plain(component.name.rpartition("/")[2])
    wanted = re.escape(name)
    ends = r"(?:\.git)?(?:[/@#?]|\Z)"
    return any(
        re.search(rf"(?:\A|[/:]){wanted}{ends}", place, re.IGNORECASE)
        for place in (component.source, component.purl, component.name)
    )


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()
