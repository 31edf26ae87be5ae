"""What the fast path relies on is the source of scancode that was read."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from attribcheck.scan.fast import assumptions

SOURCE = '''\
"""A module."""
import re

TABLE = [
    "a",  # first
]
plain = re.compile("x").match

if TABLE:
    def either():
        return 1
else:
    def either():
        return 2


@property
def decorated():
    return TABLE


class Thing:
    size: int = 1

    def method(self):
        return self.size
'''
NAMES = "TABLE plain either decorated Thing Thing.method Thing.size".split()


@pytest.fixture
def module(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A package ``madeup`` with one module; a test may write it anew."""
    package = tmp_path / "madeup"
    package.mkdir()
    (package / "__init__.py").write_text("raise RuntimeError('imported')\n")
    (package / "code.py").write_text(SOURCE)
    monkeypatch.syspath_prepend(tmp_path)
    assumptions._source.cache_clear()
    yield package / "code.py"
    assumptions._source.cache_clear()


def hashes() -> dict[str, str | None]:
    assumptions._source.cache_clear()
    return {name: assumptions.hash_of(f"madeup.code.{name}") for name in NAMES}


@pytest.mark.parametrize(
    ("before", "after", "changed"),
    [
        ('"a",', '"b",', {"TABLE"}),
        ('compile("x")', 'compile("y")', {"plain"}),
        ("return 2", "return 3", {"either"}),
        ("@property", "@cache", {"decorated"}),
        ("return self.size", "return 0", {"Thing", "Thing.method"}),
        ("size: int = 1", "size: int = 2", {"Thing", "Thing.size"}),
        ('"""A module."""', '"""Another."""', set()),
        ("import re", "import re  ", set()),
        ("return 1\n", "return 1  \n", set()),
    ],
)
def test_a_hash_changes_with_the_definition_and_with_nothing_else(module, before, after, changed):
    first = hashes()
    assert None not in first.values()
    module.write_text(SOURCE.replace(before, after))
    second = hashes()
    assert {name for name in NAMES if first[name] != second[name]} == changed


@pytest.mark.parametrize(
    "name", ["madeup.code.gone", "madeup.code.Thing.gone", "madeup.gone.x", "gone.x"]
)
def test_a_name_that_is_not_there_has_no_hash(module, name):
    assert assumptions.hash_of(name) is None


def test_no_package_is_imported_for_a_hash(module):
    hashes()
    assert "madeup" not in sys.modules


def test_the_installed_scancode_is_the_one_that_was_read():
    known, installed = assumptions.known(), assumptions.installed()
    changed = [name for name in installed if installed[name] != known.get(name)]
    assert changed == [], "read these anew, correct what relies on them, then: make assumptions"


def test_every_known_name_is_one_that_a_piece_relies_on():
    assert assumptions.known().keys() == assumptions.installed().keys()


def test_a_piece_is_left_out_with_the_names_that_changed(tmp_path, monkeypatch):
    known = assumptions.known()
    known["textcode.markup.is_markup"] = "0" * 16
    del known["licensedcode.match_seq.match_sequence"]
    changed = tmp_path / "known.json"
    changed.write_text(json.dumps(known))
    monkeypatch.setattr(assumptions, "KNOWN_SOURCES", changed)
    left_out = assumptions.left_out()
    assert left_out["markup"] == ["textcode.markup.is_markup"]
    assert left_out["index"] == ["licensedcode.match_seq.match_sequence"]
    assert "grammar" not in left_out


def test_every_piece_names_what_it_relies_on():
    assert all(assumptions.pieces().values())
