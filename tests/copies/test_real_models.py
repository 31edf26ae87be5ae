"""Real model code: the right origin is among those that can't be told apart, relatives are not."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from support.packages import fetch

from attribcheck.copies.index_builder import build
from attribcheck.copies.index_file import OriginIndex
from attribcheck.copies.matcher import IndexMatcher
from attribcheck.copies.model import Component, FileCopies, OriginFile, SourceFile

pytestmark = pytest.mark.network

RELATIVES = ("dots1", "llama", "mixtral", "phimoe", "gpt2", "t5")


@pytest.fixture(scope="module")
def models() -> Path:
    return fetch("transformers", "5.0.0") / "transformers" / "models"


@pytest.fixture(scope="module")
def index(models: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[OriginIndex]:
    out = tmp_path_factory.mktemp("models") / "x.acidx"
    build(
        (
            SourceFile(
                OriginFile(Component("transformers", "5.0.0"), path.name, family=path.parent.name),
                path.read_bytes(),
            )
            for model in ("glm4_moe", *RELATIVES)
            for path in sorted((models / model).glob("modeling_*.py"))
        ),
        out,
    )
    with OriginIndex.open(out, verify=True) as opened:
        yield opened


def copies(index: OriginIndex, text: str) -> FileCopies:
    return IndexMatcher([index]).match_content("modeling.py", text.encode())


def families(found: FileCopies) -> list[str]:
    return [match.file.family for match in found.candidates]


def test_a_published_relative_is_traced_to_its_group(index: OriginIndex, models: Path) -> None:
    text = (models / "solar_open" / "modeling_solar_open.py").read_text(encoding="utf-8")
    found = copies(index, text)
    assert "glm4_moe" in families(found)
    assert not {"llama", "mixtral", "phimoe"} & set(families(found))
    assert max(match.share for match in found.candidates) > 0.9


def test_other_names_and_another_header_change_nothing(index: OriginIndex, models: Path) -> None:
    text = (models / "glm4_moe" / "modeling_glm4_moe.py").read_text(encoding="utf-8")
    body = re.sub(r"(?m)^#.*\n", "", text)
    found = copies(index, body.replace("Glm4Moe", "Haneul").replace("hidden_states", "h"))
    assert families(found)[0] == "glm4_moe"
    assert found.candidates[0].share > 0.99


def test_an_independent_model_is_nobodys(index: OriginIndex, models: Path) -> None:
    text = (models / "vit" / "modeling_vit.py").read_text(encoding="utf-8")
    assert all(match.share < 0.5 for match in copies(index, text).matches)
