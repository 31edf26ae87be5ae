"""C, C++ and CUDA."""

import pytest

from attribcheck.copies.lexers.c import lex

PLAIN = """
int clamp(int value, int most) {
    for (int step = 0; step < most; ++step) {
        if (value > most && value != 'x') { value -= step * 2; }
    }
    return value;
}
"""


def codes(text: str) -> bytes:
    return lex(text).codes


@pytest.mark.parametrize(
    "disguised",
    [
        PLAIN.replace("clamp", "q1").replace("value", "q2").replace("most", "limit_"),
        PLAIN.replace("{", "/* why */ {").replace("return", "// last\n    return"),
        "#include <stdio.h>\n#pragma once\n#ifdef X\n#endif\n" + PLAIN,
        "#if defined(A) && \\\n    defined(B)\n#endif\n" + PLAIN,
        PLAIN.replace("\n", " "),
        PLAIN.replace("'x'", "L'\\''"),
    ],
)
def test_names_comments_directives_and_layout_do_not_matter(disguised: str) -> None:
    assert codes(disguised) == codes(PLAIN)


def test_the_body_of_a_macro_is_code() -> None:
    tokens = lex("#define SQUARE(x) \\\n    ((x) * (x))\nint y;")
    assert codes("#define SQUARE(x) ((x) * (x))\nint y;") == tokens.codes
    assert list(tokens.lines)[-1] == 3


def test_a_raw_string_is_one_token() -> None:
    assert codes('auto x = R"(a "quoted" // word)";') == codes('auto x = "a";')


def test_the_launch_of_a_kernel_is_no_template() -> None:
    assert codes("run<<<4, 5>>>(x);") != codes("run<<4, 5>>(x);")
    assert codes("__global__ void run()") != codes("static void run()")
