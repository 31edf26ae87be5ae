"""Rust."""

from attribcheck.copies.lexers.rust import lex

PLAIN = """
pub fn longest(one: &str, other: &str) -> Option<&str> {
    let mut found = None;
    for word in one.split(' ') {
        match other.find(word) {
            Some(at) if at > 0 => found = Some(word),
            _ => continue,
        }
    }
    found
}
"""


def codes(text: str) -> bytes:
    return lex(text).codes


def test_renamed_code_has_the_codes_of_its_origin() -> None:
    disguised = PLAIN
    for name in ("longest", "one", "other", "found", "word"):
        disguised = disguised.replace(name, f"q{len(name)}{name[0]}")
    head = "use std::{\n    fmt,\n    io,\n};\n#[derive(Debug)]\n/// Finds.\n"
    assert codes(head + disguised) == codes(PLAIN)


def test_a_lifetime_is_left_out_and_a_character_is_a_string() -> None:
    assert codes("fn f(x: &'a str)") == codes("fn f(x: &str)")
    assert codes("let c = 'x';") == codes("let c = '\\u{e9}';")


def test_a_raw_string_may_hold_quotes() -> None:
    assert codes('let x = r#"a "b" c"#;') == codes('let x = "a";')
