r"""Lines that can be part of a copyright statement, recognised without scancode.

``cluecode.copyrights.collect_candidate_lines`` brings every line of a file into a plain form, with
some sixty replacements, before it looks for a sign of a statement. A raw line without a sign has
none after it was prepared: signs are runs of characters, a line of plain ASCII keeps its letters
and digits, and what is replaced becomes a space and never joins its two sides, except for the tags
``<s>``, ``</s>``, ``<s/>`` and a written ``\xc2``. So a line may have a sign when it has one of
scancode's (``copyrights_hint``), or one of these four. The two tests that ignore all but letters
and digits ("http", "rights reserved" at the end) are made with anything between the letters.

In the end each character beyond ASCII is written with letters of ASCII, or dropped
(``commoncode.text.toascii``). Before that a "\xc2" is dropped, and a sign of copyright becomes
"(c)", as it would be written. So such a line has the signs that it has when all of it is written
like this, or as it is.
"""

from __future__ import annotations

import re

RESTS_ON = (
    "cluecode.copyrights.collect_candidate_lines",
    "cluecode.copyrights.is_candidate",
    "cluecode.copyrights.is_end_of_statement",
    "cluecode.copyrights.is_inside_statement",
    "cluecode.copyrights.prepare_text_line",
    "cluecode.copyrights.remove_code_comment_markers",
    "cluecode.copyrights.remove_non_chars",
    "cluecode.copyrights.remove_printf_format_codes",
    "cluecode.copyrights.remove_punctuation",
    "cluecode.copyrights.remove_ascii_decorations",
    "cluecode.copyrights.fold_consecutive_quotes",
    "cluecode.copyrights.remove_weird_comment_markers",
    "cluecode.copyrights.remove_man_comment_markers",
    "cluecode.copyrights_hint.all_years",
    "cluecode.copyrights_hint.years",
    "cluecode.copyrights_hint.statement_markers",
    "commoncode.text.toascii",
    "text_unidecode.unidecode",
)
"""The functions and tables of scancode that this argument relies on; see ``fast.assumptions``."""


def _spread(letters: str) -> str:
    return "[^a-z0-9]*".join(letters)


_SIGN = re.compile(
    r"\(\W*c\)|\|copy\||&copy|169|a9|opyr|opyl|copr|right|reserv|auth|contributor|devel|@|by[^a-z0-9]"
    rf"|s/?>|s/?&|\\xc2|19[6-9]\d|20\d\d|{_spread('http')}|{_spread('reserved')}[^a-z0-9]*$"
)


def has_sign(line: str) -> bool:
    """Whether ``line`` may be one that scancode keeps; never false for one that it does.

    Of several lines in one text: whether any may be.
    """
    if _SIGN.search(line.lower()) is not None:
        return True
    return not line.isascii() and _SIGN.search(_in_ascii(line).lower()) is not None


def _in_ascii(line: str) -> str:
    from text_unidecode import unidecode  # lazy: lines beyond ASCII only; has a table of its own

    written: str = unidecode(line.replace("\xc2", "")).replace("[?]", "_")
    return written.encode("ascii", "ignore").decode("ascii")
