"""The search, from files to what corresponds to them."""

import random
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from support.copied_code import FOO, GARDEN, OTHER, index_of, renamed

from attribcheck.copies.container import OriginIndexError
from attribcheck.copies.index_builder import merge
from attribcheck.copies.index_file import OriginIndex
from attribcheck.copies.matcher import IndexMatcher
from attribcheck.copies.model import Channel, Component, FileCopies, Strength
from attribcheck.core.model import Blob, BlobKind, Span


@pytest.fixture
def index(tmp_path: Path) -> Iterator[OriginIndex]:
    with index_of(tmp_path / "foo.acidx", {"src/garden.py": GARDEN, "src/other.py": OTHER}) as made:
        yield made


def copies(index: OriginIndex, text: str, **options: object) -> FileCopies:
    return IndexMatcher([index], **options).match_content("here.py", text.encode())  # type: ignore[arg-type]


def test_a_copy_is_found_with_its_lines(index: OriginIndex) -> None:
    found = copies(index, "\n\n" + GARDEN)
    (match,) = found.matches
    (region,) = match.regions
    assert match.file.path == "src/garden.py"
    assert match.file.component == FOO
    assert match.file.holders == ("Foo Corp.",)
    assert (match.strength, match.share) == (Strength.CERTAIN, 1.0)
    lines = GARDEN.count("\n")
    assert (region.there.end, region.here) == (lines, Span(region.there.start + 2, lines + 2))
    assert (region.same_names, region.components) == (1.0, 1)


def test_a_copy_with_other_names_is_found_by_its_shape(index: OriginIndex) -> None:
    (match,) = copies(index, renamed(GARDEN)).matches
    (region,) = match.regions
    assert region.channel is Channel.SHAPE
    assert region.same_names < 0.1
    assert region.renamed == 1.0
    assert match.share == 1.0


def test_an_edited_copy_is_found_in_parts(index: OriginIndex) -> None:
    edited = GARDEN.replace("bed.fill(need)", "bed.fill(need, True)").replace(
        "            used += need\n", "            print(used)\n"
    )
    (match,) = copies(index, edited).matches
    assert 0.8 < match.share < 1


def test_code_that_is_not_indexed_is_not_found(index: OriginIndex) -> None:
    code = "\n".join(f"def f{n}(a):\n    return {{'k{n}': a[{n}]}}" for n in range(90))
    assert copies(index, code).matches == ()


def test_names_that_are_mixed_up_are_no_evidence(index: OriginIndex) -> None:
    chance = random.Random(1)
    mixed = re.sub(r"zz\d+", lambda _: f"x{chance.randrange(3)}", renamed(GARDEN))
    assert copies(index, mixed).matches == ()


def test_a_declared_component_is_first_and_explains_its_share(index: OriginIndex) -> None:
    for name in ("foo", "pkg:pypi/foo", "pkg:pypi/foo@1.2"):
        found = copies(index, GARDEN, declared={name})
        assert found.matches[0].file.component.declared
        assert (found.declared_share, found.unexplained, found.candidates) == (1.0, (), ())


def test_what_no_declared_component_explains_is_named(index: OriginIndex) -> None:
    found = copies(index, GARDEN)
    assert found.declared_share == 0
    (span,) = found.unexplained
    assert span.end == GARDEN.count("\n")
    assert [match.file.path for match in found.candidates] == ["src/garden.py"]


def test_literals_that_no_other_origin_has_are_named(index: OriginIndex) -> None:
    (match,) = copies(index, GARDEN).matches
    assert "the tank is nearly empty" in match.literals


def test_an_origin_can_be_left_out(index: OriginIndex) -> None:
    assert copies(index, GARDEN, ignored={("foo", "")}).matches == ()


def test_two_origins_with_the_same_code_can_not_be_told_apart(tmp_path: Path) -> None:
    for name in ("foo", "bar"):
        index_of(tmp_path / name, {"x.py": GARDEN}, Component(name)).close()
    merge([tmp_path / "foo", tmp_path / "bar"], tmp_path / "all")
    with OriginIndex.open(tmp_path / "all") as index:
        found = copies(index, renamed(GARDEN))
        assert {match.file.component.name for match in found.candidates} == {"foo", "bar"}
        assert {region.components for match in found.matches for region in match.regions} == {2}
        half = copies(index, renamed(GARDEN), declared={"foo"})
        assert (half.declared_share, half.unexplained) == (1.0, ())


def test_several_indexes_are_searched_together(tmp_path: Path) -> None:
    with (
        index_of(tmp_path / "one", {"x.py": GARDEN}) as one,
        index_of(tmp_path / "two", {"y.py": OTHER}, Component("bar")) as two,
    ):
        found = IndexMatcher([one, two]).match_content("a.py", (GARDEN + OTHER).encode())
    assert [match.file.path for match in found.matches] == ["x.py", "y.py"]


def test_code_without_a_lexer_is_found_as_it_is(tmp_path: Path) -> None:
    ruby = "".join(
        f"def step_{name}(items)\n  items.{name} {{ |each| @{name} += each.weight * {at} }}\nend\n"
        for at, name in enumerate("map select reject sum each_slice zip inject count".split())
    )
    with index_of(tmp_path / "x", {"lib/a.rb": ruby}) as index:
        matcher = IndexMatcher([index])
        (match,) = matcher.match_content("b.rb", ("# other\n" + ruby).encode()).matches
        assert match.regions[0].channel is Channel.EXACT
        assert matcher.match_content("b.rb", renamed(ruby, "def end").encode()).matches == ()


class TestMatch:
    def test_each_blob_has_an_answer_and_only_code_is_read(self, index: OriginIndex) -> None:
        contents = {"a.py": GARDEN.encode(), "b.md": b"", "c.py": None, "link.py": b"", "d": b""}
        asked: list[str] = []

        def read(blobs: Iterable[Blob]) -> Iterator[tuple[Blob, bytes | None]]:
            for blob in blobs:
                asked.append(blob.path)
                yield blob, contents[blob.path]

        blobs = [
            Blob(path, "0", BlobKind.SYMLINK if "link" in path else BlobKind.FILE)
            for path in contents
        ]
        found = IndexMatcher([index]).match(blobs, read)
        assert asked == ["a.py", "c.py"]
        assert list(found) == list(contents)
        assert [path for path, each in found.items() if each.matches] == ["a.py"]
        assert found["d"] == FileCopies("d")

    def test_a_damaged_index_is_an_error_that_names_it(self, tmp_path: Path) -> None:
        index_of(tmp_path / "x.acidx", {"x.py": GARDEN}).close()
        content = (tmp_path / "x.acidx").read_bytes()
        middle = len(content) // 2
        (tmp_path / "x.acidx").write_bytes(
            content[:middle] + bytes([content[middle] ^ 8]) + content[middle + 1 :]
        )
        with pytest.raises(OriginIndexError, match=r"x\.acidx"):
            matcher = IndexMatcher([OriginIndex.open(tmp_path / "x.acidx")])
            matcher.match_content("a.py", GARDEN.encode())


@pytest.mark.parametrize(
    "text",
    ["", "a = 1", "(" * 50_000, "a = b\n" * 50_000, "x = [" + "1, " * 50_000, GARDEN * 40],
    ids=["empty", "short", "nested", "repeated", "table", "many copies"],
)
def test_hostile_files_are_answered(index: OriginIndex, text: str) -> None:
    assert copies(index, text).path == "here.py"
