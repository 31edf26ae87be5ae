"""Python, and the stubs of it.

Written for speed: Python's own ``tokenize`` takes three times as long and refuses what does not
parse, such as a fragment or another version's syntax.
"""

from __future__ import annotations

from attribcheck.copies.lexers.base import alternatives, compiled
from attribcheck.copies.tokens import FIRST_CODE, NAME, NUMBER, OTHER, STRING, TokenBuilder, Tokens

FAMILY = "python"

_OPEN = "([{"
_CLOSE = ")]}"
_COMMA = ","
_OPERATORS = tuple(
    "<<= >>= **= //= ... -> := == != <= >= += -= *= /= %= &= |= ^= @= ** // << >> + - * / % & | ^ ~"
    " < > = ! . : ; @ `".split()
)
_KEYWORDS = tuple(
    "False None True and as assert async await break class continue def del elif else except"
    " finally for from global if import in is lambda nonlocal not or pass raise return try while"
    " with yield".split()
)
# A promise of the index's format: append only.
_CODES = {
    spelling: FIRST_CODE + at
    for at, spelling in enumerate((*_OPEN, *_CLOSE, _COMMA, *_OPERATORS, *_KEYWORDS))
}
_LAST_OPEN = _CODES[_OPEN[-1]]
_LAST_CLOSE = _CODES[_CLOSE[-1]]
_COMMA_CODE = _CODES[_COMMA]
_NEW_LINE, _CONTINUED, _IGNORED = 256, 257, 258

_STRING = (
    "(?:[rRbBfFuUtT]{1,2}(?=[\"']))?(?:"
    r'"""[^"\\]*(?:(?:\\(?:.|\Z)|"(?!""))[^"\\]*)*(?:"""|\Z)'
    r"|'''[^'\\]*(?:(?:\\(?:.|\Z)|'(?!''))[^'\\]*)*(?:'''|\Z)"
    r'|"[^"\\\n]*(?:\\(?:.|\Z)[^"\\\n]*)*"?'
    r"|'[^'\\\n]*(?:\\(?:.|\Z)[^'\\\n]*)*'?"
    ")"
)
_NUMBER = r"0[xXbBoO][\da-fA-F_]+|(?:\d[\d_]*\.?[\d_]*|\.\d[\d_]*)(?:[eE][+-]?\d[\d_]*)?[jJ]?"
_PATTERN = (
    rf"[ \t\f]*({_STRING}|[^\W\d]\w*|\n|{_NUMBER}|#[^\n]*|\\\n|"
    rf"{alternatives((*_OPEN, *_CLOSE, _COMMA, *_OPERATORS))}|.)"
)


class _Codes(dict[str, int]):
    """The code of each spelling that was met; those of names, numbers and strings are computed."""

    def __missing__(self, spelling: str) -> int:
        first = spelling[0]
        if first == "#" or first.isspace():
            return _IGNORED
        if '"' in spelling or "'" in spelling:
            code = STRING
        elif first.isidentifier():
            code = NAME
        elif first.isdigit() or (first == "." and spelling[1:2].isdigit()):
            code = NUMBER
        else:
            code = OTHER
        if len(self) > _MAX_KNOWN:
            self.clear()
            self.update(_KNOWN)
        self[spelling] = code
        return code


_KNOWN = {**_CODES, "\n": _NEW_LINE, "\\\n": _CONTINUED}
_MAX_KNOWN = 100_000
_codes = _Codes(_KNOWN)


def code(spelling: str) -> int:
    """Return the code of a keyword, an operator or a bracket."""
    return _CODES[spelling]


def lex(text: str) -> Tokens:  # noqa: C901, PLR0912, PLR0915 - one loop is three times faster
    """Return the tokens of Python code.

    Left out: comments, imports, documentation strings, a comma before a closing bracket. Adjacent
    strings are one.
    """
    builder = TokenBuilder(FAMILY)
    codes, spelled, lines = builder.codes, builder.spelled, builder.lines
    line = 1
    depth = 0
    begins = True  # a statement
    in_import = False
    only_string = -1  # the index of a string that may be all of its statement
    for spelling in compiled(_PATTERN).findall(text):
        code = _codes[spelling]
        if code == _NEW_LINE:
            line += 1
            if depth == 0:
                if len(codes) == only_string + 1:
                    builder.drop_last()
                only_string = -1
                begins = True
                in_import = False
            continue
        if code > OTHER:
            line += code == _CONTINUED
            continue
        if begins:
            begins = False
            in_import = spelling in ("import", "from")
            if code == STRING:
                only_string = len(codes)
        if code <= _LAST_CLOSE and code >= FIRST_CODE:
            if code <= _LAST_OPEN:
                depth += 1
            else:
                depth = depth - 1 if depth else 0
                if codes and codes[-1] == _COMMA_CODE and not in_import:
                    builder.drop_last()
        if in_import:
            continue
        if code == STRING:
            if codes and codes[-1] == STRING and only_string != len(codes):
                line += spelling.count("\n")
                continue
            codes.append(code)
            spelled.append(spelling.lstrip("rRbBfFuUtT").strip("\"'"))
            lines.append(line)
            line += spelling.count("\n")
            continue
        codes.append(code)
        spelled.append(spelling)
        lines.append(line)
        if code == _COMMA_CODE and depth and len(codes) > 1 and codes[-2] != NAME:
            builder.drop_repetition()
    if len(codes) == only_string + 1:
        builder.drop_last()
    return builder.tokens()
