"""Licences of models: card values, titles, names of models."""

import re

import pytest

from attribcheck.spdx import catalog, expressions, license_texts, model_licenses, obligations
from attribcheck.spdx.model_licenses_table import CARD_VALUES, NO_VALUES, TABLE

# https://huggingface.co/docs/hub/repositories-licenses
VALUES = (
    "apache-2.0 mit openrail bigscience-openrail-m creativeml-openrail-m bigscience-bloom-rail-1.0"
    " bigcode-openrail-m afl-3.0 artistic-2.0 bsl-1.0 bsd bsd-2-clause bsd-3-clause"
    " bsd-3-clause-clear c-uda cc cc0-1.0 cc-by-2.0 cc-by-2.5 cc-by-3.0 cc-by-4.0 cc-by-sa-3.0"
    " cc-by-sa-4.0 cc-by-nc-2.0 cc-by-nc-3.0 cc-by-nc-4.0 cc-by-nd-4.0 cc-by-nc-nd-3.0"
    " cc-by-nc-nd-4.0 cc-by-nc-sa-2.0 cc-by-nc-sa-3.0 cc-by-nc-sa-4.0 cdla-sharing-1.0"
    " cdla-permissive-1.0 cdla-permissive-2.0 wtfpl ecl-2.0 epl-1.0 epl-2.0 etalab-2.0 eupl-1.1"
    " eupl-1.2 agpl-3.0 gfdl gpl gpl-2.0 gpl-3.0 lgpl lgpl-2.1 lgpl-3.0 isc h-research"
    " intel-research lppl-1.3c ms-pl apple-ascl apple-amlr mpl-2.0 odc-by odbl openmdw-1.0"
    " openrail++ osl-3.0 postgresql ofl-1.1 ncsa unlicense zlib pddl lgpl-lr deepfloyd-if-license"
    " fair-noncommercial-research-license llama2 llama3 llama3.1 llama3.2 llama3.3 llama4"
    " grok2-community gemma unknown other"
).split()


@pytest.mark.parametrize("value", VALUES)
def test_every_value_of_a_card_has_an_id_or_is_said_to_have_none(value: str) -> None:
    key = model_licenses.of_value(value)
    assert (key is None) == (value in NO_VALUES)
    if key:
        assert expressions.problems(key) == []


@pytest.mark.parametrize("one", TABLE, ids=[one.id for one in TABLE])
def test_a_row_has_a_valid_id_and_a_source(one: model_licenses.ModelLicense) -> None:
    assert expressions.problems(one.id) == []
    assert one.source.startswith("https://")
    assert len({row.id for row in TABLE}) == len(TABLE)
    if one.id.startswith("LicenseRef-scancode-"):
        assert catalog.shipped(one.id)
        assert one.obligations is None
    if one.obligations:
        assert one.obligations.keys == (one.id,)


@pytest.mark.parametrize(
    ("title", "key"),
    [
        ("META LLAMA 3 COMMUNITY LICENSE AGREEMENT", "LicenseRef-llama3"),
        ("LLAMA 3.1 COMMUNITY LICENSE AGREEMENT", "LicenseRef-scancode-llama-3.1-license-2024"),
        ("Qwen RESEARCH LICENSE AGREEMENT", "LicenseRef-qwen-research"),
        ("Qwen LICENSE AGREEMENT", "LicenseRef-scancode-qwen-2024"),
        ("# EXAONE AI Model License Agreement 1.2 - NC", "LicenseRef-exaone-1.2-nc"),
        ("Modified MIT License", "LicenseRef-scancode-moonshot-ai-modified-mit-2025"),
        ("MINIMAX MODEL LICENSE", "LicenseRef-minimax-model"),
        ("MiniMax Community License", "LicenseRef-minimax-community"),
        ("Yi Series Models License Agreement", "LicenseRef-yi-1.0"),
        ("Yi Series Models Community License Agreement", "LicenseRef-yi-community-2.1"),
        (
            "Copyright (c) 2023 Stability AI CreativeML Open RAIL++-M License dated July 26, 2023",
            "LicenseRef-creativeml-openrail-plus-plus-m",
        ),
        ("MIT License", None),
    ],
)
def test_a_title_names_one_version(title: str, key: str | None) -> None:
    found = model_licenses.titled(title)
    assert (found.id if found else None) == key


@pytest.mark.parametrize(
    ("model", "key"),
    [
        ("meta-llama/Meta-Llama-3-8B", "LicenseRef-llama3"),
        ("meta-llama/Meta-Llama-3.1-8B", "LicenseRef-scancode-llama-3.1-license-2024"),
        ("meta-llama/Llama-3.3-70B-Instruct", "LicenseRef-scancode-llama-3.3-license-2024"),
        ("Qwen/Qwen2.5-3B-Instruct", "LicenseRef-qwen-research"),
        ("Qwen/Qwen2.5-7B-Instruct", None),
        ("foo-corp/Foo-7B", None),
    ],
)
def test_the_name_of_a_model_tells_its_licence(model: str, key: str | None) -> None:
    found = model_licenses.of_model(model)
    assert (found.id if found else None) == key


@pytest.mark.parametrize(
    "key", ["LicenseRef-llama3", "LicenseRef-Meta-Llama-3", "LicenseRef-llama-3"]
)
def test_an_own_id_that_means_a_licence_of_the_table_has_its_obligations(key: str) -> None:
    ((_, entry),) = obligations.by_id(key)
    assert entry.notice_lines[0].text.startswith("Meta Llama 3 is licensed under the Meta Llama 3")
    assert obligations.is_model_license(key)


def test_another_own_id_has_none() -> None:
    assert obligations.by_id("LicenseRef-foo") == ()


def test_versions_require_different_lines() -> None:
    rows = [one for one in TABLE if one.obligations]
    lines = [line.text for one in rows for line in one.obligations.notice_lines]
    assert len(set(lines)) == len(lines)


def test_a_title_in_scancodes_list_is_that_of_its_text() -> None:
    for one in TABLE:
        text = license_texts.known(one.id)
        if one.heading and text and re.search(r"agreement|license", text.text[:300], re.IGNORECASE):
            head = [line.strip(" #*\t") for line in text.text.splitlines()[:12]]
            titles = [line for line in head if model_licenses.titled(line)]
            assert {model_licenses.titled(line).id for line in titles} <= {one.id}, one.id


def test_no_value_stands_for_two_licences() -> None:
    names = [name for one in TABLE for name in one.names]
    assert len(set(names)) == len(names)
    assert not NO_VALUES & CARD_VALUES.keys()
