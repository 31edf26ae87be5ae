"""The report as text, JSON and a page: the same facts and claims, and hostile text as text."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from pathlib import Path
from typing import Any

import html5lib
import jsonschema
import pytest
from support.checkout import ROOT
from support.invented import index, program, renamed, scanner
from support.repo import Repo

from attribcheck.copies.index_file import OriginIndex
from attribcheck.copies.model import Component
from attribcheck.git.repository import Repository
from attribcheck.policy.loader import load_policy
from attribcheck.provenance import render_html, render_json, render_text, wording
from attribcheck.provenance.collect import collect
from attribcheck.provenance.model import Provenance
from attribcheck.sources.work_tree import TreeSource

POLICY = """\
version = 1

[project]
name = "Haneul"
license = "Apache-2.0"
holders = ["Haneul Labs"]

[[component]]
name = "bar"
version = "2.0"
license = "ISC"
holders = ["Bar GmbH"]
paths = ["third_party/bar/**"]
"""
OWN = "# Copyright 2025 Haneul Labs\n"
EVIL = "<script>alert(1)</script>\x1b[31m"
NEVER = re.compile(r"\b(stolen|stole|plagiari|infring|copied from|derived|parent)", re.IGNORECASE)


class Checked:
    """A repository with its report."""

    def __init__(self, repo: Repo, places: dict[Path, Path | None], *paths: Path) -> None:
        self.source = TreeSource(Repository.discover(repo.path))
        indexes = [OriginIndex.open(path) for path in paths]
        self.report: Provenance = collect(
            self.source,
            scanner(),
            load_policy(self.source.read_file),
            indexes,
            places=places,
        )
        for one in indexes:
            one.close()

    @property
    def page(self) -> str:
        return render_html.render(self.report, self.source)

    @property
    def document(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(render_json.render(self.report))
        return found

    @property
    def text(self) -> str:
        return render_text.render(self.report)


@pytest.fixture
def origin(tmp_path: Path) -> Path:
    """An index of foo, whose one file states its holder."""
    files = {"foo/a.py": program("a")}
    component = Component("foo", "1.0", "pkg:pypi/foo@1.0", "MIT", ("Foo Corp.",))
    return index(
        tmp_path / "foo.acidx", component, files, statements=("# Copyright 2024 Foo Corp.",)
    )


@pytest.fixture
def checked(repo: Repo, origin: Path, tmp_path: Path) -> Checked:
    """A file that is foo's with every name changed, one of bar, an own one and a silent one."""
    bar = index(tmp_path / "bar.acidx", Component("bar", "2.0"), {"b.py": program("b")})
    repo.commit_files(
        {
            "attribcheck.toml": POLICY,
            "src/a.py": OWN + renamed(program("a")),
            "src/own.py": OWN + program("c"),
            "silent.py": program("d"),
            "third_party/bar/b.py": program("b"),
            "logo.bin": b"\0",
        }
    )
    return Checked(repo, {}, origin, bar)


