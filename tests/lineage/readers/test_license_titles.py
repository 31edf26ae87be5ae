"""LICENSE files: the title of a model's licence."""

import pytest
from support.model_files import names, told

from attribcheck.scan.names import may_name_models
from attribcheck.spdx import model_licenses

TITLES = """\
LLAMA 4 COMMUNITY LICENSE AGREEMENT
META LLAMA 3 COMMUNITY LICENSE AGREEMENT
LLAMA 3.1 COMMUNITY LICENSE AGREEMENT
Qwen RESEARCH LICENSE AGREEMENT
Qwen LICENSE AGREEMENT
Tongyi Qianwen LICENSE AGREEMENT
DEEPSEEK LICENSE AGREEMENT
Yi Series Models Community License Agreement
EXAONE AI Model License Agreement 1.2 - NC
HyperCLOVA X SEED Model License Agreement
The glm-4-9b License
MINIMAX MODEL LICENSE
NVIDIA Open Model License Agreement
Falcon 180B TII License Version 1.0
STABILITY AI COMMUNITY LICENSE AGREEMENT
# Mistral AI Research License
Gemma Terms of Use
AI2 ImpACT License - Low Risk Artifacts
AI2 ImpACT License - Medium Risk Artifacts
Jamba Open Model License Agreement
Modified MIT License
CreativeML Open RAIL++-M License
BigScience RAIL License v1.0
BigCode Open RAIL-M v1 License Agreement
OpenMDW License Agreement, version 1.0 (OpenMDW-1.0)
""".splitlines()


@pytest.mark.parametrize("title", TITLES)
def test_a_title_names_a_licence_of_the_table(title: str) -> None:
    text = f"\n{title}\n\nBy using it you agree.\n"
    (claim,) = told("m/LICENSE", text)

    assert (claim[0], claim[2:]) == ("licence", ("stated", "title", 2))
    assert model_licenses.of_value(claim[1]) in model_licenses.BY_ID
    assert may_name_models(text.encode(), "m/LICENSE")


@pytest.mark.parametrize("name", ["LICENSE-MODEL", "MODEL_LICENSE.txt", "LICENSE.md", "COPYING"])
def test_files_of_other_names_are_read_too(name: str) -> None:
    assert names(name, "Gemma Terms of Use\n") == ["Gemma Terms of Use"]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("LICENSE", "MIT License\n"),
        ("LICENSE", "This is not the Gemma Terms of Use\n"),
        ("LICENSE", "\n" * 20 + "Gemma Terms of Use\n"),
        ("terms.py", "Gemma Terms of Use\n"),
    ],
)
def test_what_is_no_title_of_one(name: str, text: str) -> None:
    assert names(name, text) == []
