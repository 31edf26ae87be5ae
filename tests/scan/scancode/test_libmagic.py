"""typecode is told where libmagic stands: that of scancode's plugin, or on ARM of pylibmagic."""

from __future__ import annotations

import importlib.util
import os
import sys
from importlib.machinery import ModuleSpec
from importlib.util import find_spec
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from support.checkout import ROOT

from attribcheck.scan.scancode import libmagic

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

HAS_PLUGIN = find_spec("typecode_libmagic") is not None
if HAS_PLUGIN:
    from typecode_libmagic import LibmagicPaths

VARIABLES = ("TYPECODE_LIBMAGIC_PATH", "TYPECODE_LIBMAGIC_DB_PATH")


@pytest.fixture(autouse=True)
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """pylibmagic, installed where the plugin is not."""
    (tmp_path / "libmagic.dylib").touch()
    (tmp_path / "magic.mgc").touch()
    spec = ModuleSpec("pylibmagic", None, is_package=True)
    spec.submodule_search_locations = [str(tmp_path)]
    monkeypatch.setattr(importlib.util, "find_spec", {"pylibmagic": spec}.get)
    for name in VARIABLES:
        monkeypatch.setenv(name, "")
        monkeypatch.delenv(name)
    return tmp_path


def test_the_library_and_its_data_are_those_of_the_package(package: Path) -> None:
    libmagic.provide()
    told = [str(package / "libmagic.dylib"), str(package / "magic.mgc")]
    assert [os.environ[name] for name in VARIABLES] == told


def test_what_the_user_says_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TYPECODE_LIBMAGIC_PATH", "/opt/libmagic.so")
    libmagic.provide()
    assert [os.environ.get(name) for name in VARIABLES] == ["/opt/libmagic.so", None]


@pytest.mark.parametrize(
    "found", [{}, {"typecode_libmagic": ModuleSpec("typecode_libmagic", None)}]
)
def test_without_either_or_with_a_plugin_of_another_build_nothing_is_told(
    monkeypatch: pytest.MonkeyPatch, found: dict[str, ModuleSpec]
) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", found.get)
    libmagic.provide()
    assert not set(VARIABLES) & set(os.environ)


@pytest.mark.skipif(not HAS_PLUGIN, reason="there is no plugin on ARM")
def test_what_is_told_of_the_plugin_is_what_it_says_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", find_spec)
    libmagic.provide()
    theirs = LibmagicPaths().get_locations()
    assert [os.environ[name] for name in VARIABLES] == [
        theirs["typecode.libmagic.dll"],
        theirs["typecode.libmagic.db"],
    ]


@pytest.mark.parametrize(
    ("system", "machine", "mini"),
    [
        ("linux", "x86_64", False),
        ("darwin", "x86_64", False),
        ("win32", "AMD64", False),
        ("linux", "aarch64", True),
        ("darwin", "arm64", True),
    ],
)
def test_every_machine_asks_for_one_scancode(system: str, machine: str, mini: bool) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    wanted = {
        one.name
        for one in map(Requirement, project["dependencies"])
        if one.marker is None
        or one.marker.evaluate({"sys_platform": system, "platform_machine": machine})
    }
    asked = wanted & {"scancode-toolkit", "scancode-toolkit-mini", "pylibmagic"}
    assert asked == ({"scancode-toolkit-mini", "pylibmagic"} if mini else {"scancode-toolkit"})
