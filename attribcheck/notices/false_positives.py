"""Recognises false positives of the engine, each with a reason.

Every machine-readable report lists them with that reason:

1. A copyright statement that belongs to a licence's own text (``part_of``).
2. A bare ``(c)`` (no word "copyright", no sign, no year) in a line of code, where it is an argument
   or a condition, or as an item of a list in a licence text.
3. A statement without year or sign where "copyright" is an identifier or a key of code:
   ``COPYRIGHT = "copyright"``, ``about.copyright``, ``data["copyrights"]``. A string in the line
   that names the holder makes it a statement.
4. A licence detection of at most three words that the engine scores below 90 of 100: bare words
   such as "GPL" or "LGPL", names of exported symbols, "the GPL" in a sentence.
5. A line of gettext's template in which nobody put a name: "THE PACKAGE'S COPYRIGHT HOLDER".
6. A licence clue, which the engine excludes from the licence expression.
7. The name of a file in JSON, or of a variable with one, where the name says that it is about
   licences: the engine knows a licence called JSON.
8. An office that is named after copyright, such as that of the United States.
"""

from __future__ import annotations

import re

from attribcheck.core.model import FileScan, Notice, NoticeKind

SHORT_WORDS = 3
SURE_SCORE = 90.0

# Found in statements, not in code: a year or a sign.
_SIGNED = re.compile(r"©|\bSPDX-|\b(?:19|20)\d\d\b|all rights", re.IGNORECASE)
_WORD = re.compile(r"copyr|\bcopr\b|copyleft", re.IGNORECASE)
_CODE_WORD = re.compile(
    r"""["'`]copyrights?["'`]            # a key or a value: the quoted word alone
      | [\w.\]]*[._]copyrights?\w*       # part of a longer name
      | \bcopyrights?(?:[_(\[.]\w*|\s*=\s*(?=["'`]copyrights?["'`]))""",
    re.IGNORECASE | re.VERBOSE,
)
_BARE = re.compile(r"\(c\)", re.IGNORECASE)
_CODE_BEFORE = re.compile(
    r"(?:[\w\])>&*!=|]|\b(?:if|while|for|switch|return|sizeof|typeof|catch|not|and|or|in)\s+)\(c\)",
    re.IGNORECASE,
)
_CODE_AFTER = re.compile(r"\(c\)\s*(?:[-+*/=<>&|^%?:;,.)\]}{!]|and\b|or\b)", re.IGNORECASE)
# "*(c) Foo Corp." in a block comment and "<p>(c) Foo Corp.</p>" are statements, not code.
_OPENING = re.compile(r"\s*(?:(?:/?\*+|!+)(?=\(c\))|(?:<[^<>]*>\s*)+)", re.IGNORECASE)
_TAG_BEFORE = re.compile(  # "text<br>(c) Foo"; "static_cast<char>(c)" is code
    r"(?:</[a-z]\w*>|<(?:br|hr|p|div|td|li|span|center|small|font|i|b|em|strong)\b[^<>]{0,200}>)"
    r"\s*(?=\(c\))",
    re.IGNORECASE,
)
_ITEM = re.compile(r"^[\s#*/;%-]*\(c\)\s", re.IGNORECASE)
_LICENSE_TEXT_WORDS = 50
# The brackets around one letter keep the engine from finding notices in this file.
_OFFICE = re.compile(
    r"\b[Cc]op[y]right (?:[Oo]ffice|Clearance Center|[Tt]ribunal|Royalty Board)\b(?! [A-Z])"
)
_STATES = re.compile(r"copyr|\(c\)|©", re.IGNORECASE)
_JSON_NAME = re.compile(r"licen[cs]es?[._]json(?![a-z])", re.IGNORECASE)
_TEMPLATE = re.compile(r"\bTHE \S+'S COPYRIGHT HOLDER\b")


def reason(notice: Notice, scan: FileScan) -> str:
    """Return why ``notice`` is a false positive, in a clause; "" when it is not.

    Args:
        notice: A notice of ``scan``.
        scan: The scan of its file.
    """
    if notice.kind is NoticeKind.LICENSE:
        return _license_reason(notice)
    if notice.part_of:
        return f"it belongs to the licence text {notice.part_of}, not to this file"
    line = notice.excerpt.text
    if _TEMPLATE.search(line):
        return "it is a line of gettext's template, without a name"
    if _OFFICE.search(line) and not _STATES.search(_OFFICE.sub("", line)):
        return "it names an office"
    if not line or _SIGNED.search(line) or _SIGNED.search(notice.text):
        return ""
    if not _WORD.search(line) and not _WORD.search(notice.text):
        return _bare_sign_reason(notice, scan)
    in_code = _WORD.search(line) and not _WORD.search(_CODE_WORD.sub("", line))
    if in_code and not _holder_is_quoted(notice):
        return '"copyright" is a name or a key of code in this line'
    return ""


def _holder_is_quoted(notice: Notice) -> bool:
    """Whether a string in the line names the holder, as in ``"Copyright": "Foo Corp."``."""
    line = notice.excerpt.text
    return any(re.search("[\"'`][^\"'`]*" + re.escape(holder), line) for holder in notice.named)


def _license_reason(notice: Notice) -> str:
    if notice.clue:
        return "the engine counts it as a clue only"
    short = all(match.length <= SHORT_WORDS for match in notice.matches)
    if notice.matches and short and all(match.score < SURE_SCORE for match in notice.matches):
        best = max(match.score for match in notice.matches)
        return (
            f"at most {SHORT_WORDS} words that the engine rates {best:g} of 100"
            " (a bare word, not a notice)"
        )
    if short and notice.text == "JSON" and _JSON_NAME.search(notice.excerpt.text):
        return "it is the name of a file or a variable"
    return ""


def _bare_sign_reason(notice: Notice, scan: FileScan) -> str:
    line = notice.excerpt.text
    if not _BARE.search(line):
        return ""
    opening = _OPENING.match(line)
    rest = _TAG_BEFORE.sub(" ", line[opening.end() :] if opening else line)
    if _CODE_BEFORE.search(rest) or _CODE_AFTER.search(rest):
        return '"(c)" is code in this line'
    inside_text = any(
        other.kind is NoticeKind.LICENSE
        and any(
            match.length >= _LICENSE_TEXT_WORDS and notice.span.start in match.span
            for match in other.matches
        )
        for other in scan.notices
    )
    if inside_text and _ITEM.search(line):
        return '"(c)" is an item of a list inside of a licence text'
    return ""
