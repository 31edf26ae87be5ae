"""Searches by prefix find what trying every pattern on every path finds."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from attribcheck.policy.path_index import PatternIndex, SortedPaths
from attribcheck.policy.path_patterns import PathPatterns, is_plain, literal_prefix, problem

NAMES = st.sampled_from(["a", "b", "a-b", "a.b", "ab", "a b", "[x", "é", "a*"])
PATHS = st.lists(NAMES, min_size=1, max_size=4).map("/".join)
PARTS = st.sampled_from(["a", "b", "a-b", "ab", "*", "**", "?", "[ab]", "a*", "\\[x", "a b", "a "])
PATTERNS = st.builds(
    lambda mark, start, parts, end: mark + start + "/".join(parts) + end,
    st.sampled_from(["", "", "!"]),
    st.sampled_from(["", "/"]),
    st.lists(PARTS, min_size=1, max_size=4),
    st.sampled_from(["", "/", "/**"]),
).filter(lambda pattern: problem(pattern) is None)
GROUPS = st.lists(PATTERNS, max_size=5).map(tuple)


@pytest.mark.parametrize(
    ("pattern", "prefix"),
    [
        ("src/moe/**", "src/moe"),
        ("src/moe/a.py", "src/moe/a.py"),
        ("src/moe/*.py", "src/moe"),
        ("src/moe/", "src/moe"),
        ("/moe.py", "moe.py"),
        ("/a b.py", "a b.py"),
        ("moe.py", ""),
        ("moe/", ""),
        ("**/moe", ""),
        ("*/moe", ""),
        ("src/\\[a]/b", "src"),
    ],
)
def test_a_pattern_matches_at_or_below_the_folders_it_begins_with(pattern, prefix):
    assert literal_prefix(pattern) == prefix


@given(PATTERNS, PATHS)
def test_a_pattern_matches_nothing_outside_of_its_prefix(pattern, path):
    prefix = literal_prefix(pattern.removeprefix("!"))
    if PathPatterns((pattern.removeprefix("!"),)).matches(path) and prefix:
        assert path == prefix or path.startswith(f"{prefix}/")


@given(st.lists(PATHS, unique=True, max_size=12), GROUPS)
def test_the_paths_found_are_those_that_match(paths, patterns):
    expected = sorted(filter(PathPatterns(patterns).matches, paths))
    assert list(SortedPaths(paths).matching(patterns)) == expected


@given(st.lists(GROUPS, max_size=5), st.lists(PATHS, min_size=1, max_size=8))
def test_the_groups_found_for_each_path_are_those_that_match(groups, paths):
    index = PatternIndex(groups)
    for path in paths:
        expected = [n for n, group in enumerate(groups) if PathPatterns(group).matches(path)]
        assert [*index.matching(path)] == expected


def test_a_pattern_is_used_when_it_alone_matches_a_path():
    paths = SortedPaths(["src/a.py", "src/b.py"])
    assert paths.used(("src/**", "src/a.py", "lib/**")) == {0, 1}


def test_a_negated_pattern_is_used_when_it_excludes_a_path_that_was_matched():
    paths = SortedPaths(["src/a.py", "lib/b.py"])
    assert paths.used(("src/**", "!src/a.py", "!lib/b.py")) == {0, 1}


@given(st.lists(PATHS, unique=True, max_size=12), GROUPS)
def test_the_used_patterns_are_those_that_change_the_answer_for_a_path(paths, patterns):
    def changes(index, path):
        if patterns[index].startswith("!"):
            before, after = PathPatterns(patterns[:index]), PathPatterns(patterns[: index + 1])
            return before.matches(path) and not after.matches(path)
        return PathPatterns((patterns[index],)).matches(path)

    expected = {n for n in range(len(patterns)) if any(changes(n, path) for path in paths)}
    assert SortedPaths(paths).used(patterns) == expected


def test_what_is_in_a_container_is_found_where_the_container_is():
    inside = "vendor/foo.jar!/META-INF/LICENSE"
    paths = SortedPaths(["vendor/foo.jar", inside, "vendor/foo.jar.md5"])
    assert paths.matching(("vendor/foo.jar",)) == ("vendor/foo.jar", inside)
    assert PatternIndex([("vendor/foo.jar",), ("vendor/foo.jar!/META-INF/**",)]).matching(
        inside
    ) == (0, 1)


@pytest.mark.parametrize(
    ("path", "expected"),
    [("src/a.py", True), ("src", True), ("sr", False), ("src/a", False), ("src/b.py", False)],
)
def test_a_path_is_there_as_a_file_or_as_a_folder(path, expected):
    assert SortedPaths(["src/a.py", "src.py"]).has(path) is expected


@pytest.mark.parametrize("pattern", ["mvn/org.foo:bar/a.java", "a/b=c,d~(e)&'f%{g}.py", "a:b/**"])
def test_a_path_with_signs_that_mean_nothing_is_looked_up(pattern):
    """Where every pattern is tried on every path, thousands of such names take seconds."""
    assert is_plain(pattern)
    below = pattern.removesuffix("**")
    inside = f"{below}x.py" if below.endswith("/") else below
    assert PathPatterns((pattern,)).matches(inside)
    assert not PathPatterns((pattern,)).matches(f"other/{inside}")


@pytest.mark.parametrize("pattern", ["a/b?.py", "a/[b].py", "a/b\\*.py", "a/#/b ", "a/b.p*"])
def test_a_path_with_special_signs_is_tried(pattern):
    assert not is_plain(pattern)
