"""Both bills of materials: valid whatever is in them, and nothing is lost on the way back."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from support import sboms

from attribcheck.core.model import MarkerKind
from attribcheck.core.text import printable
from attribcheck.documents import cyclonedx, sbom, spdx
from attribcheck.documents.inventory import (
    Digests,
    File,
    Inventory,
    InventoryComponent,
    LegalFile,
    LicenseText,
    OtherStatement,
    Release,
    Statement,
)
from attribcheck.scan.markers import markers
from attribcheck.spdx import expressions


@dataclass(frozen=True)
class Format:
    """One of the two formats, from both sides."""

    render: Callable[[Inventory], str]
    read: Callable[[str], set[sboms.Read]]
    problems: Callable[[str], list[str]]


FORMATS = {
    "spdx": Format(spdx.render, sboms.read_spdx, sboms.spdx_problems),
    "cyclonedx": Format(cyclonedx.render, sboms.read_cyclonedx, sboms.cyclonedx_problems),
}
EXPRESSIONS = (
    "MIT",
    "LicenseRef-foo",
    "MIT OR (ISC AND Apache-2.0)",
    "GPL-2.0-only WITH Classpath-exception-2.0",
    "GPL-3.0-or-later WITH LicenseRef-scancode-agpl-generic-additional-terms",
    "DocumentRef-foo:LicenseRef-bar AND LicenseRef-scancode-qwen-2024",
)
HOSTILE = '"]}<script>(a@b)\u202e\n\t\x00\\ud800 Organization: NOASSERTION ()'
words = st.one_of(st.sampled_from([HOSTILE, "Foo (Bar)", "(", "()"]), st.text(min_size=1))
optional_words = st.none() | words
EXPRESSION = st.sampled_from(EXPRESSIONS)


def digests(content: str) -> Digests:
    data = content.encode("utf-8", "surrogatepass")
    return Digests(hashlib.sha1(data).hexdigest(), hashlib.sha256(data).hexdigest())


def file(path: str, license_: str | None = "MIT", *statements: str, content: str = "") -> File:
    return File(path, license_, statements, digests(content or path))


files = st.builds(
    lambda path, license_, statements: file(path, license_, *statements),
    st.sampled_from(["vendor/a.py", "vendor/b c.py", "vendor/\\x0a<b>.py"]) | words.map(printable),
    st.none() | EXPRESSION,
    st.lists(words, max_size=2),
)
items = st.builds(
    InventoryComponent,
    name=words,
    concluded_license=EXPRESSION,
    version=optional_words,
    purl=st.none() | st.sampled_from(["pkg:pypi/foo@1.0", "pkg:npm/%40foo/bar@2?os=linux#a/b"]),
    supplier=optional_words,
    origin=st.none() | st.just("DE"),
    source=st.none() | st.sampled_from(["https://foo.example/a?b=c", "a friend"]) | words,
    models=st.lists(words, max_size=1).map(tuple),
    files=st.lists(files, max_size=3, unique_by=lambda one: one.path).map(tuple),
    modified=st.none() | st.booleans(),
    declared_license=st.none() | EXPRESSION,
    detected_license=st.none() | EXPRESSION,
    statements=st.lists(
        st.builds(Statement, words, st.just(()), st.just(("vendor/a.py",))), max_size=2
    ).map(tuple),
    asides=st.lists(
        st.builds(OtherStatement, words, words, st.just(("vendor/a.py",))), max_size=1
    ).map(tuple),
    legal=st.lists(
        st.builds(LegalFile, words, st.sampled_from(["license", "notice"]), words), max_size=1
    ).map(tuple),
    unscanned=st.lists(st.just("vendor/a.py"), max_size=1).map(tuple),
)


def inventory(
    *of: InventoryComponent, name: str = "Haneul", created: str = "2026-01-02T03:04:05Z"
) -> Inventory:
    """Return an inventory with a text for every licence that is named."""
    stated = [
        text
        for item in of
        for text in (
            item.concluded_license,
            item.declared_license,
            item.detected_license,
            *(one.license for one in item.files),
        )
        if text
    ]
    ids = sorted({id_ for text in stated for id_ in expressions.single_ids(text)})
    texts = tuple(LicenseText(id_, f"The {id_}", f"{id_} says\nso.", ()) for id_ in ids)
    project = Release(name, "Apache-2.0", ("Haneul Labs",))
    return Inventory(project, of, texts[:1], (), texts[1:], created)


def expected(item: InventoryComponent) -> sboms.Read:
    """Return what a reader has to see of an item."""

    def shown(expression: str | None) -> str | None:
        return sbom.expression(expression) if expression else None

    return sboms.Read(
        name=sbom.line(item.name) or "component",
        version=sbom.line(item.version),
        purl=item.purl,
        supplier=sbom.line(item.supplier),
        concluded=shown(item.concluded_license),
        declared=shown(item.declared_license),
        copyright=sbom.copyright_text(one.text for one in item.statements) or None,
        files=frozenset(
            (one.path, one.digests.sha1, one.digests.sha256) for one in item.files if one.digests
        ),
    )


@pytest.fixture(params=FORMATS)
def format_(request: pytest.FixtureRequest) -> Format:
    return FORMATS[request.param]


@pytest.mark.parametrize("name", FORMATS)
@settings(max_examples=60)
@example([InventoryComponent(HOSTILE, "MIT", version=HOSTILE, supplier=HOSTILE, source=HOSTILE)])
@given(st.lists(items, max_size=3, unique_by=lambda item: item.name))
def test_a_bill_is_valid_and_gives_its_components_back(
    name: str, listed: list[InventoryComponent]
) -> None:
    text = FORMATS[name].render(inventory(*listed))
    assert FORMATS[name].problems(text) == []
    assert FORMATS[name].read(text) == {expected(item) for item in listed}


def test_the_same_inventory_gives_the_same_bytes(format_: Format) -> None:
    item = InventoryComponent("Foo", "MIT", files=(file("b.py"), file("a.py")))
    assert format_.render(inventory(item)) == format_.render(inventory(item))


def ids(text: str) -> Iterable[Any]:
    document = json.loads(text)
    return document.get("documentNamespace") or document["serialNumber"]


@pytest.mark.parametrize(
    "other",
    [
        inventory(InventoryComponent("Foo", "ISC")),
        inventory(InventoryComponent("Foo", "MIT"), created="2026-01-02T03:04:06Z"),
        inventory(InventoryComponent("Foo", "MIT", files=(file("a.py"),))),
    ],
    ids=["licence", "time", "file"],
)
def test_another_content_has_another_id(format_: Format, other: Inventory) -> None:
    assert ids(format_.render(other)) != ids(
        format_.render(inventory(InventoryComponent("Foo", "MIT")))
    )


def test_what_utf_8_can_not_hold_is_escaped(format_: Format) -> None:
    lone = "Copyright J\udce9r\u00f4me"
    item = InventoryComponent("Foo", "MIT", statements=(Statement(lone, (), ()),))
    text = format_.render(inventory(item))
    assert {read.copyright for read in format_.read(text)} == {"Copyright J\\xe9r\u00f4me"}


def test_the_quoted_notices_are_one_ignored_block(format_: Format) -> None:
    item = InventoryComponent("Foo", "MIT", statements=(Statement("Copyright Foo", (), ()),))
    lines = format_.render(inventory(item)).splitlines()
    (marker,) = markers(lines)
    quoted = next(number for number, line in enumerate(lines, 1) if "Copyright Foo" in line)
    assert marker.span.start < quoted
    assert marker.kind is MarkerKind.REUSE_IGNORE
    assert marker.span.end > max(n for n, line in enumerate(lines, 1) if "Copyright Foo" in line)


def test_a_package_url_has_its_canonical_form(format_: Format) -> None:
    (read,) = format_.read(
        format_.render(inventory(InventoryComponent("Foo", "MIT", purl="pkg:pypi/Foo_B")))
    )
    assert read.purl == "pkg:pypi/foo-b"


def test_a_file_that_two_components_share_is_in_both(format_: Format) -> None:
    shared = file("vendor/a.py")
    pair = (
        InventoryComponent("Foo", "MIT", files=(shared,)),
        InventoryComponent("Bar", "ISC", files=(shared,)),
    )
    text = format_.render(inventory(*pair))
    assert format_.problems(text) == []
    assert format_.read(text) == set(map(expected, pair))


def test_two_files_whose_escaped_paths_are_the_same_are_two(format_: Format) -> None:
    twins = (file("a\\xff", content="one"), file("a\\xff", content="two"))
    text = format_.render(inventory(InventoryComponent("Foo", "MIT", files=twins)))
    assert format_.problems(text) == []
    (read,) = format_.read(text)
    assert len(read.files) == 2


def test_a_text_that_nobody_has_is_said_to_be_missing(format_: Format) -> None:
    told = inventory(InventoryComponent("Foo", "LicenseRef-foo"))
    (reference,) = told.licenses
    text = format_.render(told._replace(licenses=(reference._replace(text=None),)))
    assert format_.problems(text) == []
    assert sbom.NO_TEXT in text


@pytest.mark.parametrize(
    "text",
    [
        "https://foo.example",
        "https://foo.example/a%20b?c=d#e",
        "git+https://foo.example/foo.git@v1",
        "ftp://foo.example:21/a",
    ],
)
def test_a_url_is_told_from(text: str) -> None:
    assert sbom.url(text) == text


@pytest.mark.parametrize(
    "text",
    [None, "", "foo.example", "a friend", "https://", "https://a b", "https://a/\n", "file:///a"],
)
def test_what_is_no_url(text: str | None) -> None:
    assert sbom.url(text) is None
