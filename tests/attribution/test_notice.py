"""The NOTICE: a person's head, and the components below it."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from support.scans import component, policy

from attribcheck.attribution.inventory import Item
from attribcheck.attribution.notice import MARK, render

FOO = Item(
    component("Foo", version="1.2", source="https://foo.example", purl="pkg:pypi/foo@1.2"),
    files=("vendor/foo/a.py",),
    statements=("Copyright (c) 2020 Foo Corp.", "Copyright (c) 2025 Foo Corp."),
)
BAR = Item(component("Bar", license="ISC", modified=True), files=(), statements=())

item_lists = st.lists(st.sampled_from([FOO, BAR]), unique_by=lambda item: item.component.name)
heads = st.text(st.sampled_from("Ab \t\r\n하-"), max_size=30)


def test_the_first_notice_names_the_project_and_its_holders():
    rules = policy(holders=("Haneul Labs", "re:Haneul .*", "Haneul contributors"))
    assert render(rules, [], None) == "Haneul\nCopyright Haneul Labs, Haneul contributors\n"


def test_a_project_without_a_holder_states_no_copyright():
    assert render(policy(holders=()), [], None) == "Haneul\n"


def test_a_component_is_listed_with_what_was_declared_and_found():
    written = render(policy(), [FOO], "Haneul\n")
    assert written == (
        f"Haneul\n\n{MARK}\n\n" + "-" * 78 + "\nFoo 1.2\n"
        "Source: https://foo.example\nPackage: pkg:pypi/foo@1.2\nLicense: MIT\n\n"
        "Copyright (c) 2020 Foo Corp.\nCopyright (c) 2025 Foo Corp.\n"
    )


def test_what_was_not_declared_is_not_listed():
    written = render(policy(), [BAR], "Haneul\n")
    assert written.endswith("-" * 78 + "\nBar\nLicense: ISC\nModified: yes\n")


def test_each_statement_stands_in_it_once():
    written = render(policy(), [FOO, BAR], None)
    assert written.count("Copyright (c) 2020 Foo Corp.") == 1


def test_the_notice_of_upstream_is_carried_verbatim():
    upstream = "Foo\n  Copyright 2020 <Foo & Co.>\n\n\tmade with {{ care }}"
    item = Item(FOO.component, (), (), notice=f"{upstream}\n\n")
    assert render(policy(), [item], "Haneul\n").endswith(f"\n\n{upstream}\n")


@pytest.mark.parametrize("head", ["Haneul\r\nby us  \r\n\r\n\n\n", " \n\nHaneul\n", "하늘\n"])
def test_a_persons_head_is_kept_byte_for_byte(head):
    written = render(policy(), [FOO], f"{head}{MARK}\nold components\n")
    assert written.startswith(f"{head}{MARK}\n")
    assert "old components" not in written


@pytest.mark.parametrize("whole", ["Haneul\n", "Haneul", "Haneul\r\n", "Haneul\n\n\n"])
def test_a_notice_without_the_mark_is_kept_whole(whole):
    above = render(policy(), [FOO], whole).partition(MARK)[0]
    assert above.startswith(whole)
    assert above[len(whole) :].strip("\n") == ""
    assert above.endswith("\n")


@given(heads)
def test_without_components_and_mark_not_a_byte_changes(head):
    assert render(policy(), [], head) == head


def test_without_components_the_generated_part_goes():
    written = render(policy(), [FOO], "Haneul\n")
    assert render(policy(), [], written) == "Haneul\n"


def test_an_empty_notice_begins_with_the_mark():
    assert render(policy(), [BAR], "").startswith(f"{MARK}\n")


def test_a_sentence_that_quotes_the_mark_is_not_the_mark():
    head = f'Below "{MARK}" others follow.\n'
    assert render(policy(), [BAR], head).startswith(f"{head}\n{MARK}\n")


def test_a_mark_with_the_line_end_of_windows_is_the_mark():
    written = render(policy(), [BAR], f"Haneul\r\n\r\n{MARK}\r\nold\r\n")
    assert written.startswith(f"Haneul\r\n\r\n{MARK}\n")
    assert written.count(MARK) == 1


@given(heads, item_lists, st.booleans())
@example("", [FOO], False)
@example("Haneul\n\n\n", [], True)
@example("\r\n\r\n\r\n", [], True)
def test_rendering_what_was_rendered_changes_nothing(head, items, marked):
    existing = f"{head}\n{MARK}\nold\n" if marked else head
    once = render(policy(), items, existing)
    assert render(policy(), items, once) == once


@given(item_lists, item_lists)
def test_the_components_of_before_leave_no_trace(before, after):
    old = render(policy(), before, None)
    assert render(policy(), after, old) == render(policy(), after, None)
