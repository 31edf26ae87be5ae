"""A document by a template of the user's own: its name, and all that it can say."""

from __future__ import annotations

import pytest

from attribcheck.core.errors import UsageError
from attribcheck.documents.inventory import (
    CarriedText,
    Digests,
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
from attribcheck.documents.user_template import Template

FOO = InventoryComponent(
    "Foo",
    "MIT",
    version="2.1",
    files=(File("a.py", "MIT", (), Digests("a" * 40, "b" * 64)),),
    holders=(Holder("Foo Corp.", "2025"),),
    statements=(Statement("Copyright Foo", (), ("a.py",)),),
    asides=(OtherStatement("(c) Ac A", "code", ("a.py",)),),
    legal=(LegalFile("NOTICE", "notice", "us"),),
)
WHOLE = Inventory(
    Release("Haneul", None, ()),
    (FOO,),
    (LicenseText("MIT", "MIT License", "text", ("Foo 2.1",)),),
    (CarriedText(("NOTICE",), "us"),),
    created="2026-01-02T03:04:05Z",
)


def test_it_can_name_all_that_an_inventory_holds() -> None:
    source = (
        "{{ project.name }} {{ created }}\n"
        "{% for item in items %}\n"
        "{{ item.title }} {{ item.files[0].digests.sha256[:4] }} {{ item.holders[0].name }}\n"
        "{{ item.statements[0].text }} {{ item.asides[0].why }} {{ item.legal[0].path }}\n"
        "{% endfor %}\n"
        "{{ licenses[0].name }} {{ texts[0].text }} {{ further_licenses|length }}\n"
    )
    assert Template("CREDITS.j2", "CREDITS.j2", source).render(WHOLE) == (
        "Haneul 2026-01-02T03:04:05Z\n"
        "Foo 2.1 bbbb Foo Corp.\n"
        "Copyright Foo code NOTICE\n"
        "MIT License us 0\n"
    )


def test_a_page_is_escaped() -> None:
    hostile = Inventory(Release("<b>", None, ()), (), (), ())
    assert Template("x.html.j2", "x.html.j2", "{{ project.name }}").render(hostile) == "&lt;b&gt;"


@pytest.mark.parametrize("name", ["CREDITS.md", "j2", ".j2", ""])
def test_a_name_without_its_document_in_it_is_refused(name: str) -> None:
    with pytest.raises(UsageError, match=r"has to end with \.j2"):
        _ = Template(name, name, "").file_name
