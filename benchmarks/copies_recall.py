"""How many disguised copies are found, and how many files that copy nothing are reported."""

from __future__ import annotations

import ast
import random
import re
from collections.abc import Collection, Iterable, Iterator
from typing import NamedTuple

from copies_corpus import (
    FIELD,
    INDEXES,
    LANGUAGES,
    LARGE,
    TRANSFORMERS,
    UNRELATED,
    code_files,
    component,
    family,
    index,
    pairs,
    python_files,
)
from copies_disguise import disguises, statements
from corpus import Package, fetch

from attribcheck.copies.index_builder import build
from attribcheck.copies.index_file import OriginIndex
from attribcheck.copies.lexers.clike import BLOCK_COMMENT, KEYWORDS, LINE_COMMENT
from attribcheck.copies.lexers.registry import tokenize
from attribcheck.copies.matcher import IndexMatcher
from attribcheck.copies.model import OriginFile, SourceFile, Strength

MIN_TOKENS = 60
_LONG = 120
_SAMPLE = 600  # fragments
_FILES = 4000


class Fragment(NamedTuple):
    """A definition that is known to be in an index.

    Attributes:
        text: Its code.
        own: The origin of the file that it is in, which does not count.
        origin: The path of the file that it is known to come from.
        tokens: The number of its tokens.
    """

    text: str
    own: tuple[str, str]
    origin: str
    tokens: int


def annotated() -> list[Fragment]:
    """Return fragments of transformers that it marks as copied."""
    found = [
        Fragment(pair.text, (TRANSFORMERS.name, family(pair.path)), pair.origin, _size(pair.text))
        for pair in pairs()
    ]
    return _sampled(found)


def vendored() -> tuple[OriginIndex, list[Fragment]]:
    """Return an index of the upstream releases that pip and setuptools vendor, and their copies.

    The releases are indexed together with transformers, so that the index has a million lines. A
    fragment is a definition of a vendored file that its release has at the same path.
    """
    fragments: list[Fragment] = []
    upstream: list[Package] = []
    for package, folder in (
        (Package("pip", "pip", "26.3"), "pip/_vendor"),
        (Package("pip", "setuptools", "80.9.0"), "setuptools/_vendor"),
    ):
        releases = _releases(package, folder)
        releases = [release for release in releases if _is_there(release)]
        upstream += [release for release in releases if release not in upstream]
        known = {path for release in releases for path, _ in python_files(release)}
        for path, content in python_files(package):
            origin = path.removeprefix(f"{folder}/")
            if path.startswith(f"{folder}/") and origin in known:
                fragments += _definitions(content.decode(), origin)
    return index("vendored", TRANSFORMERS, *upstream), _sampled(fragments)


def recall(searched: OriginIndex, fragments: list[Fragment]) -> list[tuple[str, str, float, float]]:
    """Return by disguise and size the share reported, and reported with the known origin."""
    donors = [
        line
        for path, content in python_files(UNRELATED[0])
        if "/db/models/" in path or "/http/" in path
        for line in statements(content.decode())
    ]
    rows = []
    for name, disguise in disguises(donors).items():
        results: list[tuple[int, bool, bool]] = []
        for seed, fragment in enumerate(fragments):
            try:
                text = disguise(fragment.text, seed)
            except SyntaxError:
                continue
            matcher = IndexMatcher([searched], ignored={fragment.own})
            found = [
                match.file.path
                for match in matcher.match_content("fragment.py", text.encode()).matches
                if match.strength is not Strength.WEAK
            ]
            results.append((fragment.tokens, bool(found), fragment.origin in found))
        for least in (MIN_TOKENS, _LONG):
            of_size = [result for result in results if result[0] >= least]
            rows.append(
                (
                    name,
                    f"{least} tokens or more ({len(of_size)})",
                    sum(any_ for _, any_, _ in of_size) / len(of_size),
                    sum(known for _, _, known in of_size) / len(of_size),
                )
            )
    return rows


