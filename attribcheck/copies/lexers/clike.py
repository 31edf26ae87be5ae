"""What the languages with the syntax of C share: one set of codes, and one loop.

The languages differ in their words, in their strings and comments, and in how code of others is
imported. They share the codes, so that C is found in C++ and JavaScript in TypeScript.

Left out: comments, semicolons (a style in JavaScript, absent in Go), imports, lines of the
preprocessor but macros, and a comma before a closing bracket.
"""

from __future__ import annotations

from typing import NamedTuple

from attribcheck.copies.lexers.base import alternatives, compiled
from attribcheck.copies.tokens import FIRST_CODE, NAME, NUMBER, OTHER, STRING, TokenBuilder, Tokens

FAMILY = "c"

_OPEN = "([{"
_CLOSE = ")]}"
_COMMA = ","
_OPERATORS = tuple(
    "<<= >>= >>>= >>> <<< === !== ... ..= &&= ||= ??= ++ -- -> => <- := == != <= >= && || ?? ?. +="
    " -= *= /= %= &= |= ^= &^ << >> :: + - * / % & | ^ ~ ! < > = ? : . .. @ # $ \\".split()
)
_WORDS = tuple(
    "if else for while do switch case default break continue return goto struct union enum"
    " typedef sizeof static const void int char long short float double unsigned signed class"
    " public private protected interface extends implements new this super try catch finally throw"
    " throws final abstract function let var of in typeof instanceof async await yield export as"
    " null true false fn mut pub impl trait match mod loop where func go defer chan range type map"
    " bool string boolean byte extern inline volatile register auto template namespace using"
    " operator virtual override readonly delete import package use synchronized unsafe dyn move"
    " ref crate Self self nil select fallthrough undefined declare keyof nullptr constexpr"
    " typename noexcept friend __global__ __device__ __shared__ __host__ __forceinline__ rune"
    " error record sealed assert".split()
)
# A promise of the index's format: append only, and no more than OTHER.
_CODES = {
    spelling: FIRST_CODE + at
    for at, spelling in enumerate((*_OPEN, *_CLOSE, _COMMA, *_OPERATORS, *_WORDS))
}
_LAST_OPEN = _CODES[_OPEN[-1]]
_LAST_CLOSE = _CODES[_CLOSE[-1]]
_COMMA_CODE = _CODES[_COMMA]
KEYWORDS = frozenset(_WORDS)
"""The words that are a keyword of one of the languages."""

_NEW_LINE, _IGNORED, _SEMICOLON = 256, 257, 258
_MAX_KNOWN = 100_000

BLOCK_COMMENT = r"/\*.*?(?:\*/|\Z)"
LINE_COMMENT = r"//[^\n]*"
DOUBLE_QUOTED = r'"[^"\\\n]*(?:\\(?:.|\Z)[^"\\\n]*)*"?'
SINGLE_QUOTED = r"'[^'\\\n]*(?:\\(?:.|\Z)[^'\\\n]*)*'?"
BACK_QUOTED = r"`[^`\\]*(?:\\(?:.|\Z)[^`\\]*)*`?"
RAW_BACK_QUOTED = r"`[^`]*`?"
TRIPLE_QUOTED = r'"""[^"\\]*(?:(?:\\(?:.|\Z)|"(?!""))[^"\\]*)*(?:"""|\Z)'
NUMBERS = (
    r"0[xXbBoO][\da-fA-F_']+\w*|(?:\d[\d_']*\.?(?!\.)[\d_']*|\.\d[\d_]*)(?:[eEpP][+-]?\d+)?\w*"
)
_NAMES = r"[^\W\d][\w$]*|\$[\w$]+"
# A directive is one token, with the lines that it is continued on, and left out; but the body of a
# macro is code.
DIRECTIVE = r"\#[ \t]*(?!define\b|[ \t])[a-z_]+[^\n\\]*(?:\\(?:.|\Z)[^\n\\]*)*"


