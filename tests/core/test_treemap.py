"""Rectangles whose areas are the sizes of files, nested like the folders."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from attribcheck.core.treemap import Rectangle, layout, squarified

AREA = Rectangle(0, 0, 960, 540)


def files(**sizes: int) -> dict[str, int]:
    return {path.replace("__", "/"): size for path, size in sizes.items()}


@given(st.lists(st.integers(1, 10_000), min_size=1, max_size=60))
def test_areas_are_in_proportion_and_inside(sizes: list[int]) -> None:
    sizes.sort(reverse=True)
    found = squarified(sizes, AREA)
    whole = AREA.width * AREA.height
    for size, one in zip(sizes, found, strict=True):
        assert one.width * one.height == pytest.approx(whole * size / sum(sizes))
        assert one.x >= -0.01
        assert one.y >= -0.01
        assert one.x + one.width <= AREA.width + 0.01
        assert one.y + one.height <= AREA.height + 0.01


@given(st.lists(st.integers(1, 1000), min_size=2, max_size=20))
def test_no_two_overlap(sizes: list[int]) -> None:
    found = squarified(sorted(sizes, reverse=True), AREA)
    for number, a in enumerate(found):
        for b in found[:number]:
            wide = min(a.x + a.width, b.x + b.width) - max(a.x, b.x)
            high = min(a.y + a.height, b.y + b.height) - max(a.y, b.y)
            assert min(wide, high) < 0.01


def test_equal_sizes_are_nearly_squares() -> None:
    for one in squarified([1.0] * 12, AREA):
        assert 0.5 < one.width / one.height < 2


def test_nothing_has_no_rectangles() -> None:
    assert squarified([], AREA) == []
    assert layout({}, 960, 540) == []


def test_folders_are_around_their_files() -> None:
    outer, *inner = layout(files(src__a=60, src__b=40), 960, 540)
    assert (outer.path, outer.is_folder, outer.title) == ("src", True, "src")
    assert [box.path for box in inner] == ["src/a", "src/b"]
    for box in inner:
        assert box.rectangle.y >= outer.rectangle.y
        assert box.rectangle.x + box.rectangle.width <= outer.rectangle.width


def test_folders_with_one_folder_are_drawn_as_one() -> None:
    boxes = layout(files(src__haneul__core__a=5, src__haneul__core__b=5), 960, 540)
    assert [box.path for box in boxes if box.is_folder] == ["src/haneul/core"]


def test_files_that_are_too_small_are_drawn_as_one() -> None:
    sizes = {"large": 1_000_000, **{f"small{number}": 1 for number in range(50)}}
    boxes = layout(files(**sizes), 960, 540)
    assert [len(box.files) for box in boxes] == [1, 50]


def test_a_file_of_size_0_is_not_drawn() -> None:
    assert [box.path for box in layout(files(a=1, b=0), 960, 540)] == ["a"]
