"""Names are made safe to write and keep what the engine looks at."""

from __future__ import annotations

import pytest

from attribcheck.scan.names import base_name, in_locale, safe_name


@pytest.mark.parametrize("name", ["main.c", "CREDITS", "package.json", "Lizenz für alle.txt", ".x"])
def test_an_ordinary_name_stays_as_it_is(name: str) -> None:
    assert safe_name(name) == name


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("new\nline.c", "new_line.c"),
        ("caf\udce9.c", "caf_.c"),
        ('a"b?.py', "a_b_.py"),
        ("back\\slash.py", "back_slash.py"),
        ("..", "_.."),
        ("", "_"),
    ],
)
def test_what_a_platform_cannot_write_is_replaced(name: str, safe: str) -> None:
    assert safe_name(name) == safe


@pytest.mark.parametrize("name", ["x" * 250 + ".java", "é" * 200 + ".java"])
def test_a_name_that_is_too_long_keeps_its_ending(name: str) -> None:
    safe = safe_name(name)
    assert safe.endswith(".java")
    assert len(safe.encode()) <= 200


def test_the_base_name_is_what_follows_the_last_slash() -> None:
    assert [base_name(path) for path in ("a/b/c.py", "c.py")] == ["c.py", "c.py"]


def test_locale_counts_in_directories_and_names() -> None:
    paths = ["src/locale/de.po", "locales.json", "src/main.c"]
    assert [in_locale(path) for path in paths] == [True, True, False]
