"""The documents by their formats, and the time that some of them carry."""

from __future__ import annotations

import json

import pytest

from attribcheck.documents import registry
from attribcheck.documents.inventory import Inventory, InventoryComponent, Release

DATED = [document for document in registry.FROM_INVENTORY if document.created_at]


def inventory(created: str, *items: InventoryComponent) -> Inventory:
    return Inventory(Release("Haneul", None, ()), items, (), (), (), created)


def test_every_format_has_a_file_of_its_own() -> None:
    assert [registry.file_name(name) for name in registry.FORMATS] == [
        "NOTICE",
        "THIRD-PARTY-NOTICES",
        "THIRD-PARTY-NOTICES.html",
        "sbom.spdx.json",
        "sbom.cdx.json",
        "sbom-1.6.cdx.json",
    ]


@pytest.mark.parametrize("document", DATED, ids=lambda document: document.format)
class TestTime:
    """A bill in a repository is older than the commit that brings it in."""

    def test_one_that_says_the_same_is_kept_with_its_time(
        self, document: registry.Document
    ) -> None:
        existing = document.render(inventory("2026-01-02T03:04:05Z"))
        assert document.render(inventory("2026-05-06T07:08:09Z"), existing) == existing

    def test_one_that_says_something_else_gets_the_new_time(
        self, document: registry.Document
    ) -> None:
        existing = document.render(inventory("2026-01-02T03:04:05Z"))
        wanted = inventory("2026-05-06T07:08:09Z", InventoryComponent("Foo", "MIT"))
        assert document.render(wanted, existing) == document.render(wanted)

    @pytest.mark.parametrize(
        "existing",
        [
            "",
            "[]",
            "null",
            "[" * 100_000,
            '{"creationInfo": 1, "metadata": {"timestamp": 5}}',
            '{"creationInfo": {"created": "soon"}, "metadata": {"timestamp": "0001-01-01T00:00"}}',
        ],
        ids=range(6),
    )
    def test_one_that_can_not_be_read_is_written_anew(
        self, document: registry.Document, existing: str
    ) -> None:
        wanted = inventory("2026-05-06T07:08:09Z")
        assert document.render(wanted, existing) == document.render(wanted)

    def test_an_edited_one_is_written_anew(self, document: registry.Document) -> None:
        existing = json.loads(document.render(inventory("2026-01-02T03:04:05Z")))
        edited = json.dumps({**existing, "edited": True}, indent=2) + "\n"
        wanted = inventory("2026-05-06T07:08:09Z")
        assert document.render(wanted, edited) == document.render(wanted)
