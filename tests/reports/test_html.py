"""The page stands by itself, is valid, and shows hostile text as text."""

from __future__ import annotations

import base64
import hashlib
import shutil
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import html5lib
import pytest
from support.browser import Browser, program
from support.checks import check
from support.command import run
from support.repo import Repo

from attribcheck.check.result import CheckResult
from attribcheck.classify.model import ClassifiedFile
from attribcheck.core.finding import Finding, RelatedLocation, Severity, SuppressedFinding
from attribcheck.core.model import Blob, Excerpt, FileScan, ScanFailure
from attribcheck.policy.model import Component, Policy
from attribcheck.reports.base import Options, format_named

POLICY = """
    version = 1

    [project]
    license = "Apache-2.0"
    holders = ["Haneul Labs"]

    [[component]]
    name = "Foo"
    license = "MIT"
    holders = ["Foo Corp."]
    paths = ["foo/**"]

    [[exception]]
    rule = "undeclared-notice"
    paths = ["data/**"]
    reason = "test data"
"""
FILES = {
    "data/a.txt": "Copyright 2025 Bar GmbH\n",
    "foo/LICENSE": "SPDX-License-Identifier: MIT\nCopyright 2025 Foo Corp.\n",
    "src/a.py": "\n# Copyright 2025 Bar GmbH\n",
    "src/b.js": ScanFailure("it died"),
}
FOUND = Finding("undeclared-notice", Severity.ERROR, "src/a.py", 2, "something", component="Foo")
LINKS = Options(
    rules_url="https://haneul.example/docs/rules.md", source_url="https://haneul.example/blob/abc"
)


def page(outcome: CheckResult, options: Options = LINKS) -> Any:
    """Return the page, parsed by the rules of HTML; anything that they call an error fails."""
    text = format_named("html").render(outcome, options)
    parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
    return parser.parse(text)


def text(element: Any) -> str:
    return " ".join("".join(element.itertext()).split())


def of(*findings: Finding, **fields: Any) -> CheckResult:
    policy = Policy(path="attribcheck.toml")
    return CheckResult("main...HEAD", "lines 1", policy, (), findings, **fields)


def test_it_shows_the_findings_what_is_permitted_and_every_file(repo: Repo) -> None:
    found = page(check(repo, FILES, POLICY))

    assert text(found.find(".//title")) == "attribcheck: 2 errors"
    first, second = (text(article) for article in found.iter("article"))
    assert first == (
        "error: undeclared-notice copyright of Bar GmbH is not declared (no licence stated)"
        " src/a.py:2:3 # Copyright 2025 Bar GmbH"
        " Policy: attribcheck.toml:5: [project] holders: Haneul Labs; no component covers this file"
        " Fix in attribcheck.toml # no licence was detected here: ask its holder, then name it"
        ' [[component]] name = "Bar GmbH a 2" license = "LicenseRef-unstated"'
        ' holders = ["Bar GmbH"]'
        ' paths = ["src/a.py"]'
    )
    assert second == "error: unscanned-file not scanned: it died src/b.js"
    rows = [[text(cell) for cell in row.iter("td")] for row in found.iter("tr")]
    assert [row for row in rows if row] == [
        ["Foo", "", "MIT", "", "", "1", ""],
        ["1", ""],
        ["undeclared-notice", "", "1", "", "", "1", ""],
        ["unscanned-file", "", "1", "", "", "1", ""],
        [
            "undeclared-notice",
            "data/a.txt:1:1",
            "copyright of Bar GmbH is not declared (no licence stated)",
            "test data",
        ],
        ["attribcheck.toml", "", "", ""],
        ["data/a.txt", "", "Bar GmbH", ""],
        ["foo/LICENSE", "MIT", "Foo Corp.", "Foo"],
        ["src/a.py", "", "Bar GmbH", ""],
        ["src/b.js", "not scanned: it died", "", ""],
    ]


