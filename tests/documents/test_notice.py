"""The NOTICE: a person's head, and below it what licences ask for."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from support.scans import classified, component, policy

from attribcheck.documents import notice
from attribcheck.documents.notice import MARK, Entry, render
from attribcheck.spdx import obligations

FOO = Entry("Foo 1.2", texts=("Foo\nCopyright 2020 Foo Corp.",))
BAR = Entry("Bar", lines=("Bar is licensed under the Bar License.",))
QWEN = "LicenseRef-scancode-qwen-2024"
(QWEN_LINE,) = obligations.notice_lines(QWEN)
RULER = "-" * 78

entry_lists = st.lists(st.sampled_from([FOO, BAR]), unique_by=lambda entry: entry.title)
heads = st.text(st.sampled_from("Ab \t\r\n하-"), max_size=30)


def entries(*components, texts=None):
    """Return the entries of a repository that holds ``texts`` by path."""
    rules = policy(*components)
    _, classifier = classified(rules, {}, others=tuple(texts or {}))
    wanted = notice.paths_to_read(classifier.coverage)
    return notice.entries(classifier.coverage, {path: (texts or {})[path] for path in wanted})


def apache(name="Foo", **fields):
    return component(name, license="Apache-2.0", paths=(f"vendor/{name}/**",), **fields)


class TestEntries:
    """What has to stand in a NOTICE, and nothing else."""

    def test_the_notice_that_came_with_apache_code_is_carried_verbatim(self):
        texts = {"vendor/Foo/NOTICE.txt": "\nFoo\n  Copyright 2020 <Foo & Co.>\n\n\twith care\n\n"}
        assert entries(apache(version="1.2"), texts=texts) == (
            Entry("Foo 1.2", texts=("Foo\n  Copyright 2020 <Foo & Co.>\n\n\twith care",)),
        )

    def test_a_licence_that_does_not_ask_for_it_leaves_it_out(self):
        foo = component(license="MIT", paths=("vendor/Foo/**",))
        assert entries(foo, texts={"vendor/Foo/NOTICE": "Foo"}) == ()

    def test_a_notice_that_the_policy_names_is_carried_whatever_the_licence(self):
        foo = component(license="MIT", notice_file="legal/foo.txt")
        assert entries(foo, texts={"legal/foo.txt": "Foo"}) == (Entry("Foo", texts=("Foo",)),)

    def test_the_notice_that_the_policy_names_stands_for_all_others(self):
        texts = {"legal/foo.txt": "Foo, short", "vendor/Foo/NOTICE": "Foo, long"}
        (entry,) = entries(apache(notice_file="legal/foo.txt"), texts=texts)
        assert entry.texts == ("Foo, short",)

    @pytest.mark.parametrize("name", ["CREDITS", "THIRD-PARTY-NOTICES", "notice.py", "LICENSE"])
    def test_no_other_legal_file_is_a_notice(self, name):
        assert entries(apache(), texts={f"vendor/Foo/{name}": "Foo"}) == ()

    def test_our_own_notice_is_not_carried_in_itself(self):
        everything = component(license="Apache-2.0", paths=("**",))
        assert entries(everything, texts={"NOTICE": "Haneul"}) == ()

    def test_a_line_that_a_licence_mandates_stands_in_it(self):
        assert entries(component("Qwen2.5-VL", license=QWEN)) == (
            Entry("Qwen2.5-VL", lines=(QWEN_LINE,)),
        )

    def test_a_line_that_the_upstream_notice_has_is_not_repeated(self):
        qwen = component(license=QWEN, notice_file="NOTICE.qwen")
        broken = QWEN_LINE.replace("LICENSE AGREEMENT", "LICENSE\nAGREEMENT")
        (entry,) = entries(qwen, texts={"NOTICE.qwen": broken})
        assert entry.lines == ()

    def test_what_two_components_ask_for_stands_at_the_first(self):
        texts = {"vendor/Foo/NOTICE": "All of us\n", "vendor/Bar/NOTICE": "All of us"}
        found = entries(apache("Foo"), apache("Bar"), texts=texts)
        assert [entry.title for entry in found] == ["Foo"]
        one, two = component("Qwen A", license=QWEN), component("Qwen B", license=QWEN)
        assert [entry.title for entry in entries(one, two)] == ["Qwen A"]

    def test_a_blank_notice_is_nothing_to_carry(self):
        assert entries(apache(), texts={"vendor/Foo/NOTICE": " \n\n"}) == ()


def test_the_first_notice_names_the_project_and_its_holders():
    rules = policy(holders=("Haneul Labs", "re:Haneul .*", "Haneul contributors"))
    assert render(rules, [], None) == "Haneul\nCopyright Haneul Labs, Haneul contributors\n"


def test_a_project_without_a_holder_states_no_copyright():
    assert render(policy(holders=()), [], None) == "Haneul\n"


def test_lines_and_texts_stand_below_the_components_name():
    assert render(policy(), [FOO, BAR], "Haneul\n") == (
        f"Haneul\n\n{MARK}\n\n{RULER}\nFoo 1.2\n\nFoo\nCopyright 2020 Foo Corp.\n"
        f"\n{RULER}\nBar\n\nBar is licensed under the Bar License.\n"
    )


def test_what_looks_like_a_template_is_carried_as_it_is():
    written = render(policy(), [Entry("Foo", texts=("made with {{ care }} <b>",))], None)
    assert written.endswith("\n\nmade with {{ care }} <b>\n")


@pytest.mark.parametrize(
    ("text", "generated"), [("Haneul\n", False), (f"Haneul\n\n{MARK}\n", True), (MARK, True)]
)
def test_a_notice_with_the_mark_is_known_as_ours(text, generated):
    assert notice.is_generated(text) is generated


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


@given(heads, entry_lists, st.booleans())
@example("", [FOO], False)
@example("Haneul\n\n\n", [], True)
@example("\r\n\r\n\r\n", [], True)
def test_rendering_what_was_rendered_changes_nothing(head, carried, marked):
    existing = f"{head}\n{MARK}\nold\n" if marked else head
    once = render(policy(), carried, existing)
    assert render(policy(), carried, once) == once


@given(entry_lists, entry_lists)
def test_the_components_of_before_leave_no_trace(before, after):
    old = render(policy(), before, None)
    assert render(policy(), after, old) == render(policy(), after, None)
