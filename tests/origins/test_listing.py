"""What the indexes hold, and which of them a name means."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from support.invented import index, program

from attribcheck.copies import index_builder
from attribcheck.copies.model import Component
from attribcheck.core.errors import UsageError
from attribcheck.origins import render_listing
from attribcheck.origins.listing import Listing, listing, named

FOO = Component("foo", "1.0", "pkg:pypi/foo@1.0", "MIT", ("Foo Corp.",), "PyPI", "2026-01-02")
BAR = Component("bar", "2.0")


@pytest.fixture
def paths(tmp_path: Path) -> list[Path]:
    """An index of foo, and one of foo and bar."""
    foo = index(tmp_path / "foo@1.0.acidx", FOO, {"a.py": program("a"), "b.py": program("b")})
    bar = index(tmp_path / "bar", BAR, {"c.py": program("c")})
    older = index(tmp_path / "older", FOO._replace(version="0.9"), {"a.py": program("d")})
    index_builder.merge([bar, older], tmp_path / "both.acidx")
    return [foo, tmp_path / "both.acidx"]


def test_every_component_of_every_index_is_listed(paths: list[Path]) -> None:
    found = listing(paths)
    assert found.damaged == ()
    assert [
        (one.component.label, one.files, one.index_name, one.alone) for one in found.entries
    ] == [
        ("foo 1.0", 2, "foo@1.0", True),
        ("bar 2.0", 1, "both", False),
        ("foo 0.9", 1, "both", False),
    ]
    assert found.entries[0].lines == sum(program(name).count("\n") for name in "ab")


def test_a_damaged_index_does_not_hide_the_others(paths: list[Path], tmp_path: Path) -> None:
    broken = tmp_path / "broken.acidx"
    broken.write_bytes(b"no index")
    found = listing([broken, *paths])
    assert len(found.entries) == 3
    ((path, reason),) = found.damaged
    assert path == broken
    assert "broken.acidx" in reason


@pytest.mark.parametrize(
    ("name", "expected"),
    [("both", "both"), ("foo@1.0", "foo@1.0"), ("pkg:pypi/foo@1.0", "foo@1.0")],
)
def test_a_name_means_an_index(name: str, expected: str, paths: list[Path]) -> None:
    if name.startswith("pkg:"):
        paths = paths[:1]
    assert named(name, paths, listing(paths).entries).name == f"{expected}.acidx"


def test_the_name_of_a_component_means_the_index_that_holds_nothing_else(
    paths: list[Path],
) -> None:
    assert named("foo", paths[:1], listing(paths[:1]).entries) == paths[0]


def test_a_part_of_an_index_is_not_removed(paths: list[Path]) -> None:
    with pytest.raises(UsageError, match="part of the origin index both") as raised:
        named("bar", paths, listing(paths).entries)
    assert raised.value.hint == "attribcheck origins remove both"


def test_a_name_of_several_indexes_is_not_guessed(tmp_path: Path) -> None:
    paths = [
        index(tmp_path / f"foo@{n}.acidx", FOO._replace(version=n), {"a.py": program("a")})
        for n in ("1.0", "2.0")
    ]
    with pytest.raises(UsageError, match=r"names 2 origin indexes: foo@1\.0, foo@2\.0"):
        named("foo", paths, listing(paths).entries)


def test_a_damaged_index_can_be_named(tmp_path: Path) -> None:
    assert named("foo", [tmp_path / "foo.acidx"], ()) == tmp_path / "foo.acidx"


def test_an_unknown_name_is_an_error(paths: list[Path]) -> None:
    with pytest.raises(UsageError, match="no origin index is called baz"):
        named("baz", paths, listing(paths).entries)


def test_the_table_has_a_line_for_each_component(paths: list[Path], tmp_path: Path) -> None:
    text = render_listing.as_text(listing(paths), tmp_path)
    heading, first, *_ = text.splitlines()
    assert heading.split() == "COMPONENT VERSION LICENCE FILES LINES DATE INDEX SIZE".split()
    assert first.split()[:4] == ["foo", "1.0", "MIT", "2"]
    assert text.splitlines()[-1] == f"in {tmp_path}"


def test_without_an_index_the_folder_is_named(tmp_path: Path) -> None:
    assert render_listing.as_text(Listing((), ()), tmp_path) == f"no origin indexes in {tmp_path}\n"


def test_programs_read_json(paths: list[Path]) -> None:
    document = json.loads(render_listing.as_json(listing(paths)))
    assert document["schema"] == "attribcheck/origins/1"
    first = document["components"][0]
    assert (first["name"], first["license"], first["holders"]) == ("foo", "MIT", ["Foo Corp."])
    assert document["components"][1]["license"] is None


def test_a_hostile_name_is_shown_as_text(tmp_path: Path) -> None:
    path = index(tmp_path / "x.acidx", Component("a\x1b[31m\nb"), {"a.py": program("a")})
    found = listing([path])
    for text in (render_listing.as_text(found, tmp_path), render_listing.as_json(found)):
        assert "\x1b" not in text
    assert len(render_listing.as_text(found, tmp_path).splitlines()) == 3
