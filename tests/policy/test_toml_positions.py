"""Where things stand in TOML, compared with a writer that knows where it put them."""

import sys
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from attribcheck.policy.toml_positions import KeyPath, positions

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib


def lines_and_columns(text: str) -> dict[KeyPath, tuple[int, int]]:
    tomllib.loads(text)  # the scanner promises nothing for what is not TOML
    return {path: (place.line, place.column) for path, place in positions(text).items()}


def test_a_key_stands_where_it_is_written():
    assert lines_and_columns("# first\n\n  name = 'x'\n") == {("name",): (3, 3)}


def test_every_part_of_a_dotted_key_has_its_own_place():
    assert lines_and_columns('a . "b c".d = 1') == {
        ("a",): (1, 1),
        ("a", "b c"): (1, 5),
        ("a", "b c", "d"): (1, 11),
    }


def test_the_first_naming_places_a_table_that_dotted_keys_share():
    assert lines_and_columns("a.b = 1\na.c = 2\n")[("a",)] == (1, 1)


def test_a_table_stands_at_its_header_even_when_a_child_came_first():
    assert lines_and_columns("[a.b]\n[a]\n") == {("a",): (2, 1), ("a", "b"): (1, 1)}


def test_tables_of_an_array_are_counted_and_their_children_belong_to_the_last():
    text = "[[c]]\nx = 1\n[[c]]\ny = 2\n[c.sub]\nz = 3\n[[c.more]]\n[[c.more]]\n"
    assert lines_and_columns(text) == {
        ("c",): (1, 1),
        ("c", 0): (1, 1),
        ("c", 0, "x"): (2, 1),
        ("c", 1): (3, 1),
        ("c", 1, "y"): (4, 1),
        ("c", 1, "sub"): (5, 1),
        ("c", 1, "sub", "z"): (6, 1),
        ("c", 1, "more"): (7, 1),
        ("c", 1, "more", 0): (7, 1),
        ("c", 1, "more", 1): (8, 1),
    }


def test_an_array_gives_the_place_of_every_element():
    text = "a = [ # one, [two]\n  1,\n  [2, 'x]'], # ]\n  {k = 3},\n]\nb = 1\n"
    assert lines_and_columns(text) == {
        ("a",): (1, 1),
        ("a", 0): (2, 3),
        ("a", 1): (3, 3),
        ("a", 1, 0): (3, 4),
        ("a", 1, 1): (3, 7),
        ("a", 2): (4, 3),
        ("a", 2, "k"): (4, 4),
        ("b",): (6, 1),
    }


@pytest.mark.parametrize(
    "string",
    [
        '"""\nb = 1 \\"""\n"""',
        '"""a quote before the end """"',
        '"""two quotes before the end """""',
        "'''\nb = 1\n'''",
        "'''two quotes before the end '''''",
        r'"a backslash \\"',
        r"'a backslash \'",
        '"# [x] = {"',
        '""',
        "''",
        '""""""',
    ],
)
def test_a_string_hides_what_looks_like_toml_in_it(string):
    text = f"a = {string}\nc = 2\n"
    assert lines_and_columns(text) == {("a",): (1, 1), ("c",): (text.count("\n"), 1)}


def test_the_end_of_a_key_is_the_end_of_its_value():
    text = "a = [1, 2] # more\nb = 1979-05-27 07:32:00  # a space inside\n"
    found = positions(text)
    assert text[found["a",].start : found["a",].end] == "a = [1, 2]"
    assert text[found["b",].start : found["b",].end] == "b = 1979-05-27 07:32:00"


def test_a_quoted_key_is_named_by_what_it_stands_for():
    text = '"a\\u0062\\t\\"" = 1\n\'c\\d\' = 2\n'
    assert set(lines_and_columns(text)) == set(tree_paths(tomllib.loads(text)))


def test_windows_line_ends_move_nothing():
    assert lines_and_columns("a = 1\r\n[b]\r\nc = [\r\n 2]\r\n") == {
        ("a",): (1, 1),
        ("b",): (2, 1),
        ("b", "c"): (3, 1),
        ("b", "c", 0): (4, 2),
    }


def tree_paths(value: Any, at: KeyPath = ()) -> Iterator[KeyPath]:
    items = value.items() if isinstance(value, dict) else enumerate(value)
    for key, inner in items:
        yield (*at, key)
        if isinstance(inner, (dict, list)):
            yield from tree_paths(inner, (*at, key))


SCALARS = st.sampled_from(
    [
        "1",
        "-0.5e3",
        "inf",
        "0xff",
        "true",
        "1979-05-27",
        "1979-05-27 07:32:00.5-07:00",
        "07:32:00",
        '"plain"',
        r'"\"]}#,\\"',
        "'it is \\'",
        '"""\n[x]\n"" \\""" y = 1"""',
        '"""""quotes at both ends"""""',
        "'''\n# ''\n'''''",
    ]
)
NAMES = st.text(st.characters(codec="utf-8"), max_size=6) | st.sampled_from(["a", "b-c", "0", "x_"])
GAPS = st.sampled_from(["", " ", "\t"])
BREAKS = st.sampled_from(["", " ", "\n", "  # , ] } [x] = '\n\t", "\n\n  "])


