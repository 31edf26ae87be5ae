"""What the engine would have found, as values, for tests that begin behind it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

from attribcheck.classify.classifier import Classifier
from attribcheck.classify.coverage import Coverage
from attribcheck.classify.model import ClassifiedFile
from attribcheck.core.model import (
    Blob,
    BlobKind,
    Excerpt,
    FileScan,
    LicenseMatch,
    Marker,
    MarkerKind,
    Notice,
    NoticeKind,
    Scan,
    Span,
    Statement,
)
from attribcheck.policy.model import Component, Policy, Project
from attribcheck.scan.key import ScanKey


def copyright_(
    *holders: str,
    line: int = 1,
    text: str | None = None,
    written: str | None = None,
    part_of: str | None = None,
) -> Notice:
    """A copyright statement that names ``holders``, one string each as the engine reports them.

    Args:
        holders: Empty for a statement that names nobody.
        line: Where it stands.
        text: The statement as the engine normalises it; by default ``Copyright (c) 2025 ...``.
        written: The line as it stands in the file; by default a comment with the statement.
        part_of: The engine's rule of the licence text that the statement belongs to.
    """
    text = text or " ".join(("Copyright (c) 2025", " and ".join(holders))).rstrip()
    return Notice(
        kind=NoticeKind.COPYRIGHT,
        text=text,
        span=Span(line, line),
        excerpt=Excerpt(f"# {text}" if written is None else written),
        column=3 if written is None else 1,
        holders=holders,
        part_of=part_of,
    )


def license_(
    expression: str,
    *matches: LicenseMatch,
    line: int = 1,
    end: int | None = None,
    references: tuple[str, ...] = (),
    written: str | None = None,
    clue: bool = False,
) -> Notice:
    """A licence; with no ``matches``, one by an SPDX tag that speaks for itself.

    Args:
        expression: The SPDX expression of the detection.
        matches: The matches that it is made of.
        line: Its first line.
        end: Its last line; by default the first.
        references: The file names that it sends its reader to ("see LICENSE").
        written: The line as it stands in the file.
        clue: Whether the engine itself counts it as a mere clue.
    """
    span = Span(line, end or line)
    return Notice(
        kind=NoticeKind.LICENSE,
        text=expression,
        span=span,
        excerpt=Excerpt(f"# SPDX-License-Identifier: {expression}" if written is None else written),
        column=3 if written is None else 1,
        matches=matches or (match(expression, line=line, end=end, references=references),),
        clue=clue,
    )


def match(
    expression: str,
    *,
    line: int = 1,
    end: int | None = None,
    rule: str = "spdx-license-identifier",
    matcher: str = "1-spdx-id",
    score: float = 100.0,
    length: int = 6,
    coverage: float = 100.0,
    references: tuple[str, ...] = (),
) -> LicenseMatch:
    """One match inside of a licence detection."""
    return LicenseMatch(
        expression=expression,
        span=Span(line, end or line),
        rule=rule,
        matcher=matcher,
        score=score,
        length=length,
        coverage=coverage,
        references=references,
    )


def ignored(start: int, end: int) -> Marker:
    """A block between REUSE-IgnoreStart and REUSE-IgnoreEnd."""
    return Marker(MarkerKind.REUSE_IGNORE, Span(start, end))


def permitted(rule: str, line: int = 1, reason: str = "test data") -> Marker:
    """An inline exception on ``line``, which covers the line below it too."""
    return Marker(MarkerKind.IGNORE, Span(line, line + 1), rule, reason)


def scan(
    *notices: Notice,
    license_expression: str | None = None,
    markers: tuple[Marker, ...] = (),
    authors: tuple[Statement, ...] = (),
    blank: bool = False,
) -> FileScan:
    """What the engine detected in one file.

    Without ``license_expression`` it is made of the notices, as the engine makes it: clues do not
    count.
    """
    stated = [n.text for n in notices if n.kind is NoticeKind.LICENSE and not n.clue]
    return FileScan(
        license_expression=license_expression or " AND ".join(dict.fromkeys(stated)) or None,
        notices=notices,
        holders=tuple(Statement(holder, n.span) for n in notices for holder in n.holders),
        authors=authors,
        markers=markers,
        blank=blank,
    )


def blob(path: str, content: str | None = None, kind: BlobKind = BlobKind.FILE) -> Blob:
    """An entry at ``path``; two entries have one id when they have the same ``content``."""
    seed = path if content is None else f"content:{content}"
    return Blob(path, hashlib.sha1(seed.encode("utf-8", "surrogateescape")).hexdigest(), kind)


def component(
    name: str = "Foo",
    *,
    license: str = "MIT",  # noqa: A002 - the policy's own key
    holders: tuple[str, ...] = ("Foo Corp.",),
    paths: tuple[str, ...] = ("vendor/foo/**",),
    **fields: Any,
) -> Component:
    """A declared component; ``fields`` are its other keys by their attribute's name."""
    return Component(
        name=name,
        license=license,
        holders=holders,
        paths=paths,
        **fields,
    )


def policy(
    *components: Component,
    license: str | None = "Apache-2.0",  # noqa: A002 - the policy's own key
    holders: tuple[str, ...] = ("Haneul Labs",),
    **fields: Any,
) -> Policy:
    """The policy of project "Haneul"; ``fields`` are the tables besides project and component."""
    project = Project(name="Haneul", license=license, holders=holders)
    return Policy(
        project=project,
        components=components,
        **fields,
    )


def classified(
    rules_of: Policy,
    scans: Mapping[str, Scan],
    *,
    others: tuple[str, ...] = (),
    contents: Mapping[str, str] | None = None,
) -> tuple[dict[str, ClassifiedFile], Classifier]:
    """Classify a snapshot that holds ``scans`` by path, and ``others`` that were not scanned.

    Args:
        rules_of: The policy.
        scans: What the engine found in each file.
        others: Paths that the snapshot holds besides.
        contents: The content of files, where two of them have to be the same.

    Returns:
        The classified files by path, and what classified them.
    """
    contents = contents or {}
    listing = {path: blob(path, contents.get(path)) for path in sorted({*scans, *others})}
    found = {ScanKey.of(listing[path]): one for path, one in scans.items()}
    classifier = Classifier(Coverage(rules_of, listing), found)
    return {path: classifier.classify(listing[path]) for path in scans}, classifier