def digest(element: Any) -> str:
    """Return what a Content-Security-Policy calls the content of an element."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(element.text.encode()).digest()).decode()}'"


def test_it_fetches_nothing_and_runs_its_own_script_alone(repo: Repo) -> None:
    found = page(check(repo, FILES, POLICY))
    policy = found.find(".//meta[@http-equiv='Content-Security-Policy']")
    styles = " ".join(map(digest, found.iter("style")))
    (script,) = found.iter("script")
    assert policy.get("content") == (
        f"default-src 'none'; style-src {styles}; script-src {digest(script)};"
        " base-uri 'none'; form-action 'none'"
    )
    assert not [e.tag for e in found.iter() if e.tag in ("link", "img", "iframe")]
    assert not [name for e in found.iter() for name, _ in e.items() if name.startswith("on")]


def test_rules_and_places_are_links_when_it_is_known_where_they_are() -> None:
    def links(options: Options) -> list[str]:
        found = [link.get("href") for link in page(of(FOUND), options).iter("a")]
        return [one for one in found if not one.startswith("#")]

    assert links(LINKS) == [
        "https://haneul.example/docs/rules.md#undeclared-notice",
        "https://haneul.example/blob/abc/src/a.py#L2",
    ]
    assert not links(Options())


def test_what_stood_before_is_shown_with_its_place() -> None:
    before = RelatedLocation("as it stood before", "old.py", 1, "# Copyright\n# Foo", "f" * 40)
    (article,) = page(of(FOUND._replace(related=(before,)))).iter("article")
    assert "as it stood before: old.py:1 (ffffffffffff) # Copyright # Foo" in text(article)


def test_lines_of_another_origin_are_shown_without_a_text() -> None:
    there = RelatedLocation("lines 4-9 match", "b.c", 3, "", end_line=8, origin="foo 1.2")
    (article,) = page(of(FOUND._replace(related=(there,)))).iter("article")
    assert "lines 4-9 match: foo 1.2: b.c:3-8" in text(article)
    assert "" not in [(one.text or "").strip() for one in article.iter("pre")]


def test_hints_are_shown() -> None:
    assert "the cache can't be written" in text(page(of(hints=("the cache can't be written",))))


HOSTILE = (
    "</pre></style><script>alert(1)</script><img src=x onerror=y>\"' onclick=z {{ 7*7 }}"
    " \x1b\n\u202e"
)


def of_words(words: str) -> CheckResult:
    finding = FOUND._replace(
        path=words,
        message=words,
        component=words,
        evidence=Excerpt(words),
        policy_note=words,
        fix=words,
        related=(RelatedLocation(words, words, 1, words, words, origin=words),),
    )
    outcome = of(finding, hints=(words,), suppressed=(SuppressedFinding(finding, words),))
    return outcome._replace(policy=Policy(path=words), label=words, engine=words)


def test_hostile_text_makes_no_element_and_no_attribute() -> None:
    def shape(words: str) -> Counter[tuple[str, tuple[str, ...]]]:
        return Counter((e.tag, tuple(sorted(e.keys()))) for e in page(of_words(words)).iter())

    assert shape(HOSTILE) == shape("x")


def test_hostile_text_is_shown_as_it_is() -> None:
    body = page(of_words(HOSTILE)).find("body")
    shown = "".join("".join(e.itertext()) for e in body if e.tag != "script")
    assert "</style><script>alert(1)</script><img src=x onerror=y>\"' onclick=z {{ 7*7 }}" in shown
    assert "49" not in shown
    assert "\x1b" not in shown
    assert "\u202e" not in shown


SVG = "{http://www.w3.org/2000/svg}"
BAR = Component("Bar", "Apache-2.0", supplier="Bar GmbH", origin="DE")
FOO = Component("Foo", "MIT", supplier="Foo Corp.", origin="US")


def file(path: str, *components: Component) -> ClassifiedFile:
    return ClassifiedFile(Blob(path, "0" * 40), FileScan(None), components)


def tree(**fields: Any) -> CheckResult:
    files = (file("a/1.py", FOO), file("a/2.py", FOO, BAR), file("b.py"))
    policy = Policy(path="attribcheck.toml", components=(BAR, FOO))
    return of(FOUND._replace(path="b.py"), **fields)._replace(files=files, policy=policy)


def test_the_overview_counts_components_by_licence_supplier_and_origin() -> None:
    found = page(tree())
    blocks = [text(block) for block in found.find(".//div[@class='totals']")]
    assert blocks == [
        "Licences files MIT 2 Apache-2.0 1",
        "Suppliers files Foo Corp. 2 Bar GmbH 1",
        "Origins files US 2 DE 1",
    ]


def test_the_map_has_each_file_in_the_colour_of_its_component() -> None:
    found = page(tree())
    (picture,) = (one for one in found.iter(f"{SVG}svg") if one.get("role") == "img")
    drawn = {
        text(group.find(f"{SVG}title")): group.find(f"{SVG}rect").get("class")
        for group in picture.iter(f"{SVG}g")
    }
    assert drawn == {
        "a: 2 files": "folder",
        "a/1.py: Foo": "c0",
        "a/2.py: Foo, Bar": "c0",
        "b.py: 1 error": "none",
    }
    assert [one.get("class") for one in picture.findall(f"{SVG}rect")] == ["wrong"]


def test_a_removed_notice_is_beside_what_is_there_now() -> None:
    before = RelatedLocation("as it stood before", "old.py", 1, "# Copyright Foo")
    removed = FOUND._replace(
        rule="removed-notice", related=(before,), evidence=Excerpt("# Copyright Haneul")
    )
    found = page(of(removed))
    assert [text(side) for side in found.find(".//div[@class='sides']")] == [
        "as it stood before: old.py:1 # Copyright Foo",
        "now: src/a.py:2:1 # Copyright Haneul",
    ]


def test_many_findings_are_there_and_the_first_of_them_laid_out() -> None:
    found = page(of(*(FOUND._replace(message=f"number {n}") for n in range(450))))
    hidden = [article.get("hidden") is not None for article in found.iter("article")]
    assert hidden == [False] * 100 + [True] * 350


@pytest.fixture
def shown(tmp_path: Path) -> Iterator[Browser]:
    """A browser with a report of 450 findings; each third is of another rule."""
    if program() is None:
        pytest.skip("Chromium is not installed")
    rules = ("undeclared-notice", "undeclared-notice", "license-mismatch")
    many = (FOUND._replace(message=f"number {n}", rule=rules[n % 3]) for n in range(450))
    (tmp_path / "report.html").write_text(format_named("html").render(of(*many), LINKS))
    with Browser(tmp_path / "profile") as browser:
        browser.open(tmp_path / "report.html")
        yield browser


COUNTED = 'document.querySelector(".find output").textContent'
VISIBLE = '[...document.querySelectorAll(".found > article")].filter((one) => !one.hidden).length'


def typed(browser: Browser, text: str) -> None:
    """Type into the field for words, as on a keyboard."""
    browser.evaluate('document.querySelector(".find [name=words]").focus()')
    for key in text:
        browser.press(key)


def test_words_narrow_the_findings_as_they_are_typed(shown: Browser) -> None:
    typed(shown, "number 44")
    shown.wait_for(f'{COUNTED} === "14 of 450 findings"')
    assert shown.evaluate(VISIBLE) == 14


def test_escape_shows_all_findings_again(shown: Browser) -> None:
    typed(shown, "44")
    shown.wait_for(f'{COUNTED} === "14 of 450 findings"')
    shown.press("Escape")
    shown.wait_for(f'{COUNTED}.startsWith("450 of 450")')
    assert shown.evaluate(VISIBLE) == 100


def test_a_rule_of_the_overview_shows_its_findings_alone(shown: Browser) -> None:
    shown.evaluate("document.querySelector('a[href=\"#rule-license-mismatch\"]').click()")
    shown.wait_for(f'{COUNTED}.startsWith("150 of 450")')
    assert shown.evaluate(VISIBLE) == 100


def test_a_button_shows_the_next_findings(shown: Browser) -> None:
    shown.evaluate('document.querySelector(".more").click()')
    shown.wait_for(f"{VISIBLE} === 200")


def test_findings_that_are_printed_are_all_there(shown: Browser) -> None:
    typed(shown, "none has these words")
    shown.wait_for(f'{COUNTED} === "0 of 450 findings"')
    assert shown.evaluate('document.querySelectorAll(".found > article").length') == 450


@pytest.mark.skipif(shutil.which("chromium") is None, reason="chromium is not installed")
def test_a_browser_runs_the_script(tmp_path: Path) -> None:
    outcome = of(*(FOUND._replace(message=f"number {n}") for n in range(450)))
    (tmp_path / "report.html").write_text(format_named("html").render(outcome, LINKS))
    words = ["chromium", "--headless", "--no-sandbox", "--disable-gpu", "--dump-dom"]
    done = run(tmp_path, [*words, (tmp_path / "report.html").as_uri()])
    assert "450 of 450 findings, the first 100 entries shown</output>" in done.out, done.err
    assert '<button type="button" class="more">' in done.out
