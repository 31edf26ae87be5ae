"""When two names are one holder, and who is named in a statement."""

import string

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from attribcheck.notices.holders import HolderNames, names, normal_form, unexplained

LEGAL_FORMS = ("Inc.", "Inc", "LLC", "Ltd.", "GmbH", "S.A.", "B.V.", "Corp.", "Co., Ltd.")
NOBODY = ("the", "team", "authors", "contributors", "individual", "others", "its affiliates")

letters = string.ascii_letters + string.digits + "하늘연구소ÄÖÜé"
words = st.text(letters, min_size=1, max_size=10).filter(
    lambda word: word.lower() not in ("and", "und")
)
# "Zx" keeps a drawn name from being a legal form or a word for nobody.
one_name = st.lists(words, min_size=1, max_size=4).map(lambda drawn: " ".join(["Zx", *drawn]))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Zhipu AI", "ZhipuAI"),
        ("The ZhipuAI Inc. team", "zhipu-ai"),
        ("Foo Corp.", "FOO CORPORATION"),
        ("Foo B.V.", "Foo BV"),
        ("Foo, S.A.R.L.", "Foo"),
        ("AT&T", "AT & T"),
        ("Foo Corp. <legal@foo.example>", "Foo"),
        ("Foo Corp. legal@foo.example", "Foo"),
        ("Foo Corp. (https://foo.example)", "Foo"),
        ("Foo Corp. https://foo.example/", "Foo"),
        ("O'Reilly Media", "OReilly Media"),
        ("O\u2019Reilly Media", "O'Reilly Media"),
        ("Meta Platforms, Inc. and its affiliates", "Meta Platforms"),
        ("Meta Platforms, Inc. and it\u2019s affiliates", "Meta Platforms"),
        ("\uff26\uff4f\uff4f", "Foo"),
        ("Straße GmbH", "STRASSE"),
    ],
)
def test_two_spellings_of_one_holder_have_one_normal_form(one, other):
    assert normal_form(one) == normal_form(other) != ""


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Foo", "Foobar"),
        ("Foo Labs", "Foo"),
        ("SAS Institute", "Institute"),
        ("AG Consulting", "Consulting"),
        ("Foo (Bar)", "Foo"),
        ("한국", "하늘"),
    ],
)
def test_two_holders_have_two_normal_forms(one, other):
    assert normal_form(one) != normal_form(other)


@given(one_name)
def test_a_name_is_explained_by_itself(name):
    assert unexplained(name, [HolderNames([name])]) == ()


@given(one_name, st.sampled_from([str.upper, str.lower, str.title, str.swapcase]))
def test_a_name_is_explained_whatever_its_case(name, change):
    assert unexplained(change(name), [HolderNames([name])]) == ()


@given(one_name, st.sampled_from([" ", "-", "_", ". ", "  ", "\t"]))
def test_a_name_is_explained_whatever_stands_between_its_words(name, between):
    assert unexplained(between.join(name.split()), [HolderNames([name])]) == ()


@given(one_name, st.sampled_from(LEGAL_FORMS), st.sampled_from([" ", ", "]))
def test_a_name_is_explained_whatever_its_legal_form(name, form, between):
    assert unexplained(name + between + form, [HolderNames([name])]) == ()
    assert unexplained(name, [HolderNames([name + between + form])]) == ()


@given(one_name, st.sampled_from(NOBODY))
def test_words_that_stand_for_nobody_change_no_name(name, nobody):
    assert unexplained(f"{name} and {nobody}", [HolderNames([name])]) == ()
    assert unexplained(f"{nobody} {name}", [HolderNames([name])]) == ()


@given(one_name)
def test_a_name_is_not_explained_by_another(name):
    assert unexplained(name, [HolderNames([f"{name} Xy"])]) == (" ".join(name.split()),)


@given(st.lists(one_name, min_size=1, max_size=5), st.sampled_from([" and ", "; ", " & ", " + "]))
def test_the_names_of_a_statement_together_explain_it(drawn, between):
    statement = between.join(drawn)
    assert unexplained(statement, [HolderNames(names(statement))]) == ()


@given(st.text(max_size=60))
@example("--- and ***")
@example("a@b.example; Foo")
@example(" ; ")
@example("re:( and re:")
@example("Inc., the team, and others")
def test_any_statement_is_explained_by_the_names_drafted_from_it(statement):
    assert unexplained(statement, [HolderNames(names(statement))]) == ()


@pytest.mark.parametrize("between", [", ", "; ", " and ", ", and ", " & ", " / ", " + ", " und "])
def test_each_name_of_a_statement_is_judged_on_its_own(between):
    statement = between.join(["Haneul Labs", "Foo Corp."])
    assert unexplained(statement, [HolderNames(["Haneul Labs"])]) == ("Foo Corp.",)


@pytest.mark.parametrize("name", ["AT&T", "Foo/Bar", "A+B Systems"])
def test_a_sign_without_spaces_around_it_separates_nothing(name):
    assert names(name) == (name,)


def test_a_name_that_holds_a_separator_is_one_name_when_the_policy_says_so():
    known = [HolderNames(["Ernst and Young", "Foo"])]
    assert unexplained("Foo, Ernst and Young LLP", known) == ()


