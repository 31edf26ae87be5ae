"""Which files gitignore-style patterns mean."""

import subprocess
import sys
import warnings

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pathspec import GitIgnoreSpec

from attribcheck.core.model import MEMBER
from attribcheck.policy.path_patterns import PathPatterns, literal, problem


@pytest.mark.parametrize(
    ("pattern", "path", "expected"),
    [
        ("moe.py", "a/b/moe.py", True),
        ("moe.py", "a/moe.py.txt", False),
        ("/moe.py", "moe.py", True),
        ("/moe.py", "a/moe.py", False),
        ("src/moe.py", "src/moe.py", True),
        ("src/moe.py", "a/src/moe.py", False),
        ("moe/", "a/moe/b/c.py", True),
        ("moe/", "moe", False),
        ("/moe/", "moe/b.py", True),
        ("src/moe/**", "src/moe/b/c.py", True),
        ("src/moe/**", "src/moe.py", False),
        ("src/moe", "src/moe/b.py", True),
        ("src/*.py", "src/b/c.py", False),
        ("**/third_party/**", "a/third_party/b.c", True),
        ("a b.py", "x/a b.py", True),
        ("[ab].py", "b.py", True),
        ("\\#x", "#x", True),
        ("MOE.py", "moe.py", False),
    ],
)
def test_a_pattern_means_what_gitignore_means(pattern, path, expected):
    assert PathPatterns((pattern,)).matches(path) is expected


def test_a_negated_pattern_takes_back_what_came_before():
    patterns = PathPatterns(("src/**", "!src/ours.py"))
    assert patterns.matches("src/theirs.py")
    assert not patterns.matches("src/ours.py")


def test_the_last_pattern_that_matches_decides():
    assert PathPatterns(("src/**", "!src/ours.py", "src/ours.py")).matches("src/ours.py")


def test_no_patterns_mean_no_file():
    assert not PathPatterns(()).matches("a")


@pytest.mark.parametrize("path", ["a\nb/c.py", "c.py\n", "a/\n/c.py"])
def test_a_line_break_in_a_name_is_a_character_like_others(path):
    assert PathPatterns(("**",)).matches(path)
    assert PathPatterns(("*.py",)).matches(path) is path.endswith("c.py")
    assert PathPatterns((path,)).matches(path)


def test_a_name_that_only_adds_a_line_break_is_another_name():
    assert not PathPatterns(("c.py",)).matches("c.py\n")


def test_a_byte_that_is_not_utf8_is_one_character():
    assert PathPatterns(("a?.py",)).matches("a\udcff.py")
    assert PathPatterns(("src/**",)).matches("src/a\udcff.py")


@pytest.mark.parametrize(
    ("pattern", "fault"),
    [
        ("../x", '".." leaves the repository; patterns are relative to its top'),
        ("a/../x", '".." leaves the repository; patterns are relative to its top'),
        ("!../x", '".." leaves the repository; patterns are relative to its top'),
        ("./x", '"." matches no folder in a gitignore-style pattern; remove it'),
        ("a//x", '"//" matches nothing'),
        (
            "C:/x",
            "it is an absolute path; patterns are relative to the top of the repository",
        ),
        (
            "src\\moe",
            'separate folders by "/"; a backslash may only precede *?[]!# and a space',
        ),
        (
            "src\\",
            'separate folders by "/"; a backslash may only precede *?[]!# and a space',
        ),
        (
            "#x",
            'gitignore reads "#" as a comment; write "\\#" for a name that begins with it',
        ),
        ("a[", "it matches nothing"),
        ("/", "it matches nothing"),
        ("[z-a]", "it is not a gitignore-style pattern"),
        ("!", "it is not a gitignore-style pattern"),
    ],
)
def test_a_pattern_that_does_not_do_what_was_meant_is_refused(pattern, fault):
    assert problem(pattern) == fault


@pytest.mark.parametrize(
    "pattern", ["/a", "a/", "a/**", "!a", "\\!a", "a\\\\b", "a..b", ".github/", "[[a]", "[a&&b]"]
)
def test_an_unusual_pattern_that_works_is_let_through(pattern):
    assert problem(pattern) is None


NAMES = st.text(
    st.sampled_from("ab*?[]!#\\ .\n\t\u00a0é\udcff") | st.characters(codec="utf-8"), min_size=1
).filter(lambda name: "/" not in name and "\0" not in name and name not in {".", ".."})
PATHS = st.lists(NAMES, min_size=1, max_size=3).map("/".join)


@given(PATHS)
def test_a_literal_pattern_means_its_own_path(path):
    pattern = literal(path)
    assert problem(pattern) is None
    assert PathPatterns((pattern,)).matches(path)
    pattern.encode()  # TOML can hold it