def test_the_json_report_is_of_its_schema(checked: Checked) -> None:
    schema = json.loads((ROOT / "docs" / "provenance-1.schema.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(checked.document, schema)
    assert any(file["matches"] for file in checked.document["files"])


def by_path(document: dict[str, Any]) -> dict[str, Any]:
    return {file["path"]: file for file in document["files"]}


def test_every_line_of_the_tree_is_counted_once(checked: Checked) -> None:
    document = checked.document
    lines = document["summary"]["lines"]
    assert sum(lines.values()) == sum(
        text.count("\n")
        for text in (POLICY, OWN * 2, program("a"), program("b"), program("c"), program("d"))
    )
    assert document["summary"]["not_compared"] == 1
    for file in document["files"]:
        assert set(file["lines"]) == {"own", "declared", "undeclared", "common", "unmatched"}


def test_a_renamed_file_is_matched_with_its_origin(checked: Checked) -> None:
    file = by_path(checked.document)["src/a.py"]
    (match,) = file["matches"]
    assert match["component"]["name"] == "foo"
    assert (match["path"], match["strength"]) == ("foo/a.py", "certain")
    assert match["absent_holders"] == ["Foo Corp."]
    assert match["regions"][0]["same_names"] < 0.5
    assert file["lines"]["undeclared"] > 80


def test_files_that_are_declared_own_or_silent_are_told_apart(checked: Checked) -> None:
    files = by_path(checked.document)
    assert set(_present(files["third_party/bar/b.py"])) == {"declared"}
    assert set(_present(files["src/own.py"])) == {"own"}
    assert set(_present(files["silent.py"])) == {"unmatched"}
    assert files["third_party/bar/b.py"]["declared_by"] == ["bar"]


def _present(file: dict[str, Any]) -> list[str]:
    return [name for name, count in file["lines"].items() if count]


def test_the_text_states_the_correspondence_and_the_absent_notice(checked: Checked) -> None:
    text = checked.text
    assert re.search(
        r"the token structure of lines \d+ to \d+ matches lines \d+ to \d+"
        r" of foo/a\.py of foo 1\.0",
        text,
    )
    assert "MIT (of the component); not named here: Foo Corp." in text
    assert "third_party/bar/b.py" not in text


def test_the_text_and_the_page_claim_no_copying_and_no_direction(checked: Checked) -> None:
    for words in (checked.text, checked.page):
        assert not NEVER.search(words)
        assert "does not say who wrote first" in words


def test_the_same_tree_gives_the_same_bytes(checked: Checked) -> None:
    assert checked.page == checked.page
    assert render_json.render(checked.report) == render_json.render(checked.report)


def page(text: str) -> Any:
    """Return the page, parsed by the rules of HTML; anything that they call an error fails."""
    return html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(text)


def test_the_page_is_valid_and_fetches_nothing(checked: Checked) -> None:
    tree = page(checked.page)
    assert tree.findall(".//script") == []
    links = [one.get("href") for one in tree.iter() if one.get("href")]
    assert links
    assert all(link.startswith("#") for link in links)
    assert not re.search(r"\s(?:src|style|on\w+)=", checked.page)


def test_every_link_of_the_page_has_its_target(checked: Checked) -> None:
    tree = page(checked.page)
    ids = [one.get("id") for one in tree.iter() if one.get("id")]
    assert len(ids) == len(set(ids))
    assert {one.get("href")[1:] for one in tree.iter() if one.get("href")} <= set(ids)


def test_the_policy_of_the_page_allows_its_own_styles_only(checked: Checked) -> None:
    tree = page(checked.page)
    (policy,) = [one.get("content") for one in tree.iter("meta") if one.get("http-equiv")]
    styles = [one.text for one in tree.iter("style")]
    assert len(styles) == 2
    for style in styles:
        digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
        assert f"'sha256-{digest}'" in policy
    assert "default-src 'none'" in policy
    assert "script-src 'none'" in policy


def test_the_map_names_every_file_for_those_who_do_not_see_it(checked: Checked) -> None:
    found = [one for one in page(checked.page).iter() if str(one.tag).endswith("}title")]
    titles = ["".join(one.itertext()) for one in found]
    for path in ("src/a.py", "src/own.py", "silent.py", "third_party/bar/b.py"):
        assert any(path in title for title in titles)


def test_both_notices_are_shown_side_by_side(checked: Checked) -> None:
    words = checked.page
    assert "# Copyright 2025 Haneul Labs" in words
    assert "# Copyright 2024 Foo Corp." in words
    assert "Not named in the file here: Foo Corp." in words


def test_the_lines_of_the_origin_are_not_in_the_page_without_its_folder(checked: Checked) -> None:
    line = program("a").splitlines()[3].strip()
    assert renamed(line) in _plain(checked.page)
    assert line not in _plain(checked.page)
    assert "The index holds no code." in checked.page


@pytest.mark.parametrize(
    ("limit", "left_out"),
    [
        ("_MOST_PASSAGES", "Here, line"),
        ("_MOST_REGIONS", "<summary>The token"),
        ("_MOST_MATCHES", "<h4>"),
        ("_MOST_FILES", "<article"),
    ],
)
def test_a_page_of_a_large_tree_leaves_out_and_stays_valid(
    limit: str, left_out: str, checked: Checked, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert left_out in checked.page
    monkeypatch.setattr(render_html, limit, 0)
    page(checked.page)
    assert left_out not in checked.page


def _plain(text: str) -> str:
    import html

    return html.unescape(text)


def test_the_lines_of_the_origin_are_shown_while_its_folder_is_there(
    repo: Repo, origin: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "place"
    (folder / "foo").mkdir(parents=True)
    (folder / "foo" / "a.py").write_text(program("a"))
    repo.commit_files({"src/a.py": renamed(program("a"))})
    found = Checked(repo, {origin: folder}, origin)
    assert program("a").splitlines()[3].strip() in _plain(found.page)


def test_an_index_can_not_make_the_page_show_a_file_outside_of_the_folder(
    repo: Repo, tmp_path: Path
) -> None:
    (tmp_path / "secret.py").write_text("password = 'hunter2'\n" * 300)
    (tmp_path / "place").mkdir()
    (tmp_path / "place" / "link.py").symlink_to(tmp_path / "secret.py")
    for path in ("../secret.py", str(tmp_path / "secret.py"), "link.py"):
        hostile = index(tmp_path / "x.acidx", Component("foo"), {path: program("a")})
        repo.commit_files({"src/a.py": program("a")})
        found = Checked(repo, {hostile: tmp_path / "place"}, hostile)
        assert found.report.matched
        assert "hunter2" not in found.page


def test_hostile_text_is_shown_as_text(repo: Repo, tmp_path: Path) -> None:
    component = Component(EVIL, EVIL, license=EVIL, holders=(EVIL,))
    hostile = index(
        tmp_path / "x.acidx", component, {f"{EVIL}.py": program("a")}, statements=(EVIL,)
    )
    repo.commit_files({f"{EVIL.replace('/', '')}.py": f"# {EVIL}\n{program('a')}"})
    found = Checked(repo, {}, hostile)
    assert found.report.matched
    page(found.page)
    for text in (found.page, found.text, render_json.render(found.report)):
        assert "\x1b" not in text
    assert "<script" not in found.page


def test_without_matches_there_is_a_page_all_the_same(repo: Repo, origin: Path) -> None:
    repo.commit_files({"a.txt": "text\n"})
    found = Checked(repo, {}, origin)
    page(found.page)
    assert found.text.startswith("1 file, 1 line: 100% unmatched\n")


@pytest.mark.parametrize(
    ("part", "total", "shown"),
    [(0, 10, "0%"), (10, 10, "100%"), (1, 1000, "<1%"), (999, 1000, "99%"), (1, 2, "50%")],
)
def test_a_share_is_neither_none_nor_all_by_rounding(part: int, total: int, shown: str) -> None:
    assert wording.percent(part, total) == shown
