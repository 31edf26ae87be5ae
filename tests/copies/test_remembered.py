"""What contents correspond to is remembered, for as long as the origins are the same."""

from __future__ import annotations

from pathlib import Path

import pytest

from attribcheck.copies.model import (
    Channel,
    Component,
    FileCopies,
    Match,
    OriginFile,
    Region,
    Strength,
)
from attribcheck.copies.remembered import Remembered, identity
from attribcheck.core.model import Span

ORIGIN = OriginFile(
    Component("foo", "1", "pkg:pypi/foo@1", "MIT", ("Foo \udcff",), "url", "2024-01-01", True),
    "src/a.py",
    "MIT",
    ("Foo",),
    "family",
    ("Foo 2024",),
)
REGION = Region(Span(1, 9), Span(3, 11), Channel.SHAPE, 90, 412.5, 0.75, 1 / 3, 2)
MATCH = Match(ORIGIN, (REGION,), Strength.LIKELY, 0.1 + 0.2, ("a string",))
COPIES = FileCopies("a.py", 120, (MATCH,), (MATCH,), 0.5, 0.25, (Span(4, 5),))


def test_what_is_added_is_there_in_the_next_run(tmp_path: Path) -> None:
    Remembered(tmp_path, "one").add(["a.py", "b.py"], {})
    Remembered(tmp_path, "one").add(["c.py"], {})
    assert Remembered(tmp_path, "one").unmatched == {"a.py", "b.py", "c.py"}


def test_a_correspondence_is_the_same_in_the_next_run(tmp_path: Path) -> None:
    Remembered(tmp_path, "one").add([], {"key": COPIES})
    Remembered(tmp_path, "one").add(["a.py"], {})
    kept = Remembered(tmp_path, "one")
    assert kept.matched("key", "a.py") == COPIES
    assert kept.matched("other", "a.py") is None


def test_the_same_content_corresponds_to_the_same_at_another_path(tmp_path: Path) -> None:
    Remembered(tmp_path, "one").add([], {"key": COPIES})
    kept = Remembered(tmp_path, "one")
    assert kept.matched("key", "b.py") == COPIES._replace(path="b.py")
    assert kept.matched("key", "c.py") == COPIES._replace(path="c.py")


def test_other_origins_know_nothing_of_it(tmp_path: Path) -> None:
    Remembered(tmp_path, "one").add(["a.py"], {"key": COPIES})
    other = Remembered(tmp_path, "two")
    assert (other.unmatched, other.matched("key", "a.py")) == (set(), None)


def test_the_last_few_are_kept(tmp_path: Path) -> None:
    """Commits and trees are compared in turns, with other contents each."""
    names = ["tree", "a", "b", "c", "tree", "d", "e"]
    for name in names:
        memory = Remembered(tmp_path, name)
        memory.add([f"{name}{len(memory.unmatched)}.py"], {})
    kept = [name for name in "tree a b c d e".split() if Remembered(tmp_path, name).unmatched]
    assert kept == ["tree", "c", "d", "e"]


@pytest.mark.parametrize("damage", [b"", b"one\n", b"\xff", b'one\nx\n[["a.py"], {}]'])
def test_a_damaged_file_is_forgotten(tmp_path: Path, damage: bytes) -> None:
    Remembered(tmp_path, "one").add(["a.py"], {})
    (tmp_path / "compared-one").write_bytes(damage)
    assert Remembered(tmp_path, "one").unmatched == set()


def test_a_content_that_was_put_in_is_not_believed(tmp_path: Path) -> None:
    """It would hide a correspondence."""
    Remembered(tmp_path, "one").add(["a.py"], {})
    file = tmp_path / "compared-one"
    file.write_text(file.read_text().replace('"a.py"', '"a.py", "b.py"'))
    assert Remembered(tmp_path, "one").unmatched == set()


def test_a_folder_that_others_can_write_to_is_not_read(tmp_path: Path) -> None:
    Remembered(tmp_path, "one").add(["a.py"], {})
    tmp_path.chmod(0o777)
    assert Remembered(tmp_path, "one").unmatched == set()


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
