"""YAML of untrusted files, within bounds."""

import pytest

from attribcheck.core.errors import AttribcheckError
from attribcheck.lineage import yaml_values


def test_values_are_strings_with_their_lines() -> None:
    found = yaml_values.parse("a: 1\nb:\n- yes\n- {c: d}\n")
    assert found.get("a") == yaml_values.Value("1", 1)
    inner = found.get("b")
    assert inner is not None
    assert [(item.line, item.get("c")) for item in inner.value] == [
        (3, None),
        (4, yaml_values.Value("d", 4)),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "a: [\n",
        "a: 1\na: 2\n",
        "a: &x 1\nb: *x\n",
        "[" * 1_000 + "]" * 1_000,
        "- " * 60_000,
        "a: 1\n" * 60_000,
        "\0",
        "? " * 5_000,
    ],
)
def test_hostile_documents_are_refused(text: str) -> None:
    with pytest.raises(AttribcheckError):
        yaml_values.parse(text)