def test_several_entries_may_explain_one_statement_together():
    known = [HolderNames(["Zhipu AI"]), HolderNames(["Hugging Face"])]
    assert unexplained("The ZhipuAI Inc. team and HuggingFace Inc. team", known) == ()


def test_the_cut_that_leaves_the_fewest_pieces_over_is_taken():
    known = [HolderNames(["Smith, Jones", "Jones, Brown"])]
    assert unexplained("Smith, Jones, Brown", known) in (("Brown",), ("Smith",))


@pytest.mark.parametrize("statement", ["The Authors", "and contributors", "Inc.", "All the others"])
def test_a_statement_of_nobody_is_left_over_whole(statement):
    assert unexplained(statement, [HolderNames(["Foo"])]) == (statement,)


def test_an_entry_that_names_nobody_explains_the_same_words_only():
    authors = HolderNames(["The Authors"])
    assert "THE AUTHORS" in authors
    assert "the contributors" not in authors
    assert "Foo Authors" not in authors


@pytest.mark.parametrize("other", ["***", "...", "", " ", "<x@foo.example>", "\u20ac"])
def test_an_entry_without_words_explains_no_other_name_without_words(other):
    assert "---" in HolderNames(["---"])
    assert other not in HolderNames(["---"])


def test_an_address_explains_no_other_address():
    assert "dev@foo.example" in HolderNames(["dev@foo.example"])
    assert "dev@bar.example" not in HolderNames(["dev@foo.example"])


def test_an_empty_statement_leaves_nothing_over():
    assert unexplained("", []) == unexplained("  \t", []) == names(" ") == ()


@pytest.mark.parametrize(
    ("pattern", "name", "expected"),
    [
        ("re:Foo .*", "foo labs", True),
        ("re:Foo .*", "The Foo Labs", False),
        ("re:Foo", "Foo Corp.", False),
        ("re:Foo", " Foo ", True),
        ("re:Foo|Bar", "Bar", True),
        ("re:Foo|Bar", "Bart", False),
    ],
)
def test_a_pattern_has_to_match_the_whole_name(pattern, name, expected):
    assert (name in HolderNames([pattern])) is expected


def test_only_a_text_can_be_a_name():
    assert None not in HolderNames(["Foo"])


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        ("Foo Corp. and Bar GmbH", ("Foo Corp.", "Bar GmbH")),
        ("Foo Corp., Inc.", ("Foo Corp., Inc.",)),
        ("Foo, Seoul", ("Foo, Seoul",)),
        ("Foo Corp. and contributors", ("Foo Corp.",)),
        ("The Authors", ("The Authors",)),
        ("Foo; Bar & Baz", ("Foo", "Bar", "Baz")),
    ],
)
def test_the_names_of_a_statement_are_cut_at_conjunctions_alone(statement, expected):
    assert names(statement) == expected


def test_white_space_in_a_statement_counts_as_one_space():
    assert unexplained("Foo \n  Labs", [HolderNames(["Bar"])]) == ("Foo Labs",)


class _Counting(HolderNames):
    """Counts the questions and the characters asked about, which is what a blow-up multiplies."""

    questions = 0
    characters = 0

    def __contains__(self, name: object) -> bool:
        self.questions += 1
        self.characters += len(str(name))
        return super().__contains__(name)


@pytest.mark.parametrize("separator", [", ", " and ", "; ", " / "])
def test_a_long_list_of_names_asks_a_bounded_number_of_questions(separator):
    known = _Counting(["Foo"])
    statement = separator.join(f"Bar {number}" for number in range(5000))
    assert len(unexplained(statement, [known])) <= 65
    assert known.questions < 1000
    assert known.characters < 20 * len(statement)


@pytest.mark.parametrize(
    "statement",
    [
        "(@" * 50_000,
        "( @ " * 25_000,
        "<" * 100_000,
        "a" * 100_000,
        "a" + " " * 100_000 + "b",
        "a." * 50_000,
        "@" * 100_000,
        "http://" * 14_000,
        " &" * 50_000,
        "(" * 50_000 + ")" * 50_000,
    ],
    ids=["mail", "spaced mail", "angles", "word", "spaces", "dots", "ats", "urls", "signs", "nest"],
)
def test_a_hostile_statement_of_100_kilobytes_is_judged(statement):
    # Quadratic time would take minutes here: the suite would be seen to hang.
    assert len(unexplained(statement, [HolderNames(["Foo"])])) == 1


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("Müller & Söhne GmbH", ("Müller", "Söhne GmbH")),
        ("Foo and Sons", ("Foo", "Sons")),
        ("Zentrum für Luft- und Raumfahrt e.V.", ("Zentrum für Luft-", "Raumfahrt e.V.")),
    ],
)
def test_a_name_with_and_within_is_one(name, parts):
    assert names(name) == (name,)
    assert unexplained(name, [HolderNames(["Bar GmbH"])]) == (name,)
    assert unexplained(f"{name} and Bar GmbH", [HolderNames(["Bar GmbH"])]) == (name,)
    assert unexplained(name, [HolderNames([name])]) == ()
    assert unexplained(name, [HolderNames(parts)]) == ()