def quoted_key(draw: st.DrawFn, name: str) -> str:
    if name and all(
        character.isascii() and (character.isalnum() or character in "-_") for character in name
    ):
        return draw(st.sampled_from([name, f'"{name}"', f"'{name}'"]))
    if name.isprintable() and "'" not in name and draw(st.booleans()):
        return f"'{name}'"
    return '"' + "".join(f"\\U{ord(character):08x}" for character in name) + '"'


class Writer:
    """Writes TOML in varying styles and remembers the offset of what it writes."""

    def __init__(self, draw: st.DrawFn) -> None:
        self.draw = draw
        self.text = ""
        self.offsets: dict[KeyPath, int] = {}

    def add(self, text: str) -> None:
        self.text += text

    def names(self, at_most: int) -> list[str]:
        return self.draw(st.lists(NAMES, max_size=at_most, unique=True))

    def key(self, path: KeyPath, parts: list[str]) -> KeyPath:
        for number, part in enumerate(parts):
            if number:
                self.add(self.draw(GAPS) + "." + self.draw(GAPS))
            path = (*path, part)
            self.offsets[path] = len(self.text)
            self.add(quoted_key(self.draw, part))
        return path

    def pair(self, path: KeyPath, name: str, depth: int) -> None:
        parts = [name, *self.names(1)] if self.draw(st.booleans()) else [name]
        path = self.key(path, parts)
        self.add(self.draw(GAPS) + "=" + self.draw(GAPS))
        self.value(path, depth)

    def value(self, path: KeyPath, depth: int) -> None:
        kind = self.draw(st.sampled_from(["scalar", "array", "inline"] if depth else ["scalar"]))
        if kind == "scalar":
            self.add(self.draw(SCALARS))
        elif kind == "array":
            self.add("[" + self.draw(BREAKS))
            for index in range(self.draw(st.integers(0, 3))):
                self.add(("," if index else "") + self.draw(BREAKS))
                self.offsets[(*path, index)] = len(self.text)
                self.value((*path, index), depth - 1)
                self.add(self.draw(BREAKS))
            self.add("]")
        else:
            self.add("{" + self.draw(GAPS))
            for index, name in enumerate(self.names(3)):
                self.add((", " if index else "") + self.draw(GAPS))
                self.pair(path, name, depth - 1)
            self.add(self.draw(GAPS) + "}")

    def body(self, path: KeyPath, names: list[str]) -> None:
        for name in names:
            self.add(self.draw(st.sampled_from(["", "  ", "# x = 1\n", "\n"])))
            self.pair(path, name, depth=2)
            self.add(self.draw(st.sampled_from(["\n", " # 'y\n", "\t\n"])))

    def header(self, brackets: int, parts: list[str]) -> int:
        start = len(self.text)
        self.add("[" * brackets + self.draw(GAPS))
        self.add(" . ".join(quoted_key(self.draw, part) for part in parts))
        self.add(self.draw(GAPS) + "]" * brackets + self.draw(st.sampled_from(["\n", " # [z]\n"])))
        return start

    def document(self) -> None:
        names = self.names(6)
        self.body((), names[:2])
        for name in names[2:]:
            if self.draw(st.booleans()):
                parts = [name, *self.names(1)]
                self.offsets[tuple(parts)] = self.header(1, parts)
                self.body(tuple(parts), self.names(2))
                continue
            for index in range(self.draw(st.integers(1, 3))):
                self.offsets[(name, index)] = start = self.header(2, [name])
                self.offsets.setdefault((name,), start)
                inside = self.names(3)
                self.body((name, index), inside[1:])
                if inside:
                    self.offsets[(name, index, inside[0])] = self.header(1, [name, inside[0]])


@st.composite
def documents(draw: st.DrawFn) -> tuple[str, dict[KeyPath, int]]:
    writer = Writer(draw)
    writer.document()
    return writer.text, writer.offsets


@given(documents())
def test_every_path_of_the_tree_is_placed_where_it_was_written(document):
    text, offsets = document
    found = positions(text)
    assert set(found) == set(tree_paths(tomllib.loads(text)))
    assert {path: found[path].start for path in offsets} == offsets
    for place in found.values():
        before = text[: place.start].split("\n")
        assert (place.line, place.column) == (len(before), len(before[-1]) + 1)


@given(documents())
def test_windows_line_ends_change_no_line_and_no_column(document):
    text, _ = document
    assert lines_and_columns(text.replace("\n", "\r\n")) == lines_and_columns(text)
