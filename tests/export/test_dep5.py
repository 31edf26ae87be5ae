"""``export dep5``: debian/copyright."""

from __future__ import annotations

import pytest
from debian_inspector.copyright import DebianCopyright
from support.exports import FOO, exported, of_components, read_back
from support.scans import component, policy

HEAD = """\
Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/
Upstream-Name: Haneul

Files: *
Copyright: (c) Haneul Labs
License: Apache-2.0

Files: vendor/foo/*
Copyright: (c) Foo Corp.
License: Expat
Comment: foo 1.10 pkg:npm/foo@1.10

License: Apache-2.0
"""


def test_the_project_comes_first_and_then_each_component() -> None:
    output = exported("dep5", policy(FOO))
    assert list(output.files) == ["debian/copyright"]
    assert output.files["debian/copyright"].startswith(HEAD)


def test_another_reader_of_the_format_reads_it() -> None:
    parsed = DebianCopyright.from_text(exported("dep5", policy(FOO)).files["debian/copyright"])
    assert parsed.get_header().format.value.endswith("copyright-format/1.0/")
    of_files = [one for one in parsed.paragraphs if hasattr(one, "files")]
    assert [one.files.values for one in of_files] == [["*"], ["vendor/foo/*"]]
    assert [one.license.name for one in of_files] == ["Apache-2.0", "Expat"]
    texts = {
        one.license.name: one.license.text
        for one in parsed.paragraphs
        if not hasattr(one, "files") and one.license.name
    }
    assert sorted(texts) == ["Apache-2.0", "Expat"]
    assert texts["Expat"].startswith("Permission is hereby granted")


def test_init_reads_back_paths_holders_and_licence() -> None:
    bar = component("bar", license="ISC", holders=("Bar GmbH", "Baz Ltd."), paths=("lib/**",))
    found = of_components("dep5", FOO, bar)
    assert [(one.paths, one.license, one.holders) for one in found] == [
        (one.paths, one.license, one.holders) for one in (FOO, bar)
    ]


@pytest.mark.parametrize(
    ("expression", "written"),
    [
        ("GPL-2.0-or-later", "GPL-2+"),
        ("LGPL-2.1-only", "LGPL-2.1"),
        ("MIT AND ISC", "Expat and ISC"),
        ("(MIT OR ISC) AND GPL-2.0-only", "Expat or ISC, and GPL-2"),
        ("MIT OR (ISC AND Zlib)", "Expat or ISC and Zlib"),
        ("GPL-2.0-or-later WITH Bison-exception-2.2", "GPL-2.0-or-later WITH Bison-exception-2.2"),
        ("LicenseRef-Haneul", "LicenseRef-Haneul"),
    ],
)
def test_an_expression_is_written_in_the_names_of_the_format_and_read_back(
    expression: str, written: str
) -> None:
    one = component(license=expression)
    assert f"\nLicense: {written}\n" in exported("dep5", policy(one)).files["debian/copyright"]
    assert of_components("dep5", one)[0].license == expression


def test_the_project_is_read_back_and_no_holder_is_none() -> None:
    output = exported("dep5", policy(component(holders=())))
    whole, foo = read_back(output)
    assert (whole.whole, whole.license, whole.holders) == (True, "Apache-2.0", ("Haneul Labs",))
    assert foo.holders == ()
