"""Origin indexes: written from files or other indexes, and read by anybody."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support.copied_code import FOO, GARDEN, OTHER, index_of, renamed

from attribcheck.copies import container
from attribcheck.copies.container import Container, OriginIndexError
from attribcheck.copies.fingerprints import literal_hash
from attribcheck.copies.index_builder import build, merge
from attribcheck.copies.index_file import OriginIndex
from attribcheck.copies.matcher import IndexMatcher
from attribcheck.copies.model import Component, OriginFile, SourceFile
from attribcheck.core.model import Span

BAR = Component("bar", "3")


def test_an_index_gives_back_what_is_known_of_its_files(tmp_path: Path) -> None:
    file = OriginFile(FOO, "src/g\udce9.py", "MIT", ("Foo Corp.",), "garden", ("(c) Foo Corp.",))
    info = build([SourceFile(file, GARDEN.encode())], tmp_path / "x.acidx")
    with OriginIndex.open(tmp_path / "x.acidx", verify=True) as index:
        assert list(index.files) == [file]
        assert index.components == (FOO,)
        assert index.origins == (("foo", "garden"),)
        assert index.info == info
    assert (info.components, info.files, info.lines) == (1, 1, GARDEN.count("\n"))
    assert info.size == (tmp_path / "x.acidx").stat().st_size


def test_what_is_no_code_or_too_small_is_left_out(tmp_path: Path) -> None:
    index = index_of(tmp_path / "x", {"a.md": GARDEN, "b.py": "a = 1\n", "c.py": GARDEN})
    assert [file.path for file in index.files] == ["c.py"]


def test_the_same_files_give_the_same_bytes(tmp_path: Path) -> None:
    for name in "ab":
        index_of(tmp_path / name, {"x.py": GARDEN, "y.py": OTHER})
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()


def test_no_code_is_kept_in_clear(tmp_path: Path) -> None:
    index_of(tmp_path / "x", {"x.py": GARDEN})
    content = (tmp_path / "x").read_bytes()
    assert b"thirsty" not in content
    assert b"greenhouse" not in content


def test_an_empty_index_is_an_index(tmp_path: Path) -> None:
    index = index_of(tmp_path / "x", {})
    assert index.info[:4] == (0, 0, 0, 0)
    assert IndexMatcher([index]).match_content("x.py", GARDEN.encode()).matches == ()


class TestMerge:
    @pytest.fixture
    def parts(self, tmp_path: Path) -> list[Path]:
        index_of(tmp_path / "one", {"x.py": GARDEN}, family="garden")
        index_of(tmp_path / "two", {"y.py": OTHER, "z.py": renamed(OTHER)}, BAR)
        return [tmp_path / "one", tmp_path / "two"]

    def test_it_has_the_files_of_all_parts(self, parts: list[Path], tmp_path: Path) -> None:
        merge(parts, tmp_path / "all")
        with OriginIndex.open(tmp_path / "all", verify=True) as index:
            assert [file.path for file in index.files] == ["x.py", "y.py", "z.py"]
            assert index.components == (FOO, BAR)
            assert index.origins == (("foo", "garden"), ("bar", ""))

    def test_it_is_what_a_build_of_all_files_gives(self, parts: list[Path], tmp_path: Path) -> None:
        merge(parts, tmp_path / "all")
        made = []
        for path in parts:
            with OriginIndex.open(path) as index:
                made += list(index.files)
        texts = {"x.py": GARDEN, "y.py": OTHER, "z.py": renamed(OTHER)}
        build((SourceFile(file, texts[file.path].encode()) for file in made), tmp_path / "built")
        assert (tmp_path / "all").read_bytes() == (tmp_path / "built").read_bytes()

    def test_a_component_of_two_parts_is_taken_from_the_first(
        self, parts: list[Path], tmp_path: Path
    ) -> None:
        index_of(tmp_path / "again", {"w.py": GARDEN})
        merge([*parts, tmp_path / "again"], tmp_path / "all")
        with OriginIndex.open(tmp_path / "all") as index:
            assert "w.py" not in [file.path for file in index.files]
            assert list(index.literals.find(literal_hash("the tank is nearly empty"))) == [0]

    def test_a_damaged_part_is_named(self, parts: list[Path], tmp_path: Path) -> None:
        content = parts[1].read_bytes()
        parts[1].write_bytes(content[:-9] + b"\xff" + content[-8:])
        with pytest.raises(OriginIndexError, match="two"):
            merge(parts, tmp_path / "all")


class TestHostile:
    """An index is answered from, or refused with an error: there is no third way."""

    @pytest.fixture
    def index(self, tmp_path: Path) -> Path:
        index_of(tmp_path / "x", {"x.py": GARDEN, "y.py": OTHER})
        return tmp_path / "x"

    @settings(
        max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
    )
    @given(
        name=st.sampled_from(range(20)),
        at=st.floats(0, 1, exclude_max=True),
        byte=st.binary(min_size=1, max_size=8),
    )
    def test_any_section_may_be_forged(
        self, tmp_path: Path, index: Path, name: int, at: float, byte: bytes
    ) -> None:
        """Its checksums are right, as those of a file that somebody made on purpose."""
        sections = contents(index)
        chosen = sorted(sections)[name % len(sections)]
        content = sections[chosen]
        place = int(at * len(content))
        sections[chosen] = (content[:place] + byte + content[place + len(byte) :])[: len(content)]
        forged = tmp_path / "forged"
        container.write(forged, sections)
        try:
            with OriginIndex.open(forged) as opened:
                found = IndexMatcher([opened]).match_content("q.py", renamed(GARDEN).encode())
        except OriginIndexError as error:
            assert "forged" in error.message
        else:
            for match in found.matches:
                for region in match.regions:
                    assert Span(1, 60).start <= region.here.start <= region.here.end <= 60

    @pytest.mark.parametrize(
        "name",
        ["components", "origins", "files.ends", "file.tokens", "file.component", "block.file"],
    )
    def test_a_missing_section_is_refused(self, tmp_path: Path, index: Path, name: str) -> None:
        sections = contents(index)
        del sections[name]
        container.write(tmp_path / "forged", sections)
        with pytest.raises(OriginIndexError, match=r"forged.*can't be used"):
            OriginIndex.open(tmp_path / "forged")

    @pytest.mark.parametrize(
        ("name", "content"),
        [
            ("components", b"{}"),
            ("components", b"[1]"),
            ("components", b'[["foo"]]'),
            ("components", b"[" * 100_000),
            ("origins", b'[["foo", 1]]'),
            ("origins", b"[]"),
            ("file.tokens", b"\xff" * 8),
            ("file.component", b"\7" * 8),
            ("block.file", b"\xff" * 12),
            ("block.file", b""),
        ],
    )
    def test_lists_that_do_not_agree_are_refused(
        self, tmp_path: Path, index: Path, name: str, content: bytes
    ) -> None:
        container.write(tmp_path / "forged", {**contents(index), name: content})
        with pytest.raises(OriginIndexError):
            OriginIndex.open(tmp_path / "forged")

    def test_a_record_of_another_shape_is_refused(self, tmp_path: Path, index: Path) -> None:
        forged = {**contents(index), **container.records("files", [b"[]", b'["x"]'])}
        container.write(tmp_path / "forged", forged)
        with OriginIndex.open(tmp_path / "forged") as opened, pytest.raises(OriginIndexError):
            opened.files[0]

    def test_a_check_of_everything_finds_what_a_search_would_not_read(self, tmp_path: Path) -> None:
        file = OriginFile(FOO, "x.py", statements=("(c) " + "x" * 300_000,))
        build([SourceFile(file, GARDEN.encode())], tmp_path / "x")
        content = bytearray((tmp_path / "x").read_bytes())
        content[150_000] ^= 1
        (tmp_path / "bad").write_bytes(content)
        with OriginIndex.open(tmp_path / "bad") as index:
            assert IndexMatcher([index]).match_content("a.py", OTHER.encode()).matches == ()
        with pytest.raises(OriginIndexError, match="damaged near byte"):
            OriginIndex.open(tmp_path / "bad", verify=True)


def contents(path: Path) -> dict[str, bytes]:
    """Return the sections of an index."""
    opened = Container(path)
    return {name: bytes(opened.section(name).all()) for name in opened._table}
