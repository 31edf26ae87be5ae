"""Which files and origins postings lead to."""

from pathlib import Path

import pytest
from support.copied_code import GARDEN

from attribcheck.copies.container import DamagedError
from attribcheck.copies.index_builder import build
from attribcheck.copies.index_file import BLOCK_BITS, OriginIndex
from attribcheck.copies.model import Channel, Component, OriginFile, SourceFile
from attribcheck.copies.places import Places

FILES = 50
ORIGINS = 5


@pytest.fixture
def index(tmp_path: Path) -> OriginIndex:
    """Return an index of 50 files, the number of a file being that of its origin modulo 5."""
    build(
        (
            SourceFile(OriginFile(Component(f"c{at % ORIGINS}"), f"{at}.py"), GARDEN.encode())
            for at in range(FILES)
        ),
        tmp_path / "x",
    )
    return OriginIndex.open(tmp_path / "x")


def postings(index: OriginIndex, *files: int) -> list[int]:
    return [(index.file_block[file] << BLOCK_BITS) + 7 for file in files]


@pytest.mark.parametrize("files", [(3,), (0, 1, 49), tuple(range(FILES))])
def test_a_posting_leads_to_its_file(index: OriginIndex, files: tuple[int, ...]) -> None:
    assert Places(index).files(Channel.SHAPE, 1, postings(index, *files)) == {*files}


def test_two_places_in_one_file_are_one_file(index: OriginIndex) -> None:
    assert Places(index).files(Channel.SHAPE, 1, postings(index, 4, 4)) == {4}


@pytest.mark.parametrize("count", [7, FILES])
def test_files_of_one_origin_are_one_origin(index: OriginIndex, count: int) -> None:
    assert Places(index).origins(frozenset(range(count))) == ORIGINS


def test_ignored_origins_have_no_files(index: OriginIndex) -> None:
    found = Places(index, {2}).files(Channel.SHAPE, 1, postings(index, *range(FILES)))
    assert found == {file for file in range(FILES) if file % ORIGINS != 2}


def test_what_is_remembered_is_that_of_the_same_channel_and_hash(index: OriginIndex) -> None:
    places = Places(index)
    first, second = range(40), range(10, 50)
    for _ in range(2):
        for channel, value, files in (
            (Channel.SHAPE, 1, first),
            (Channel.SHAPE, 2, second),
            (Channel.EXACT, 1, second),
        ):
            assert places.files(channel, value, postings(index, *files)) == {*files}


def test_a_place_behind_the_last_file_is_damage(index: OriginIndex) -> None:
    with pytest.raises(DamagedError):
        Places(index).files(Channel.SHAPE, 1, [1 << 31])


def test_a_file_behind_the_last_one_is_damage(index: OriginIndex) -> None:
    with pytest.raises(DamagedError):
        Places(index).origins(frozenset({FILES}))
