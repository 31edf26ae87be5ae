"""THIRD-PARTY-NOTICES: what it says, and where."""

from __future__ import annotations

from textwrap import dedent

from attribcheck.documents.inventory import (
    CarriedText,
    File,
    Holder,
    Inventory,
    InventoryComponent,
    LegalFile,
    LicenseText,
    OtherStatement,
    Release,
    Statement,
)
from attribcheck.documents.third_party import render

HANEUL = Release("Haneul", "Apache-2.0", ("Haneul Labs",))
RULER = "=" * 78
FOO = InventoryComponent(
    name="Foo",
    version="2.1",
    purl="pkg:pypi/foo@2.1",
    supplier="Foo Corp.",
    origin="DE",
    source="https://foo.example",
    models=("foo/Foo-7B",),
    patterns=("vendor/foo/**", "!vendor/foo/ours.py"),
    files=(File("vendor/foo/LICENSE", "MIT", ()), File("vendor/foo/a.py", "ISC", ())),
    modified=True,
    concluded_license="MIT OR ISC",
    declared_license="MIT",
    detected_license="MIT AND ISC",
    holders=(Holder("Foo Corp.", "2019-2021, 2025"), Holder("Bar GmbH", "")),
    statements=(
        Statement("Copyright (c) 2019-2021 Foo Corp.", ("Foo Corp.",), ("vendor/foo/a.py",)),
        Statement("Copyright 2025 Foo Corp.", ("Foo Corp.",), ("vendor/foo/a.py",)),
    ),
    asides=(
        OtherStatement("(c) Ac A", '"(c)" is code in this line', ("vendor/foo/a.py", "b", "c")),
    ),
    legal=(
        LegalFile("vendor/foo/LICENSE", "license", "MIT ...", "MIT"),
        LegalFile("vendor/foo/NOTICE", "notice", "Foo, by us\n"),
        LegalFile("vendor/foo/CREDITS", "notice", "\n"),
    ),
    unscanned=("vendor/foo/huge.bin",),
)
BARE = InventoryComponent(name="Bar", concluded_license="LicenseRef-bar")


def document(*items: InventoryComponent, licenses=(), texts=()) -> str:
    return render(Inventory(HANEUL, tuple(items), tuple(licenses), tuple(texts)))


def test_a_component_stands_with_all_that_is_known_of_it():
    assert f"\n{RULER}\nFoo 2.1\n{RULER}\n" + dedent(
        """\
        Source: https://foo.example
        Package: pkg:pypi/foo@2.1
        Supplier: Foo Corp.
        Origin: DE
        Models: foo/Foo-7B
        License: MIT OR ISC
        License stated by its authors: MIT
        Licenses detected in its files: MIT AND ISC
        Modified: yes
        Paths: vendor/foo/**, !vendor/foo/ours.py (2 files)
        Holders: Foo Corp. (2019-2021, 2025); Bar GmbH
        License file: vendor/foo/LICENSE (the text of MIT)
        Notice file: vendor/foo/NOTICE (its text is below)
        Notice file: vendor/foo/CREDITS (empty)
        Not scanned: vendor/foo/huge.bin

        Copyright (c) 2019-2021 Foo Corp.
        Copyright 2025 Foo Corp.

        Found in its files besides, and not counted as its copyright statements:
        (c) Ac A
            vendor/foo/a.py and 2 more: "(c)" is code in this line
        """
    ) in document(FOO)


def test_what_is_not_known_is_not_said_and_what_is_missing_is():
    assert (
        f"\n{RULER}\nBar\n{RULER}\nLicense: LicenseRef-bar\nModified: not stated\n\n"
        "No copyright statement was found in its files.\n"
    ) in document(BARE)


def test_a_licence_stands_below_the_components_with_who_is_under_it():
    mit = LicenseText("MIT", "MIT License", "Permission is granted.", ("Foo 2.1", "Bar"))
    text = document(FOO, BARE, licenses=[mit])
    block = (
        f"\n{RULER}\nMIT License (MIT)\nUsed by: Foo 2.1, Bar\n{RULER}\n\nPermission is granted.\n"
    )
    assert text.count(block) == 1
    assert text.index(block) > text.index("\nBar\n")


def test_a_licence_without_a_text_says_that_it_has_none():
    own = LicenseText("LicenseRef-bar", "LicenseRef-bar", None, ("Bar",))
    assert (
        f"\nLicenseRef-bar\nUsed by: Bar\n{RULER}\n\n"
        "Its text is not in this repository, and attribcheck knows none.\n"
    ) in document(BARE, licenses=[own])


def test_a_text_that_came_along_stands_verbatim_below_its_paths():
    text = "Foo, by us\n  <b> {{ x }}"
    carried = CarriedText(("vendor/foo/NOTICE", "vendor/bar/NOTICE"), f"\n{text}\n\n")
    assert (f"\n{RULER}\nvendor/foo/NOTICE\nvendor/bar/NOTICE\n{RULER}\n\n{text}\n") in document(
        FOO, texts=[carried]
    )


def test_all_of_it_is_one_block_that_reuse_and_attribcheck_ignore():
    """It quotes the notices of others; as its own they would be findings."""
    text = document(FOO)
    before, _, rest = text.partition("REUSE-" + "IgnoreStart")
    assert "Foo" not in before
    assert rest.endswith(f"{RULER}\nREUSE-" + "IgnoreEnd\n")


def test_without_components_it_says_so():
    assert "\nNo component of others is declared.\n" in document()


def test_it_quotes_the_statements_of_contributors() -> None:
    statement = Statement("Copyright 2024 Foo Corp.", ("Foo Corp.",), ("a.py", "b.py", "c.py"))
    text = render(Inventory(HANEUL, (), (), (), contributed=(statement,)))
    assert "Contributions to Haneul\n" in text
    assert "under Apache-2.0:\n\nCopyright 2024 Foo Corp.\n    a.py and 2 more\n" in text
