"""What corresponds to nothing is remembered, for as long as the origins are the same."""

from __future__ import annotations

from pathlib import Path

import pytest

from attribcheck.copies.unmatched import Unmatched, identity


def test_what_is_added_is_there_in_the_next_run(tmp_path: Path) -> None:
    Unmatched(tmp_path, "one").add(["a.py", "b.py"])
    Unmatched(tmp_path, "one").add(["c.py"])
    assert Unmatched(tmp_path, "one").keys == {"a.py", "b.py", "c.py"}


def test_other_origins_know_nothing_of_it(tmp_path: Path) -> None:
    Unmatched(tmp_path, "one").add(["a.py"])
    assert Unmatched(tmp_path, "two").keys == set()


@pytest.mark.parametrize("damage", [b"", b"one\n", b"\xff", b"one\nx\na.py"])
def test_a_damaged_file_is_forgotten(tmp_path: Path, damage: bytes) -> None:
    Unmatched(tmp_path, "one").add(["a.py"])
    (tmp_path / "unmatched").write_bytes(damage)
    assert Unmatched(tmp_path, "one").keys == set()


def test_a_line_that_was_put_in_is_not_believed(tmp_path: Path) -> None:
    """It would hide a correspondence."""
    Unmatched(tmp_path, "one").add(["a.py"])
    file = tmp_path / "unmatched"
    file.write_text(f"{file.read_text()}\nb.py")
    assert Unmatched(tmp_path, "one").keys == set()


def test_a_folder_that_others_can_write_to_is_not_read(tmp_path: Path) -> None:
    Unmatched(tmp_path, "one").add(["a.py"])
    tmp_path.chmod(0o777)
    assert Unmatched(tmp_path, "one").keys == set()


def test_everything_that_is_compared_with_belongs_to_the_identity(tmp_path: Path) -> None:
    index = tmp_path / "a.acidx"
    index.write_bytes(b"1")
    known = {
        identity(["a"], ["foo"], [index]),
        identity(["b"], ["foo"], [index]),
        identity(["a"], ["bar"], [index]),
        identity(["a"], ["foo"], []),
    }
    index.write_bytes(b"12")
    assert len({*known, identity(["a"], ["foo"], [index])}) == 5
