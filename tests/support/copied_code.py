"""Code of an invented project, disguised, and indexes of it."""

from __future__ import annotations

import keyword
import re
from collections.abc import Mapping
from pathlib import Path

from attribcheck.copies.index_builder import build
from attribcheck.copies.index_file import OriginIndex
from attribcheck.copies.model import Component, OriginFile, SourceFile

FOO = Component(
    "foo", "1.2", "pkg:pypi/foo@1.2", "MIT", ("Foo Corp.",), "https://example.org/foo", "2026-01-31"
)

GARDEN = '''\
"""A garden that waters itself."""

import math


class Garden:
    """Beds with plants."""

    def __init__(self, beds, tank, sensor=None, limit=40):
        super().__init__()
        self.beds = list(beds)
        self.tank = tank
        self.sensor = sensor or Sensor(limit)
        self.history = {}

    def water(self, hours, force=False):
        # Dry beds come first.
        thirsty = sorted(
            (bed for bed in self.beds if force or self.sensor.read(bed) < self.sensor.limit),
            key=lambda bed: self.sensor.read(bed),
        )
        used = 0.0
        for bed in thirsty:
            need = math.ceil(bed.area * hours / 3) - bed.level
            if need <= 0:
                continue
            if self.tank.level - need < self.tank.reserve:
                self.history.setdefault(bed.name, []).append("the tank is nearly empty")
                break
            self.tank.drain(need)
            bed.fill(need)
            used += need
        while used > 0 and not self.tank.is_full():
            used -= self.tank.refill(min(used, 10))
        return {bed.name: bed.level for bed in thirsty}

    def report(self, stream):
        total = sum(bed.level for bed in self.beds) / max(len(self.beds), 1)
        try:
            stream.write(f"{total:.1f} of {self.tank.level}")
        except (OSError, ValueError) as error:
            raise GardenError(error) from error
        return [name for name, notes in self.history.items() if notes and name != "greenhouse"]
'''

OTHER = """\
def parse(text, strict):
    out = []
    for number, line in enumerate(text.splitlines(), 1):
        key, found, value = line.partition("=")
        if not found and strict:
            raise ValueError(f"line {number}: no value")
        out.append((key.strip(), value.strip() or None))
    return dict(out)


def merge(*maps, prefer=None):
    result = {}
    for each in maps:
        result.update((key, value) for key, value in each.items() if value is not None)
    if prefer is not None and prefer in result:
        result["preferred"] = result.pop(prefer)
    return result
"""


def renamed(code: str, keep: str = "") -> str:
    """Return Python code with each name of two letters or more changed, but keywords."""
    names: dict[str, str] = {}

    def change(match: re.Match[str]) -> str:
        word = match[0]
        if keyword.iskeyword(word) or word in keep.split():
            return word
        return names.setdefault(word, f"zz{len(names)}")

    return re.sub(r"[A-Za-z_]\w+", change, code)


def index_of(
    out: Path, files: Mapping[str, str], component: Component = FOO, family: str = ""
) -> OriginIndex:
    """Return an index of some files of one component."""
    build(
        (
            SourceFile(
                OriginFile(component, path, "MIT", ("Foo Corp.",), family, ("(c) Foo Corp.",)),
                text.encode(),
            )
            for path, text in files.items()
        ),
        out,
    )
    return OriginIndex.open(out)
