"""What does not fit the installed scancode is left out, and said."""

from __future__ import annotations

import ast
import json
from pathlib import Path

import pytest

from attribcheck.cli.main import main
from attribcheck.scan import fast
from attribcheck.scan.engine import ScancodeEngine
from attribcheck.scan.fast import assumptions, generate, store
from attribcheck.scan.fast.index import container
from attribcheck.scan.fast.patches import registry
from attribcheck.scan.fast.patches.patch import Patch
from attribcheck.scan.prefilter import Prefilter

PACKAGE = Path(fast.__file__).parent


def data_file(folder: Path, patches: dict[str, object], left_out: dict[str, list[str]]) -> Path:
    folder.mkdir(mode=0o700)
    sections = {
        "patches": json.dumps(patches).encode(),
        store.LEFT_OUT: json.dumps(left_out).encode(),
    }
    container.write(folder / "x.bin", sections)
    return folder / "x.bin"


@pytest.fixture
def installed(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, object]]:
    """Put four patches in the place of ours; what is installed is in the list."""
    heard: list[tuple[str, object]] = []

    def patch(name: str, *, licenses: bool = True, statements: bool = True) -> Patch:
        return Patch(
            name,
            (),
            (),
            lambda facts: heard.append((name, facts)),
            licenses=licenses,
            statements=statements,
        )

    made = (patch("both"), patch("licences", statements=False), patch("texts", licenses=False))
    monkeypatch.setattr(registry, "PATCHES", (*made, patch("other")))
    monkeypatch.setattr(fast, "_installed", set())
    return heard


FACTS = {"both": 1, "licences": [2], "texts": True, "other": None}


def test_a_patch_is_installed_once_and_receives_its_facts(tmp_path, installed):
    data = data_file(tmp_path / "x", FACTS, {})
    fast.install(data, licenses=False)
    fast.install(data, licenses=False)
    assert installed == [("both", 1), ("texts", True)]


def test_a_patch_can_be_left_out_by_its_name(tmp_path, installed):
    data = data_file(tmp_path / "x", FACTS, {})
    fast.install(data, licenses=False, without={"both"})
    assert installed == [("texts", True)]


def test_a_patch_that_was_left_out_of_the_data_is_not_installed(tmp_path, installed):
    data = data_file(tmp_path / "x", {"texts": True}, {"both": ["scancode.api.x"]})
    fast.install(data, licenses=False)
    assert installed == [("texts", True)]
    assert fast.left_out(data) == {"both": ["scancode.api.x"]}


def test_the_prefilter_does_without_data_that_it_does_not_fit(tmp_path):
    data = data_file(tmp_path / "x", {}, {store.PREFILTER: ["textcode.markup.is_markup"]})
    assert store.opened(data, store.MEMO) is not None
    assert store.opened(data, store.PREFILTER) is None
    assert Prefilter(lambda: data).nothing(b"x = 1\n", "a.py") is None


def test_without_the_index_no_data_is_made(tmp_path, monkeypatch):
    monkeypatch.setattr(assumptions, "left_out", lambda: {store.INDEX: ["licensedcode.x"]})
    with pytest.raises(store.UnservedError, match=r"scancode has changed: licensedcode\.x"):
        generate.generate(lambda: None, tmp_path / "x.bin", lambda done, total: None)


def test_the_engine_says_what_it_does_without(tmp_path, monkeypatch):
    data = data_file(tmp_path / "x", {}, {"grammar": ["pygmars.lex.Lexer"]})
    monkeypatch.setattr(store, "ready", lambda *_, **__: data)
    engine = ScancodeEngine(data=tmp_path)
    assert engine.prepare() == data
    assert engine.problem == (
        "scans are slower, without grammar: the installed scancode differs from the one that"
        " attribcheck knows in pygmars.lex.Lexer"
    )


def test_cache_build_says_what_the_data_does_without(tmp_path, monkeypatch, capsys):
    data = data_file(tmp_path / "x", {}, {"grammar": ["pygmars.lex.Lexer"]})
    monkeypatch.setattr(store, "ready", lambda *_, **__: data)
    assert main(["cache", "build"]) == 0
    first, second = capsys.readouterr().out.splitlines()
    assert first == f"the engine's data is at {data}"
    assert second.startswith("scans are slower, without grammar: ")


def test_each_patch_has_a_name_of_its_own():
    names = [patch.name for patch in registry.PATCHES]
    assert len({*names, store.INDEX, store.PREFILTER, store.MEMO}) == len(names) + 3


@pytest.mark.parametrize("path", sorted((PACKAGE / "index").glob("*.py")), ids=lambda p: p.stem)
def test_the_index_depends_on_no_patch(path):
    imported = {
        node.module
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.ImportFrom) and node.module
    }
    ours = {name for name in imported if name.startswith("attribcheck.scan.fast")}
    assert {name.split(".")[3:4] == ["index"] for name in ours} <= {True}
