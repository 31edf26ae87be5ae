"""Names are made safe to write and keep what the engine looks at."""

from __future__ import annotations

import subprocess
import sys

import pytest

from attribcheck.scan.names import base_name, in_locale, may_name_models, safe_name


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


@pytest.mark.parametrize(
    ("path", "content", "expected"),
    [
        ("src/app.py", b"import os\n", False),
        ("src/app.py", b"from transformers import AutoModel\n", True),
        ("package.json", b'{"name": "foo"}', False),
        ("m/config.json", b'{"model_type": "foo"}', True),
        ("README.md", b"# Foo\n\nlicense: MIT\n", False),
        ("README.md", b"---\nbase_model: foo/Foo\n---\n", True),
        ("LICENSE", b"MIT License\n\nCopyright 2026 Haneul Labs\n", False),
        ("m/LICENSE-MODEL", b"Mistral AI Research License\n", True),
        ("main.c", b"int main;", False),
        ("weights.bin", b"GGUF\x03", True),
    ],
)
def test_few_files_may_name_models(path: str, content: bytes, expected: bool) -> None:
    assert may_name_models(content, path) is expected


def test_a_file_without_models_imports_no_reader() -> None:
    program = (
        "import sys\nfrom attribcheck.scan.scanner import CachingScanner\n"
        "CachingScanner(None)._found(b'x = 1', 'a.py')\n"
        "print([name for name in sys.modules if 'lineage' in name])\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert done.stdout == "[]\n"
