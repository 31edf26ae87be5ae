"""Edits that leave what a person wrote as it is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from attribcheck.core.errors import PolicyError, UsageError
from attribcheck.policy.editor import (
    append_component,
    append_exception,
    append_packages,
    widen_component,
)
from attribcheck.policy.loader import parse_policy
from attribcheck.policy.model import Component, Packages, PolicyException

BAR = Component(name="Bar", license="Zlib", paths=("bar/**",))
BAR_BLOCK = '[[component]]\nname = "Bar"\nlicense = "Zlib"\npaths = ["bar/**"]'
PERMIT = PolicyException(rule="unscanned-file", paths=("big.bin",), reason="generated")
PERMIT_BLOCK = '[[exception]]\nrule = "unscanned-file"\npaths = ["big.bin"]\nreason = "generated"'
HEAD = "version = 1\n\n"


def foo(rest: str) -> str:
    return f'{HEAD}[[component]]\nname = "Foo"\nlicense = "MIT"\n{rest}'


def test_a_component_goes_to_the_end_after_a_blank_line():
    text = "version   =   1 # as I like it\n"
    assert append_component(text, BAR, ["found"]) == f"{text}\n# found\n{BAR_BLOCK}\n"


def test_an_exception_goes_to_the_end_after_a_blank_line():
    assert append_exception("version = 1\n", PERMIT) == f"{HEAD}{PERMIT_BLOCK}\n"


def test_a_table_of_packages_goes_to_the_end_after_a_blank_line():
    edited = append_packages("version = 1\n", Packages("vendor", "vendor/modules.txt"))
    block = '[[packages]]\nfolder = "vendor"\nlist = "vendor/modules.txt"'
    assert edited == f"{HEAD}{block}\n"


def test_a_blank_line_at_the_end_is_not_doubled():
    assert append_component(HEAD, BAR) == f"{HEAD}{BAR_BLOCK}\n"


def test_a_last_line_without_an_end_keeps_none():
    assert append_component("version = 1", BAR) == f"{HEAD}{BAR_BLOCK}"


@pytest.mark.parametrize("blank", ["", "\n", "  \n"])
def test_a_blank_text_is_begun_as_a_policy(blank):
    assert append_component(blank, BAR) == f"{HEAD}{BAR_BLOCK}\n"
    assert append_exception(blank, PERMIT) == f"{HEAD}{PERMIT_BLOCK}\n"


def test_windows_line_ends_are_kept():
    edited = append_component("version = 1\r\n", BAR)
    assert edited == f"{HEAD}{BAR_BLOCK}\n".replace("\n", "\r\n")


def test_a_byte_order_mark_is_kept():
    text = "\ufeff" + foo('paths = ["foo"]\n')
    assert append_component(text, BAR).startswith(text)
    assert widen_component(text, "Foo", paths=["x"]) == text.replace('"foo"', '"foo", "x"')


def test_a_name_that_is_taken_is_refused():
    with pytest.raises(UsageError, match="already declared on line 4"):
        append_component(f"{HEAD}{BAR_BLOCK}\n", BAR)


def test_an_invalid_component_is_refused():
    with pytest.raises(UsageError, match='unknown licence "Zlib9"'):
        append_component(HEAD, BAR._replace(license="Zlib9"))


def test_a_table_that_can_not_be_extended_is_refused():
    text = 'version = 1\ncomponent = [{name = "Foo", license = "MIT", paths = ["foo"]}]\n'
    with pytest.raises(UsageError, match="would be invalid after it"):
        append_component(text, BAR)


def test_an_invalid_policy_is_not_edited():
    with pytest.raises(PolicyError, match='unknown key "x"'):
        append_component("version = 1\nx = 1\n", BAR)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('["foo"]', '["foo", "x", "y"]'),
        ('[ "foo" ]  # mine', '[ "foo", "x", "y" ]  # mine'),
        ('["foo",]', '["foo", "x", "y"]'),
        ("['foo', \"a,b\"]", '[\'foo\', "a,b", "x", "y"]'),
        ('[\n  "foo", # one\n]', '[\n  "foo", # one\n  "x",\n  "y",\n]'),
        ('[\n\t"foo" # one, two\n]', '[\n\t"foo", # one, two\n\t"x",\n\t"y"\n]'),
        ('[\n  "foo",\n  # the end\n  ]', '[\n  "foo",\n  # the end\n  "x",\n  "y",\n  ]'),
        ('["foo",\n "bar"]', '["foo",\n "bar", "x", "y"]'),
        ('["foo"\n]', '["foo",\n    "x",\n    "y"\n]'),
        (f'["{"z" * 80}"]', f'["{"z" * 80}",\n    "x",\n    "y"]'),
    ],
)
def test_an_array_is_widened_in_its_own_style(before, after):
    widened = widen_component(foo(f"paths = {before}\nmodified = true\n"), "Foo", paths=["x", "y"])
    assert widened == foo(f"paths = {after}\nmodified = true\n")


def test_an_array_that_is_empty_is_filled():
    text = foo('paths = ["foo"]\nholders = [ # none yet\n]\n')
    assert widen_component(text, "Foo", holders=["Foo Corp."]) == foo(
        'paths = ["foo"]\nholders = [ # none yet\n"Foo Corp."]\n'
    )


def test_what_is_there_already_is_not_repeated():
    text = foo('paths = ["foo"]\n')
    assert widen_component(text, "Foo", paths=["foo"], license="MIT", version=None) == text
    assert widen_component(text, "Foo", paths=["x", "foo", "x"]) == foo('paths = ["foo", "x"]\n')


def test_what_was_not_said_goes_where_it_usually_stands():
    text = foo('paths = ["foo"]  # all of it\n\n[project]\nname = "Haneul"\n')
    widened = widen_component(
        text,
        "Foo",
        holders=["Foo Corp."],
        models=["foo/Foo-7B"],
        version="2.1",
        supplier="Foo Corp.",
        modified=True,
        notice_file="foo/NOTICE",
    )
    assert widened == (
        f"{HEAD}[[component]]\n"
        'name = "Foo"\n'
        'version = "2.1"\n'
        'supplier = "Foo Corp."\n'
        'license = "MIT"\n'
        'holders = ["Foo Corp."]\n'
        'paths = ["foo"]  # all of it\n'
        "modified = true\n"
        'notice-file = "foo/NOTICE"\n'
        'models = ["foo/Foo-7B"]\n'
        '\n[project]\nname = "Haneul"\n'
    )


def test_a_new_key_is_indented_as_its_neighbour_and_ends_as_the_file_does():
    text = (
        'version = 1\r\n[[component]]\r\n  name = "Foo"\r\n  license = "MIT"\r\n  paths = ["foo"]'
    )
    assert widen_component(text, "Foo", modified=True) == f"{text}\r\n  modified = true"


def test_a_new_key_in_the_middle_keeps_windows_line_ends():
    text = foo('paths = ["foo"]\n').replace("\n", "\r\n")
    assert widen_component(text, "Foo", version="2") == text.replace(
        '"Foo"\r\n', '"Foo"\r\nversion = "2"\r\n'
    )


def test_a_component_in_an_inline_table_is_widened_in_place():
    text = 'version = 1\ncomponent = [{name = "Foo", license = "MIT", paths = ["foo"]}]\n'
    assert widen_component(text, "Foo", paths=["x"], version="2") == (
        'version = 1\ncomponent = [{name = "Foo", version = "2", license = "MIT",'
        ' paths = ["foo", "x"]}]\n'
    )


def test_only_the_named_component_is_widened():
    text = f'{foo("paths = [")}"foo"]\n\n{BAR_BLOCK}\n'
    assert widen_component(text, "Bar", paths=["x"]) == text.replace('"bar/**"', '"bar/**", "x"')


def test_another_value_than_the_one_there_is_refused():
    with pytest.raises(UsageError) as caught:
        widen_component(foo('paths = ["foo"]\n'), "Foo", license="Apache-2.0")
    assert caught.value.message == '"license" of "Foo" is "MIT", not "Apache-2.0"'
    assert caught.value.hint == "if that has changed, edit line 5 of the policy"


def test_a_component_that_is_not_declared_is_refused_with_the_nearest_name():
    with pytest.raises(UsageError, match='no component named "Fooo", did you mean "Foo"'):
        widen_component(foo('paths = ["foo"]\n'), "Fooo", paths=["x"])


def test_a_key_that_no_component_has_is_a_mistake_of_the_caller():
    with pytest.raises(TypeError, match="color"):
        widen_component(foo('paths = ["foo"]\n'), "Foo", color="red")


STYLES = st.sampled_from(
    [
        "[{}]",
        "[ {} ] # x",
        "[{},]",
        "[\n  {},\n]",
        "[ # a, b\n  {} # c\n ]",
        "[\n{}\n, # d\n]",
        "[{}\n]",
    ]
)
GAPS = st.sampled_from([", ", ",\n  ", " , # e, f\n", "\n, "])
ITEMS = st.lists(
    st.text(st.sampled_from("ab,]#é"), min_size=1).filter(lambda item: item[0] != "#"),
    min_size=1,
    max_size=4,
    unique=True,
)


@given(STYLES, GAPS, ITEMS, ITEMS, st.sampled_from(["\n", "\r\n"]))
def test_any_array_is_widened_and_loses_nothing(style, gap, there, wanted, line_end):
    items = gap.join(f'"{item}"' for item in there)
    text = foo(f"paths = {style.format(items)}\n").replace("\n", line_end)
    edited = widen_component(text, "Foo", paths=wanted)
    (component,) = parse_policy(edited.encode(), "p").components
    assert component.paths == (*there, *(item for item in wanted if item not in there))
    rest = iter(edited)
    assert all(character in rest for character in text)  # only additions
