"""The page stands by itself, is valid HTML, and shows hostile text as text."""

from __future__ import annotations

import base64
import hashlib
import itertools
import shutil
import subprocess
from pathlib import Path
from typing import Any

import html5lib
import pytest

from attribcheck.documents import html
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
from attribcheck.scan.markers import markers

CODE = "third_party/foo/a.py"
NOTICE = "third_party/foo/NOTICE"
FOO = InventoryComponent(
    name="Foo",
    version="2.1",
    purl="pkg:pypi/foo@2.1",
    supplier="Foo Corp.",
    origin="DE",
    source="https://foo.example",
    models=("foo/Foo-7B",),
    files=(File(CODE, "ISC", ()),),
    modified=True,
    concluded_license="MIT OR ISC",
    declared_license="MIT",
    detected_license="MIT AND ISC",
    holders=(Holder("Foo Corp.", "2025"),),
    statements=(Statement("Copyright 2025 Foo Corp.", ("Foo Corp.",), (CODE,)),),
    asides=(OtherStatement("(c) Ac A", '"(c)" is code in this line', (CODE, "b")),),
    legal=(LegalFile(NOTICE, "notice", "Foo, by us\n"),),
    unscanned=("third_party/foo/huge.bin",),
)
BAR = InventoryComponent("Bar", "MIT")
HANEUL = Release("Haneul", "Apache-2.0", ("Haneul Labs",))
LICENSES = (
    LicenseText("ISC", "ISC License", "ISC text\f\nnext page", ("Foo 2.1",)),
    LicenseText("MIT", "MIT License", "MIT text", ("Foo 2.1", "Bar")),
)
TEXTS = (CarriedText((NOTICE,), "Foo, by us\n"),)
WHOLE = Inventory(HANEUL, (FOO, BAR), LICENSES, TEXTS)
HOSTILE = (
    "</pre></style></script><script>alert(1)</script><!-- <img src=x onerror=y>\"' onclick=z"
    " {{ 7*7 }} --> javascript:alert(2) \x1b\n\u202e\x00"
)


def parsed(text: str) -> Any:
    """Return the page, parsed by the rules of HTML; anything that they call an error fails."""
    return html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(text)


def words(element: Any) -> str:
    return " ".join("".join(element.itertext()).split())


def by_id(found: Any, id_: str) -> Any:
    (element,) = (one for one in found.iter() if one.get("id") == id_)
    return element


def csp_hash(text: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"


def test_a_component_stands_with_all_that_is_known_of_it() -> None:
    section = by_id(parsed(html.render(WHOLE)), "component-1")
    assert words(section) == (
        "Foo 2.1 Licence MIT OR ISC: ISC License, MIT License Stated by its authors MIT"
        " Detected in its files MIT AND ISC Supplier Foo Corp. Origin DE"
        " Source https://foo.example Package pkg:pypi/foo@2.1 Models foo/Foo-7B Modified yes"
        " Notice file third_party/foo/NOTICE, its text Not scanned third_party/foo/huge.bin"
        " Copyright 2025 Foo Corp."
        ' 1 statement in its files not counted as its own (c) Ac A ("(c)" is code in this line;'
        " third_party/foo/a.py and 1 more) 1 file third_party/foo/a.py ISC"
    )


def test_what_nobody_said_is_told_or_left_out() -> None:
    section = by_id(parsed(html.render(WHOLE)), "component-2")
    assert words(section) == (
        "Bar Licence MIT: MIT License Modified not stated"
        " No copyright statement was found in its files."
    )


def test_the_contents_lead_to_every_component_and_every_link_leads_somewhere() -> None:
    found = parsed(html.render(WHOLE))
    rows = [words(row) for row in found.find(".//nav").iter("tr")]
    assert rows == [
        "Component Licence Copyright holders",
        "Foo 2.1 MIT OR ISC Foo Corp.",
        "Bar MIT none stated",
    ]
    ids = [one.get("id") for one in found.iter() if one.get("id")]
    assert len(ids) == len(set(ids))
    inner = {link.get("href")[1:] for link in found.iter("a") if link.get("href")[0] == "#"}
    assert inner <= set(ids)
    assert {"component-1", "component-2", "license-MIT", "license-ISC", "text-1"} <= inner


def test_each_text_stands_once_and_folded() -> None:
    found = parsed(html.render(WHOLE))
    folded = {one.find("pre").get("id"): one for one in found.iter("details") if one.find("pre")}
    texts = {one.get("id"): one.text for one in found.iter("pre")}
    assert texts == {
        "license-ISC": "ISC text\n\nnext page",
        "license-MIT": "MIT text",
        "text-1": "Foo, by us",
    }
    assert not [one for one in folded.values() if one.get("open") is not None]


def test_it_fetches_nothing_and_runs_its_own_script_alone() -> None:
    found = parsed(html.render(WHOLE))
    (script,), (style,) = found.findall(".//script"), found.findall(".//style")
    policy = found.find(".//meta[@http-equiv='Content-Security-Policy']").get("content")
    assert policy == (
        f"default-src 'none'; style-src '{csp_hash(style.text)}';"
        f" script-src '{csp_hash(script.text)}'; base-uri 'none'; form-action 'none'"
    )
    assert not [one.tag for one in found.iter() if one.tag in ("link", "img", "iframe", "object")]
    assert not [name for one in found.iter() for name, _ in one.items() if name == "src"]
    assert "url(" not in style.text
    assert "fetch" not in script.text


def test_it_can_be_read_by_a_screen_reader() -> None:
    found = parsed(html.render(WHOLE))
    assert found.get("lang") == "en"
    levels = [int(one.tag[1]) for one in found.iter() if one.tag in ("h1", "h2", "h3")]
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in itertools.pairwise(levels))
    assert found.find(".//label").get("for") == found.find(".//input").get("id")
    assert {one.get("scope") for one in found.iter("th")} == {"col", "row"}
    assert found.find(".//main") is not None