def false_positives(
    searched: OriginIndex, files: Iterable[tuple[str, bytes]]
) -> tuple[int, dict[Strength, int]]:
    """Return how many files there are, and how many reach each strength or a higher one."""
    matcher = IndexMatcher([searched])
    reached = dict.fromkeys(Strength, 0)
    count = 0
    for path, content in files:
        count += 1
        matches = matcher.match_content(path, content).matches
        order = list(Strength)
        best = min((order.index(match.strength) for match in matches), default=len(order))
        for strength in order[best:]:
            reached[strength] += 1
    return count, reached


def unrelated(packages: Collection[Package], limit: int = _FILES) -> list[tuple[str, bytes]]:
    """Return files of packages that share nothing with model libraries."""
    files = [file for package in packages for file in python_files(package)]
    random.Random(1).shuffle(files)
    return files[:limit]


def languages() -> Iterator[tuple[str, int, int, int, dict[Strength, int]]]:
    """Yield by language: files, renamed ones found, files of another package, reported ones."""
    for language, (one, two) in LANGUAGES.items():
        package, other = Package(*one), Package(*two)
        files = [
            (path, content)
            for path, content in code_files(package)
            if (tokens := tokenize(path, content)) and tokens.size >= _LONG and tokens.family == "c"
        ]
        of = component(package)
        INDEXES.mkdir(parents=True, exist_ok=True)
        out = INDEXES / "language.acidx"
        build((SourceFile(OriginFile(of, path), content) for path, content in files), out)
        searched = OriginIndex.open(out)
        matcher = IndexMatcher([searched])
        found = 0
        for name, content in files:
            result = matcher.match_content(name, _renamed(content.decode("utf-8", "replace")))
            found += any(match.share >= 0.8 for match in result.matches)
        others = list(code_files(other))
        count, reached = false_positives(searched, others)
        yield language, len(files), found, count, reached


def large() -> OriginIndex:
    """Return the index of known origins."""
    return index("large", *LARGE)


def field_files() -> list[tuple[str, bytes]]:
    """Return files of packages of the same field."""
    return unrelated(FIELD, 1500)


_TOKEN = re.compile(
    rf"{BLOCK_COMMENT}|{LINE_COMMENT}|\"(?:[^\"\\\n]|\\.)*\"|'(?:[^'\\\n]|\\.)*'|[^\W\d]\w*",
    re.DOTALL,
)


def _renamed(text: str) -> bytes:
    """Return code of the C family without comments, and with every name changed that it can be.

    A word that occurs as a keyword of any of these languages is kept.
    """
    names: dict[str, str] = {}

    def change(match: re.Match[str]) -> str:
        word = match[0]
        if word.startswith(("//", "/*")):
            return " " + "\n" * word.count("\n")
        if word[0] in "\"'" or word in KEYWORDS:
            return word
        return names.setdefault(word, f"q{len(names)}")

    return _TOKEN.sub(change, text).encode()


def _definitions(content: str, origin: str) -> Iterator[Fragment]:
    lines = content.split("\n")
    for node in ast.parse(content).body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            text = "\n".join(lines[node.lineno - 1 : node.end_lineno]) + "\n"
            yield Fragment(text, ("", ""), origin, _size(text))


def _releases(package: Package, folder: str) -> list[Package]:
    """Return the upstream releases that a package vendors, as it records them."""
    top = fetch(package) / folder
    listed = top / "vendor.txt"
    if listed.is_file():
        names = re.findall(r"^\s*([\w.-]+)==([\w.]+)", listed.read_text(), re.MULTILINE)
    else:
        names = [
            tuple(path.name[: -len(".dist-info")].rsplit("-", 1))
            for path in sorted(top.glob("*.dist-info"))
        ]
    return [Package("pip", name, version) for name, version in names if name != "setuptools"]


def _is_there(release: Package) -> bool:
    """Return whether a release can be fetched as a wheel; one that can't is left out."""
    try:
        fetch(release)
    except SystemExit:
        return False
    return True


def _size(text: str) -> int:
    tokens = tokenize("fragment.py", text.encode())
    return tokens.size if tokens else 0


def _sampled(fragments: list[Fragment]) -> list[Fragment]:
    long = [fragment for fragment in fragments if fragment.tokens >= MIN_TOKENS]
    random.Random(2).shuffle(long)
    return long[:_SAMPLE]
