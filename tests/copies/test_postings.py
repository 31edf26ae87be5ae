"""The table of fingerprints, small and large."""

import random
from pathlib import Path

import pytest

from attribcheck.copies.container import Container, DamagedError, write
from attribcheck.copies.postings import MAX_POSTINGS, Postings, encode


def opened(path: Path, sections: dict[str, bytes]) -> Postings:
    write(path, sections)
    return Postings(Container(path), "t")


@pytest.mark.parametrize("count", [0, 1, 100, 40_000])
def test_each_hash_leads_to_its_values(tmp_path: Path, count: int) -> None:
    chance = random.Random(2)
    wanted: dict[int, list[int]] = {}
    for _ in range(count):
        wanted.setdefault(chance.getrandbits(48), []).append(chance.getrandbits(32))
    entries = [value << 32 | each for value, found in wanted.items() for each in found]
    table = opened(tmp_path / "x", encode("t", list(entries)))
    found = {value: list(values) for value, values in table.find_all(wanted)}
    assert found == {value: sorted(each) for value, each in wanted.items()}
    assert sorted(entries) == list(table.all())
    assert len(table) == count
    assert list(table.find(12345)) == []


def test_a_hash_with_very_many_values_is_cut(tmp_path: Path) -> None:
    table = opened(tmp_path / "x", encode("t", [7 << 32 | at for at in range(MAX_POSTINGS + 9)]))
    assert len(table.find(7)) == MAX_POSTINGS


@pytest.mark.parametrize("name", ["t.hashes", "t.values", "t.starts"])
def test_sections_of_different_lengths_are_refused(tmp_path: Path, name: str) -> None:
    sections = encode("t", [1 << 32 | 1, 2 << 32 | 2])
    sections[name] += bytes(8)
    with pytest.raises(DamagedError):
        opened(tmp_path / "x", sections)


def test_buckets_that_lead_out_of_the_table_are_refused(tmp_path: Path) -> None:
    sections = encode("t", [at << 60 | at for at in range(40_000)])
    sections["t.starts"] = b"\xff" * len(sections["t.starts"])
    table = opened(tmp_path / "x", sections)
    with pytest.raises(DamagedError):
        table.find(0)
    with pytest.raises(DamagedError):
        list(table.all())