class Syntax(NamedTuple):
    """What sets one language apart.

    Attributes:
        words: Its keywords, of those that have a code.
        comments: Expressions of its comments, and of other text to leave out.
        strings: Expressions of its strings.
        imports: The keywords that begin an import where a statement begins.
    """

    words: frozenset[str]
    comments: tuple[str, ...]
    strings: tuple[str, ...]
    imports: frozenset[str] = frozenset()


class _Codes(dict[str, int]):
    """The code of each spelling that was met; those of names and numbers are computed."""

    def __init__(self, words: frozenset[str]) -> None:
        known = {
            spelling: code
            for spelling, code in _CODES.items()
            if not spelling[0].isidentifier() or spelling in words
        }
        self._known = {**known, "\n": _NEW_LINE, "\\\n": _NEW_LINE, ";": _SEMICOLON}
        super().__init__(self._known)

    def __missing__(self, spelling: str) -> int:
        first = spelling[0]
        if first.isspace():
            return _IGNORED
        if first.isidentifier() or first == "$":
            code = NAME
        elif first.isdigit() or (first == "." and spelling[1:2].isdigit()):
            code = NUMBER
        else:
            code = OTHER
        if len(self) > _MAX_KNOWN:
            self.clear()
            self.update(self._known)
        self[spelling] = code
        return code


class CLexer:
    """The lexer of one language.

    Args:
        syntax: The language.
    """

    def __init__(self, syntax: Syntax) -> None:
        self._codes = _Codes(syntax.words)
        self._imports = syntax.imports
        left_out = "|".join(syntax.comments)
        operators = alternatives((*_OPEN, *_CLOSE, _COMMA, ";", *_OPERATORS))
        self._pattern = (
            rf"[ \t\f]*(?:({left_out})|({'|'.join(syntax.strings)})|"
            rf"({_NAMES}|\n|{NUMBERS}|\\\n|{operators}|.))"
        )

    def __call__(self, text: str) -> Tokens:  # noqa: C901, PLR0912 - one loop is three times faster
        """Return the tokens of a text of the language."""
        builder = TokenBuilder(FAMILY)
        codes, spelled, lines = builder.codes, builder.spelled, builder.lines
        known = self._codes
        line = 1
        depth = 0
        begins = True
        import_depth = -1  # the depth at which the current import began; -1 outside of one
        for left_out, string, spelling in compiled(self._pattern).findall(text):
            if left_out:
                line += left_out.count("\n")
                continue
            if string:
                begins = False
                if import_depth < 0 and codes[-1:] != b"\3":
                    codes.append(STRING)
                    spelled.append(_content(string))
                    lines.append(line)
                line += string.count("\n")
                continue
            code = known[spelling]
            if code > OTHER:
                if code == _IGNORED:
                    continue
                line += code == _NEW_LINE
                begins = True
                if depth <= import_depth:
                    import_depth = -1
                continue
            if code <= _LAST_CLOSE and code >= FIRST_CODE:
                if code <= _LAST_OPEN:
                    depth += 1
                else:
                    depth = depth - 1 if depth else 0
                    if import_depth < 0 and codes and codes[-1] == _COMMA_CODE:
                        builder.drop_last()
            elif begins and spelling in self._imports and import_depth < 0:
                import_depth = depth
            begins = code in (_LAST_OPEN, _LAST_CLOSE)
            if import_depth >= 0:
                continue
            codes.append(code)
            spelled.append(spelling)
            lines.append(line)
            if code == _COMMA_CODE and len(codes) > 1 and codes[-2] != NAME:
                builder.drop_repetition()
        return builder.tokens()


def words(extra: str) -> frozenset[str]:
    """Return the keywords that most of the languages have, and those named in ``extra``.

    Raises:
        ValueError: one has no code.
    """
    chosen = {
        *"if else for while do switch case default break continue return const true false".split(),
        *extra.split(),
    }
    if unknown := chosen - KEYWORDS:
        raise ValueError(f"no code for {sorted(unknown)}")
    return frozenset(chosen)


def _content(string: str) -> str:
    return string.lstrip("LuUR8rbc#").strip("\"'`#")
