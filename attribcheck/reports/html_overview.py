"""The overview of the HTML report: what is in the tree, and a map of it coloured by component."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from attribcheck.check.result import CheckResult
from attribcheck.core import treemap
from attribcheck.core.finding import Severity
from attribcheck.core.text import counted, printable
from attribcheck.core.treemap import Box

_WIDTH, _HEIGHT = 960.0, 480.0
_CHARACTER = 6.6  # pixels of a character of a name
_COLORS = 8
"""Components with a colour of their own, the largest; the others share one."""
_MOST_ROWS = 200


def overview(result: CheckResult) -> dict[str, Any]:
    """Return the values of the overview; all text is printable."""
    files: Counter[str] = Counter()
    for file in result.files:
        files.update(component.name for component in file.components)
    errors: Counter[str] = Counter(one.component for one in result.findings if one.component)
    used = [one for one in result.policy.components if files[one.name]]
    used.sort(key=lambda one: (-files[one.name], one.name))
    colors = {one.name: f"c{number}" for number, one in enumerate(used[:_COLORS])}
    return {
        "components": [
            {
                "name": printable(one.name),
                "color": colors.get(one.name, "others"),
                "version": printable(one.version or ""),
                "license": printable(one.license),
                "supplier": printable(one.supplier or ""),
                "origin": one.origin or "",
                "files": files[one.name],
                "findings": errors[one.name],
            }
            for one in used[:_MOST_ROWS]
        ],
        "unshown": len(used) - len(used[:_MOST_ROWS]),
        "totals": [
            {"title": title, "bars": _bars(counts)}
            for title, counts in (
                ("Licences", _sums((one.license, files[one.name]) for one in used)),
                ("Suppliers", _sums((one.supplier, files[one.name]) for one in used)),
                ("Origins", _sums((one.origin, files[one.name]) for one in used)),
            )
            if set(counts) - {""}
        ],
        "map": _map(result, colors),
        "has_more": len(used) > _COLORS,
    }


def _sums(pairs: Iterable[tuple[str | None, int]]) -> Counter[str]:
    found: Counter[str] = Counter()
    for name, number in pairs:
        found[name or ""] += number
    return found


def _bars(counts: Counter[str]) -> list[dict[str, Any]]:
    most = max(counts.values(), default=1)
    return [
        {
            "name": printable(name) or "not stated",
            "count": count,
            "width": round(max(1.0, 300 * count / most), 1),
        }
        for name, count in sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    ]


def _map(result: CheckResult, colors: dict[str, str]) -> dict[str, Any]:
    kinds = {}
    for file in result.files:
        first = next(iter(file.components), None)
        kinds[file.path] = colors.get(first.name, "others") if first else "none"
    wrong = Counter(
        one.path for one in result.findings if one.severity is Severity.ERROR and one.path in kinds
    )
    owners = {
        file.path: ", ".join(component.name for component in file.components)
        for file in result.files
    }
    boxes = treemap.layout(dict.fromkeys(sorted(kinds), 1), _WIDTH, _HEIGHT)
    return {
        "width": _WIDTH,
        "height": _HEIGHT,
        "boxes": [_box(box, kinds, wrong, owners) for box in boxes],
    }


def _box(
    box: Box, kinds: dict[str, str], wrong: Counter[str], owners: dict[str, str]
) -> dict[str, Any]:
    area = box.rectangle
    errors = sum(wrong[path] for path in box.files)
    parts = [box.path or "."]
    if len(box.files) > 1:
        parts.append(counted(len(box.files), "file"))
    elif owners[box.files[0]]:
        parts.append(owners[box.files[0]])
    if errors:
        parts.append(counted(errors, "error"))
    most = Counter(kinds[path] for path in box.files).most_common(1)[0][0]
    return {
        "x": round(area.x, 2),
        "y": round(area.y, 2),
        "width": round(area.width, 2),
        "height": round(area.height, 2),
        "color": "folder" if box.is_folder else most,
        "is_wrong": bool(errors) and not box.is_folder,
        "text": printable(": ".join([parts[0], ", ".join(parts[1:])]) if parts[1:] else parts[0]),
        "title": printable(box.title[: max(0, int((area.width - 8) / _CHARACTER))]),
        "is_folder": box.is_folder,
    }
