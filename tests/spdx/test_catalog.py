"""One licence's facts are those of the whole list, however they were found."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import cyclonedx.schema
import pytest

from attribcheck.spdx import catalog, expressions


@pytest.fixture
def elsewhere(monkeypatch):
    """The list stands elsewhere than expected, or is written in another way."""
    monkeypatch.setattr(catalog, "_text", lambda: "")
    catalog.entry.cache_clear()
    yield
    catalog.entry.cache_clear()


def test_an_entry_found_in_the_text_is_that_of_the_list():
    assert len(catalog.entries()) > 2000
    for entry in catalog.entries():
        assert catalog.entry(entry["spdx_license_key"]) == entry


def test_an_id_in_another_case_is_found():
    assert catalog.entry("apache-2.0")["spdx_license_key"] == "Apache-2.0"
    assert not catalog.is_known("apache-2.0")


@pytest.mark.parametrize("name", ["Foo-1.0", "", '"', "MIT OR ISC"])
def test_an_id_of_no_licence_has_no_entry(name):
    assert catalog.entry(name) is None


def test_the_list_is_read_by_its_library_where_its_text_is_not_understood(elsewhere):
    assert catalog.entry("Apache-2.0")["category"] == "Permissive"


def test_a_single_id_is_parsed_as_the_library_parses_it():
    for entry in catalog.entries():
        key = entry["spdx_license_key"]
        if not entry["is_exception"]:
            assert str(expressions.parse(key)) == str(expressions.tree(key)) == key
            assert expressions.parse(key).isliteral


def test_a_retired_id_has_the_file_of_its_licence():
    assert catalog.shipped("GPL-2.0+") == catalog.shipped("GPL-2.0-or-later")


def test_single_licences_are_told_without_the_library():
    program = (
        "import sys; from attribcheck.spdx import catalog, expressions;"
        "assert expressions.covered('MIT') == {'MIT'} and catalog.shipped('MIT');"
        "assert 'license_expression' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", program], check=True)


def test_every_id_of_the_list_that_a_maintained_package_ships_is_known() -> None:
    path = Path(cyclonedx.schema.__file__).parent / "_res" / "spdx.SNAPSHOT.schema.json"
    ids = json.loads(path.read_text(encoding="utf-8"))["enum"]
    assert len(ids) > 800

    unknown = [one for one in ids if expressions.problems(one)]
    assert [one for one in unknown if expressions.problems(f"GPL-2.0-only WITH {one}")] == []


def test_agreements_of_contributors_are_of_that_category():
    agreements = {key for key in map(_key, catalog.entries()) if catalog.is_agreement(key)}
    assert len(agreements) == len(catalog._AGREEMENTS)
    assert {catalog.category(key) for key in agreements} == {"cla"}


def test_a_disclaimer_is_a_licence_of_scancodes_list():
    assert catalog.is_known("LicenseRef-scancode-warranty-disclaimer")
    assert catalog.is_disclaimer("LicenseRef-scancode-warranty-disclaimer")


def _key(entry: dict[str, str]) -> str:
    return entry["spdx_license_key"]
