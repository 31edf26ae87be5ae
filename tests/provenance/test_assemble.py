"""Every line of a file is of one class."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from support.scans import copyright_, scan

from attribcheck.classify.classifier import Classifier
from attribcheck.classify.coverage import Coverage
from attribcheck.classify.model import ClassifiedFile
from attribcheck.copies.model import (
    Channel,
    FileCopies,
    Match,
    OriginFile,
    Region,
    Strength,
)
from attribcheck.copies.model import Component as Indexed
from attribcheck.copies.thresholds import COMMON
from attribcheck.core.model import Blob, BlobKind, Span
from attribcheck.policy.model import Component, Policy, Project
from attribcheck.provenance import assemble
from attribcheck.provenance.assemble import Assembler
from attribcheck.provenance.model import FileProvenance, IndexedComponent, Origin
from attribcheck.scan.key import ScanKey

FOO = Component("foo", "MIT", ("Foo Corp.",), ("foo/**",), version="1.0", purl="pkg:pypi/foo@1.0")
POLICY = Policy(
    path="attribcheck.toml", project=Project(holders=("Haneul Labs",)), components=(FOO,)
)
INDEXED_FOO = Indexed("foo", "1.0")
BAR = Indexed("bar", "2.0")


def classified(path: str, *holders: str) -> ClassifiedFile:
    blob = Blob(path, "1")
    found = scan(*(copyright_(holder) for holder in holders))
    return Classifier(Coverage(POLICY, {path: blob}), {ScanKey.of(blob): found}).classify(blob)


def match(
    component: Indexed,
    *spans: tuple[int, int],
    strength: Strength = Strength.CERTAIN,
    components: int = 1,
) -> Match:
    regions = tuple(
        Region(Span(*span), Span(1, 9), Channel.SHAPE, 100, 400.0, 1.0, 1.0, components)
        for span in spans
    )
    return Match(OriginFile(component, "b.py"), regions, strength, 0.5)


def provenance(
    file: ClassifiedFile,
    *matches: Match,
    indexed: Iterable[Indexed] = (INDEXED_FOO, BAR),
    unexplained: tuple[Span, ...] = (),
) -> FileProvenance:
    searched = [IndexedComponent(one, 1, 10) for one in indexed]
    copies = FileCopies(file.path, 100, matches, unexplained=unexplained)
    return Assembler(POLICY, searched).file(file, copies, 10)


@pytest.mark.parametrize(
    ("path", "holder", "origin"),
    [
        ("src/a.py", "Haneul Labs", Origin.OWN),
        ("src/a.py", "Foo Corp.", Origin.UNMATCHED),
        ("foo/a.py", "Foo Corp.", Origin.DECLARED),
        ("foo/a.py", "Haneul Labs", Origin.DECLARED),
    ],
)
def test_without_a_match_the_policy_and_the_notice_decide(
    path: str, holder: str, origin: Origin
) -> None:
    assert provenance(classified(path, holder)).lines == {origin: 10}


def test_a_file_without_a_notice_is_not_called_own() -> None:
    assert provenance(classified("src/a.py")).lines == {Origin.UNMATCHED: 10}


def test_lines_that_match_an_undeclared_component_are_no_longer_own() -> None:
    found = provenance(classified("src/a.py", "Haneul Labs"), match(BAR, (3, 5), (8, 8)))
    assert found.lines == {Origin.OWN: 6, Origin.UNDECLARED: 4}
    assert found.components == (("bar 2.0", False, 4),)


def test_a_region_that_is_longer_than_the_file_ends_with_it() -> None:
    assert provenance(classified("a.py"), match(BAR, (9, 99))).lines[Origin.UNDECLARED] == 2


def test_lines_that_match_the_component_that_covers_the_file_are_declared() -> None:
    found = provenance(classified("foo/a.py"), match(INDEXED_FOO, (1, 4)))
    assert found.lines == {Origin.DECLARED: 10}
    assert found.components == (("foo 1.0", True, 10),)


def test_a_declared_component_does_not_explain_files_outside_of_its_paths() -> None:
    found = provenance(classified("src/a.py"), match(INDEXED_FOO, (1, 4)))
    assert found.lines == {Origin.UNDECLARED: 4, Origin.UNMATCHED: 6}
    assert found.components == (("foo 1.0", False, 4),)


def test_of_a_covered_file_only_what_its_component_leaves_unexplained_is_undeclared() -> None:
    found = provenance(
        classified("foo/a.py"),
        match(INDEXED_FOO, (1, 4)),
        match(BAR, (1, 6)),
        unexplained=(Span(5, 6),),
    )
    assert found.lines == {Origin.DECLARED: 8, Origin.UNDECLARED: 2}


def test_a_component_that_no_index_holds_keeps_its_files() -> None:
    found = provenance(classified("foo/a.py"), match(BAR, (1, 6)), indexed=[BAR])
    assert found.lines == {Origin.DECLARED: 10}


def test_lines_that_many_components_have_are_common() -> None:
    found = provenance(classified("a.py"), match(BAR, (1, 6), components=COMMON + 1))
    assert found.lines == {Origin.COMMON: 6, Origin.UNMATCHED: 4}


def test_a_weak_match_changes_no_number() -> None:
    found = provenance(classified("a.py"), match(BAR, (1, 6), strength=Strength.WEAK))
    assert found.lines == {Origin.UNMATCHED: 10}
    assert len(found.copies.matches) == 1


def test_the_best_match_names_the_lines() -> None:
    found = provenance(classified("a.py"), match(BAR, (1, 4)), match(Indexed("baz"), (1, 6)))
    assert found.components == (("bar 2.0", False, 4), ("baz", False, 2))


def test_the_statements_and_holders_of_the_file_are_kept() -> None:
    found = provenance(classified("a.py", "Foo Corp. and Bar GmbH"))
    assert found.holders == ("Foo Corp.", "Bar GmbH")
    assert found.statements == ("# Copyright (c) 2025 Foo Corp. and Bar GmbH",)


def test_lines_of_text_files_are_counted() -> None:
    contents = {"a": b"1\n2\n", "b": b"1\n2", "empty": b"", "binary": b"\0\n"}
    blobs = [Blob(path, path) for path in contents]
    blobs.append(Blob("link", "link", BlobKind.SYMLINK))
    counts = assemble.counted_lines(blobs, lambda some: ((b, contents[b.path]) for b in some))
    assert dict(counts) == {"a": 2, "b": 2, "empty": 0}


def test_the_matcher_is_told_the_names_and_package_urls_of_the_policy() -> None:
    assert assemble.declared_names(POLICY) == {"foo", "pkg:pypi/foo@1.0", "pkg:pypi/foo"}