@given(PATHS, st.data())
def test_a_literal_pattern_means_no_other_path(path, data):
    spot = data.draw(st.integers(0, len(path) - 1))
    other = (
        path[:spot] + data.draw(NAMES.filter(lambda name: name != path[spot])) + path[spot + 1 :]
    )
    stands_for_any = "?" in literal(path).replace("\\?", "")
    if not stands_for_any and not other.startswith(f"{path}/"):
        assert not PathPatterns((literal(path),)).matches(other)


@given(PATHS, st.sampled_from(["a", "/a", "a/", "a/b", "a/**", "**/b", "*", "[ab]*", "?", "\\#*"]))
def test_any_path_can_be_asked_about(path, pattern):
    assert PathPatterns((pattern,)).matches(path) in {True, False}


def test_the_answers_are_those_of_git(tmp_path):
    patterns = ("src/**", "!src/ours.py", "build/", "/top", "*.c", "a b", "x/*/z")
    paths = [
        "src/a.py",
        "src/ours.py",
        "src/deep/ours.py",
        "lib/build/x",
        "build",
        "top/x",
        "lib/top/x",
        "lib/m.c",
        "lib/a b",
        "x/y/z/deep",
        "x/z",
    ]
    subprocess.run(["git", "init", "-q", tmp_path], check=True)
    (tmp_path / ".gitignore").write_text("\n".join(patterns) + "\n")
    answer = subprocess.run(
        ["git", "check-ignore", "--no-index", "--stdin"],
        cwd=tmp_path,
        input="\n".join(paths),
        capture_output=True,
        text=True,
        check=True,
    )
    assert [path for path in paths if PathPatterns(patterns).matches(path)] == (
        answer.stdout.splitlines()
    )


NAMES = st.sampled_from(["a", "b.py", "a-b", ".c", "é", "a+", "B.py", "a:b=c,(d)~&'%{e}"])
PATHS = st.lists(NAMES, min_size=1, max_size=4).map("/".join)
PATTERNS = st.tuples(
    st.sampled_from(["", "/", "!"]), PATHS, st.sampled_from(["", "/**", "/", "/*"])
).map("".join)


@given(st.lists(PATTERNS, max_size=4).map(tuple), PATHS)
def test_a_plain_path_means_what_it_means_to_pathspec(patterns, path):
    expected = GitIgnoreSpec.from_lines(patterns, backend="simple").match_file(path)
    assert PathPatterns(patterns).matches(path) is expected


SEGMENTS = st.text(st.sampled_from("ab*?.[]!^-\\\\ "), min_size=1, max_size=6) | st.sampled_from(
    ["**", "*", "a", "b", "a*", "*a*b", "[ab]", "[!a]", "a?", "***", "**a"]
)
GLOBS = st.tuples(
    st.sampled_from(["", "", "/", "!"]),
    st.lists(SEGMENTS, min_size=1, max_size=4).map("/".join),
    st.sampled_from(["", "", "/", "/**"]),
).map("".join)
SHORT_PATHS = (
    st.lists(
        st.text(st.sampled_from("ab.*[! "), min_size=1, max_size=4).filter(
            lambda name: name not in {".", ".."}  # no entry of git has such a part
        ),
        min_size=1,
        max_size=4,
    )
    .map("/".join)
    .filter(lambda path: MEMBER not in path)
)  # a member of a container: tested above


@settings(max_examples=600)
@given(st.lists(GLOBS.filter(lambda one: problem(one) is None), max_size=3).map(tuple), SHORT_PATHS)
def test_any_pattern_means_what_it_means_to_pathspec(patterns, path):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FutureWarning)
        expected = GitIgnoreSpec.from_lines(patterns, backend="simple").match_file(path)
    assert PathPatterns(patterns).matches(path) is expected


@pytest.mark.parametrize(
    ("pattern", "path"),
    [("*a" * 60 + "b", "a" * 250), ("**/a/" * 40 + "b", "a/" * 200 + "c"), ("a" + "*" * 200, "b")],
)
def test_no_pattern_takes_longer_than_the_path_is_long(pattern, path):
    assert not PathPatterns((pattern,)).matches(path)


@pytest.mark.parametrize("form", ["src/*/x{}.py", "src/x{}.py", "**/x{}/**", "!src/*/x{}.py"])
def test_thousands_of_patterns_cost_a_path_only_those_that_can_match_it(form):
    patterns = PathPatterns(("src/**", *(form.format(n) for n in range(20_000))))
    paths = [f"src/a/y{n}.py" for n in range(2_000)]
    assert all(map(patterns.matches, paths))
    assert patterns.used(paths) == {0}


def test_a_policy_of_plain_paths_compiles_no_pattern():
    program = (
        "import sys\nfrom attribcheck.policy.path_patterns import PathPatterns, problem\n"
        "print(problem('src/a.py'), PathPatterns(('src/a.py', 'lib/**')).matches('lib/b/c.py'))\n"
        "print('attribcheck.policy.glob' in sys.modules)"
    )
    told = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert told.stdout == "None True\nFalse\n"
