"""Recipes of merges name the models that are merged."""

from support.model_files import names, told

RECIPE = """\
merge_method: slerp
base_model: foo-corp/Foo-7B
slices:
  - sources:
      - model: foo-corp/Foo-7B
      - model: bar/Bar-7B
        parameters: {t: 0.5}
"""


def test_every_model_is_named_once() -> None:
    assert names("merge.yaml", RECIPE) == ["foo-corp/Foo-7B", "bar/Bar-7B"]
    assert told("merge.yaml", RECIPE)[1][3:] == ("slices[0].sources[1].model", 6)


def test_a_recipe_with_an_alias_is_told() -> None:
    ((kind, *_),) = told("merge.yml", "merge_method: &a linear\nmodels: *a\n")
    assert kind == "unreadable"
