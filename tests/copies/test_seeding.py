"""Which origin files are aligned, and in how many origins a token is."""

from collections import Counter
from pathlib import Path
from types import SimpleNamespace
from typing import cast

from hypothesis import given
from hypothesis import strategies as st
from support.copied_code import GARDEN, OTHER, index_of

from attribcheck.copies import seeding
from attribcheck.copies.fingerprints import GRAM
from attribcheck.copies.index_builder import build, merge
from attribcheck.copies.index_file import OriginIndex
from attribcheck.copies.lexers.registry import tokenize
from attribcheck.copies.model import Channel, Component, OriginFile, SourceFile
from attribcheck.copies.places import Places


def found(
    index: OriginIndex, text: str, ignored: frozenset[int] = frozenset()
) -> list[seeding.Hit]:
    tokens = tokenize("a.py", text.encode())
    assert tokens is not None
    return seeding.hits(Places(index, ignored), tokens)


def test_the_best_file_of_each_origin_is_chosen(tmp_path: Path) -> None:
    files = [("one", "x", GARDEN), ("one", "y", GARDEN[:900]), ("two", "z", GARDEN)]
    build(
        (
            SourceFile(OriginFile(Component(name), f"{path}.py"), text.encode())
            for name, path, text in files
        ),
        tmp_path / "x",
    )
    with OriginIndex.open(tmp_path / "x") as index:
        assert seeding.chosen(index, found(index, GARDEN), ()) == [0, 2]


def test_files_that_the_best_ones_lack_are_chosen_too(tmp_path: Path) -> None:
    with index_of(tmp_path / "x", {"x.py": GARDEN, "y.py": OTHER}) as index:
        assert seeding.chosen(index, found(index, GARDEN + OTHER), ()) == [0, 1]


def test_declared_components_are_chosen_whatever_others_share(tmp_path: Path) -> None:
    count = seeding.MAX_ORIGINS + 4
    for number in range(count):
        index_of(tmp_path / str(number), {"x.py": GARDEN}, Component(f"c{number}")).close()
    merge([tmp_path / str(number) for number in range(count)], tmp_path / "all")
    with OriginIndex.open(tmp_path / "all") as index:
        hits = found(index, GARDEN)
        assert count - 1 not in seeding.chosen(index, hits, ())
        assert seeding.chosen(index, hits, {count - 1})[0] == count - 1
        assert Places(index).origins(hits[0].files) == count


def test_ignored_origins_share_nothing(tmp_path: Path) -> None:
    with index_of(tmp_path / "x", {"x.py": GARDEN}) as index:
        assert found(index, GARDEN, frozenset({0})) == []


def test_a_file_that_repeats_itself_has_bounded_anchors(tmp_path: Path) -> None:
    with index_of(tmp_path / "x", {"x.py": GARDEN * 60}) as index:
        hits = found(index, GARDEN * 60)
        assert len(seeding.anchors(index, hits, [0])[0]) < 40_000


class OneOriginEach(Places):
    """Every file is an origin of its own."""

    def __init__(self) -> None:
        pass

    def origins(self, files: frozenset[int]) -> int:
        return len(files)


@given(st.lists(st.tuples(st.sampled_from(Channel), st.integers(0, 80), st.integers(1, 9))))
def test_the_spread_of_a_token_is_the_highest_of_its_fingerprints(
    fingerprints: list[tuple[Channel, int, int]],
) -> None:
    hits = [
        seeding.Hit(channel, (at,), (), frozenset(range(files)))
        for channel, at, files in fingerprints
    ]
    assert seeding.spread(OneOriginEach(), hits, 100) == [
        max(
            (files for channel, at, files in fingerprints if at <= token < at + GRAM[channel]),
            default=0,
        )
        for token in range(100)
    ]


@given(
    st.lists(st.integers(0, 30), min_size=1, max_size=150),
    st.lists(st.frozensets(st.integers(0, 149), min_size=1), max_size=30),
    st.booleans(),
)
def test_the_first_chosen_are_the_best_files_of_the_best_origins(
    origins: list[int], sets: list[frozenset[int]], every: bool
) -> None:
    sets = [*sets, frozenset(range(len(origins)))] if every else sets
    hits = [
        seeding.Hit(Channel.SHAPE, (0,), (), files)
        for each in sets
        if (files := frozenset(file for file in each if file < len(origins)))
    ]
    counts = Counter(file for hit in hits for file in hit.files)
    best: dict[int, int] = {}
    for file in sorted(counts, key=lambda file: (-counts[file], file)):
        best.setdefault(origins[file], file)
    wanted = [*best.values()][: seeding.MAX_ORIGINS]
    index = cast("OriginIndex", SimpleNamespace(file_origin=origins, file_component=origins))
    assert seeding.chosen(index, hits, ())[: len(wanted)] == wanted