def filled(text: str) -> Inventory:
    """Return an inventory in which every text is ``text``."""
    item = FOO._replace(
        **{name: text for name, value in FOO._asdict().items() if isinstance(value, str)},
        models=(text,),
        files=(File(text, text, ()),),
        holders=(Holder(text, text),),
        statements=(Statement(text, (text,), (text,)),),
        asides=(OtherStatement(text, text, (text, text)),),
        legal=(LegalFile(text, "notice", text), LegalFile(text, "license", text, text)),
        unscanned=(text,),
    )
    license_ = LicenseText("LicenseRef-x", text, text, (item.title,))
    carried = CarriedText((text,), text)
    return Inventory(HANEUL._replace(name=text), (item,), (license_,), (carried,))


def test_hostile_text_makes_no_element_and_no_attribute() -> None:
    def shape(text: str) -> list[tuple[str, tuple[str, ...]]]:
        found = parsed(html.render(filled(text)))
        return [(str(one.tag), tuple(one.keys())) for one in found.iter()]

    assert shape(HOSTILE) == shape("x")


def test_hostile_text_is_shown_without_what_changes_how_it_reads() -> None:
    text = html.render(filled(HOSTILE))
    assert not {"\x1b", "\u202e", "\x00"} & set(text)
    assert "\\u202e" in text


def test_a_link_leads_to_the_web_or_is_none() -> None:
    found = parsed(html.render(Inventory(HANEUL, (BAR._replace(source="javascript:x"),), (), ())))
    assert "javascript:x" in words(by_id(found, "component-1"))
    assert not [one for one in found.iter("a") if not one.get("href").startswith("#")]


def test_without_components_it_says_so() -> None:
    found = parsed(html.render(Inventory(HANEUL, (), (), ())))
    assert "No component of others is declared." in words(found)
    assert found.find(".//script") is None


def test_checks_leave_it_out() -> None:
    lines = html.render(WHOLE).splitlines()
    (marker,) = markers(lines)
    quoted = [number for number, line in enumerate(lines, 1) if "2025 Foo Corp." in line]
    assert quoted
    assert all(number in marker.span for number in quoted)


def test_a_browser_runs_the_search(tmp_path: Path) -> None:
    """The script passes the page's own policy: it is what shows the field."""
    names = ("chromium-headless-shell", "chromium", "google-chrome", "chrome")
    browser = next(filter(None, map(shutil.which, names)), None)
    if browser is None:
        pytest.skip("no chromium is installed")
    file = tmp_path / "page.html"
    file.write_text(html.render(WHOLE), encoding="utf-8")
    command = [
        browser,
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        f"--user-data-dir={tmp_path}",
    ]
    done = subprocess.run(
        [*command, "--dump-dom", file.as_uri()], capture_output=True, text=True, check=True
    )
    form = done.stdout.partition("<form")[2].partition(">")[0]
    assert 'role="search"' in form
    assert "hidden" not in form
