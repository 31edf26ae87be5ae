"""Lays a tree of files out as nested rectangles whose areas are the sizes of the files.

Algorithm: squarified treemaps, Bruls, Huizing and van Wijk 2000
(https://vanwijk.win.tue.nl/stm.pdf): the children of a folder are placed in rows, each as long as
it makes its rectangles more square.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

_GAP = 2.0
_TITLE = 15.0
"""The height of a name."""
_TITLED_WIDTH, _TITLED_HEIGHT = 60.0, 40.0
_SMALLEST = 16.0
"""The area in square pixels below which files of a folder are drawn as one."""


class Rectangle(NamedTuple):
    """A part of the picture, in pixels."""

    x: float
    y: float
    width: float
    height: float


class Box(NamedTuple):
    """A drawn file, or a folder around others.

    Attributes:
        rectangle: Where it is.
        path: The file or the folder.
        files: The paths of the files that it stands for; several where they are too small to be
            drawn.
        title: Its name, where there is room for it.
        is_folder: Whether it is a folder, whose files follow.
    """

    rectangle: Rectangle
    path: str
    files: tuple[str, ...]
    title: str = ""
    is_folder: bool = False


class _Node(NamedTuple):
    name: str
    path: str
    files: tuple[str, ...]
    size: float
    is_file: bool


def layout(sizes: Mapping[str, float], width: float, height: float) -> list[Box]:
    """Return the boxes of files; each folder is before its content.

    Args:
        sizes: The sizes of the files by path; those of size 0 are not drawn.
        width: The width of the picture.
        height: Its height.
    """
    drawn = tuple(path for path, size in sizes.items() if size)
    return list(_placed(drawn, sizes, "", Rectangle(0, 0, width, height)))


def _placed(
    files: tuple[str, ...], sizes: Mapping[str, float], folder: str, area: Rectangle
) -> Iterator[Box]:
    nodes = _nodes(files, sizes, folder)
    scale = area.width * area.height / (sum(node.size for node in nodes) or 1)
    large: list[_Node] = []
    small: list[str] = []
    for node in nodes:
        if node.size * scale >= _SMALLEST:
            large.append(node)
        else:
            small += node.files
    if small:
        size = sum(sizes[path] for path in small)
        large.append(_Node("", folder, tuple(small), size, is_file=True))
    large.sort(key=lambda node: (-node.size, node.name))
    for node, rectangle in zip(large, squarified([node.size for node in large], area), strict=True):
        titled = rectangle.width >= _TITLED_WIDTH and rectangle.height >= _TITLED_HEIGHT
        title = node.name if titled else ""
        if node.is_file:
            yield Box(rectangle, node.path, node.files, title)
            continue
        yield Box(rectangle, node.path, node.files, title, is_folder=True)
        inner = _inside(rectangle, _TITLE if titled else 0)
        if inner.width > 0 and inner.height > 0:
            yield from _placed(node.files, sizes, node.path, inner)


def _nodes(files: tuple[str, ...], sizes: Mapping[str, float], folder: str) -> list[_Node]:
    """Return the children of a folder; a chain of folders with one child each is one node."""
    start = len(folder) + 1 if folder else 0
    children: dict[str, list[str]] = {}
    for file in files:
        children.setdefault(file[start:].partition("/")[0], []).append(file)
    nodes = []
    for name, below in children.items():
        path = f"{folder}/{name}" if folder else name
        is_file = below == [path]
        while not is_file and (step := _only_folder(below, path)):
            path = f"{path}/{step}"
        size = sum(sizes[file] for file in below)
        nodes.append(_Node(path[start:], path, tuple(below), size, is_file))
    return nodes


def _only_folder(files: Sequence[str], folder: str) -> str:
    """Return the only child of a folder if it is a folder."""
    rests = [file[len(folder) + 1 :] for file in files]
    steps = {rest.partition("/")[0] for rest in rests}
    return steps.pop() if len(steps) == 1 and all("/" in rest for rest in rests) else ""


def squarified(sizes: Sequence[float], area: Rectangle) -> list[Rectangle]:
    """Return a rectangle for each of ``sizes``, which are positive and descend."""
    if not sizes:
        return []
    scale = area.width * area.height / sum(sizes)
    found: list[Rectangle] = []
    row: list[float] = []
    for size in sizes:
        added = size * scale
        side = min(area.width, area.height)
        if row and _worst([*row, added], side) > _worst(row, side):
            rectangles, area = _row(row, area)
            found += rectangles
            row = []
        row.append(added)
    return found + _row(row, area)[0]


def _worst(row: Sequence[float], side: float) -> float:
    """Return the ratio of the sides of the least square rectangle in a row."""
    whole = sum(row)
    if not side or not whole:
        return 0.0
    square = side * side
    return max(square * max(row) / whole**2, whole**2 / (square * min(row)))


def _row(row: Sequence[float], area: Rectangle) -> tuple[list[Rectangle], Rectangle]:
    """Return the rectangles of a row along the shorter side, and the area that is left."""
    whole = sum(row)
    x, y, width, height = area
    found = []
    if width >= height:
        thick = whole / height if height else 0.0
        for size in row:
            long = size / thick if thick else 0.0
            found.append(Rectangle(x, y, thick, long))
            y += long
        return found, Rectangle(x + thick, area.y, max(0.0, width - thick), height)
    thick = whole / width if width else 0.0
    for size in row:
        long = size / thick if thick else 0.0
        found.append(Rectangle(x, y, long, thick))
        x += long
    return found, Rectangle(area.x, y + thick, width, max(0.0, height - thick))


def _inside(area: Rectangle, top: float) -> Rectangle:
    return Rectangle(
        area.x + _GAP, area.y + _GAP + top, area.width - 2 * _GAP, area.height - 2 * _GAP - top
    )
