"""Measures how much of one text's code another contains, by shared runs of three lines.

Comments, notices, blank lines, white space and lines of punctuation are ignored, so that neither a
header nor a formatter's indentation counts. Lines of minified code are split at statements.

Source: containment, the share of one text's runs that the other has too, is from Broder, "On the
resemblance and containment of documents" (1997).
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator, Sequence
from functools import cached_property

from attribcheck.core.alignment import common_lines
from attribcheck.core.model import Span

RUN = 3
"""Lines of code in a run."""

MIN_MOVED = 4
"""How many runs of code have to move together, at least, to count as moved."""

_REMAINS_RUNS = 6
_REMAINS_SHARE = 0.2
_SUBSTANTIAL_SHARE = 0.5
_SUBSTANTIAL_MOVED = 12  # runs
_MIN_COPIED = 8  # runs
_NEAR = 12  # lines
_NEAR_SHARE = 0.5
_LONG = 300  # characters: of minified code, also with a notice in it
_DENSE = 160  # characters: of several statements
_STATEMENT = re.compile(r"(?<=[;{}])")
# What begins a line that is comment alone. "#include" goes with "#": most files have the same ones.
# A lone "*" leads a line of a block comment.
COMMENT = re.compile(
    r"\s*(?:#|//|/\*|\*|--|;|%|<!--|-->|'''|\"\"\"|\(\*|\{-|@?rem\b|dnl\b|\.\\\")", re.IGNORECASE
)
_LETTER = re.compile(r"\w")
_DEFINITION = re.compile(r"\s*#[ \t]*(?:define|undef)\b")
_BLOCK = re.compile(r"/\*.*?\*/")
_NOTICE = re.compile(r"copyright|licen[cs]e|spdx|\(c\)|©", re.IGNORECASE)
# A line with fewer than four letters is punctuation. It runs on every line of a change, so it stops
# at the fourth letter.
_FOUR_LETTERS = re.compile(r"(?:\W*\w){4}")


class Code:
    """The code of one text; false when there is none.

    Args:
        lines: Its lines without white space, with the number of each (from 1).
    """

    def __init__(self, lines: Sequence[tuple[int, str]]) -> None:
        self.lines = lines

    @classmethod
    def of(cls, lines: Sequence[str], notices: Iterable[Span] = ()) -> Code:
        """Return the code in ``lines``, without the lines of ``notices``.

        A line of minified code is kept although it contains a notice.
        """
        return cls(list(_code_lines(lines, _numbers(notices))))

    def __bool__(self) -> bool:
        return bool(self.lines)

    @cached_property
    def runs(self) -> dict[int, int]:
        """The index of the first line of each run by its hash; of equal runs, of the first one."""
        texts = self.texts
        found: dict[int, int] = {}
        for at in range(len(texts) - RUN + 1):
            found.setdefault(hash(tuple(texts[at : at + RUN])), at)
        return found

    @property
    def texts(self) -> list[str]:
        """Its lines without their numbers."""
        return [text for _, text in self.lines]

    def of_lines(self, numbers: Iterable[int]) -> Code:
        """Return the code in the lines with these ``numbers``."""
        wanted = set(numbers)
        return Code([item for item in self.lines if item[0] in wanted])

    def of_runs(self, runs: Iterable[int]) -> Code:
        """Return the lines of those of ``runs`` that it contains."""
        starts = [self.runs[run] for run in runs if run in self.runs]
        indices = {start + offset for start in starts for offset in range(RUN)}
        return Code([self.lines[at] for at in sorted(indices)])

    def after(self, line: int) -> Code:
        """Return the first twelve lines of code below ``line``."""
        return Code([item for item in self.lines if item[0] > line][:_NEAR])

    def before(self, line: int) -> Code:
        """Return the code above ``line``."""
        return Code([item for item in self.lines if item[0] < line])


def remains(old: Code, new: Code) -> bool:
    """Whether ``new``, a later version of the same file, still contains code of ``old``.

    That is a fifth of its runs, or six of them (at least eight lines in a row). A fifth of its
    lines where either is too short for a run.
    """
    if len(old.lines) < RUN or len(new.lines) < RUN:
        return _kept(old, new) >= max(1, _REMAINS_SHARE * len(old.lines))
    shared = len(old.runs.keys() & new.runs.keys())
    return shared >= _REMAINS_RUNS or shared >= max(1, _REMAINS_SHARE * len(old.runs))


def lines_remain(
    old: Sequence[str],
    new: Sequence[str],
    old_notices: Iterable[Span] = (),
    new_notices: Iterable[Span] = (),
) -> bool:
    """Whether ``new`` contains the text of ``old``, which has no code: a list, data, headings.

    That is half of its different lines: three of them, or eight when all look like comments, since
    the rest of a header looks so too.

    Args:
        old: The lines of a text without code.
        new: The lines of a later version of it, under another name.
        old_notices: See ``Code.of``.
        new_notices: See ``Code.of``.
    """
    before, after = _distinct(old, old_notices), _distinct(new, new_notices)
    solid = {line for line in before if not COMMENT.match(line)}
    counted, least = (solid, RUN) if solid else (before, _MIN_COPIED)
    return len(counted & after) >= max(least, _SUBSTANTIAL_SHARE * len(counted))


def _distinct(lines: Iterable[str], notices: Iterable[Span]) -> set[str]:
    numbers = _numbers(notices)
    return {
        line.strip()
        for number, line in enumerate(lines, 1)
        if number not in numbers and _LETTER.search(line)
    }


def mostly_remains(old: Code, new: Code) -> bool:
    """Whether ``new`` contains half of the lines of ``old``, anywhere."""
    return _kept(old, new) >= _NEAR_SHARE * len(old.lines)


def moved_away(shared: set[int], current: Code) -> bool:
    """Whether ``current`` lacks four of the ``shared`` runs: six lines in a row."""
    return len(shared - current.runs.keys()) >= MIN_MOVED


def is_substantial(shared: set[int], old: Code, current: Code) -> bool:
    """Whether ``shared`` runs are more of ``old`` than another file contains by chance.

    That is half of ``old``, at least ten lines in a row; of code that its file no longer contains,
    fourteen lines in a row, or half of ``old``.

    Args:
        shared: Runs of ``old`` that another newer file contains.
        old: A file before the change.
        current: The same file after it.
    """
    half = len(old.runs) * _SUBSTANTIAL_SHARE
    moved = len(shared - current.runs.keys())
    if moved_away(shared, current) and moved >= min(_SUBSTANTIAL_MOVED, half):
        return True
    return len(shared) >= max(_MIN_COPIED, half)


def is_whole(old: Code, new: Code) -> bool:
    """Whether ``new`` is ``old``, a text of a few lines, and at most as many others.

    For a short file that moved, of which git's own comparison sees the header alone.
    """
    shared = old.runs.keys() & new.runs.keys()
    return bool(shared) and shared == old.runs.keys() and 2 * len(shared) >= len(new.runs)


def added_code(
    old: Sequence[str],
    new: Sequence[str],
    old_notices: Iterable[Span] = (),
    new_notices: Iterable[Span] = (),
) -> list[Code]:
    """Return the parts of ``new`` with all runs that ``old`` lacks, and perhaps some that it has.

    Lines that the versions have in common cost little: a run that is not part of a passage of them
    contains another line, or lies on both sides of a place where some were.

    Args:
        old: The lines of a text.
        new: The lines of a later version of it.
        old_notices: See ``Code.of``.
        new_notices: See ``Code.of``.
    """
    before, after = _numbers(old_notices), _numbers(new_notices)
    found: list[range] = []
    for cut in _cuts(old, new, before, after):
        start = cut.start - _reach(new, after, range(cut.start - 1, -1, -1))
        stop = cut.stop + _reach(new, after, range(cut.stop, len(new)))
        if found and start < found[-1].stop:
            start = found.pop().start
        found.append(range(start, stop))
    return [Code(list(_code_lines(new[at.start : at.stop], after, at.start + 1))) for at in found]


def _cuts(
    old: Sequence[str], new: Sequence[str], before: set[int], after: set[int]
) -> Iterator[range]:
    """Yield the lines of ``new``, from 0, between passages that ``old`` has, too; perhaps none."""
    last_old = last = -1
    for place_old, place in common_lines(old, new).items():
        if (place_old + 1 in before) != (place + 1 in after):
            continue
        if (place_old, place) != (last_old + 1, last + 1):
            yield range(last + 1, place)
        last_old, last = place_old, place
    if (len(old), len(new)) != (last_old + 1, last + 1):
        yield range(last + 1, len(new))


def may_share(lines: Iterable[str], wanted: Container[str]) -> bool:
    """Whether the code in ``lines`` may have a run whose lines are all ``wanted``.

    Much faster than to read the code: comments and notices are read as code.

    Args:
        lines: Lines of a text.
        wanted: Lines of code, without white space.
    """
    found = 0
    for line in lines:
        if "".join(line.split()) in wanted:
            found += 1
        elif len(line) > _DENSE or "*/" in line or "\n" in line:
            found += sum(part in wanted for part in _parts(line, in_notice=False))
        if found >= RUN:
            return True
    return False


def _reach(lines: Sequence[str], notices: set[int], indices: Iterable[int]) -> int:
    """Return how many of ``indices`` lead to the code that a run can share with changed lines."""
    steps = found = 0
    for at in indices:
        if found >= RUN - 1:
            break
        steps += 1
        found += len(_parts(lines[at], in_notice=at + 1 in notices))
    return steps


def _numbers(notices: Iterable[Span]) -> set[int]:
    return {number for span in notices for number in range(span.start, span.end + 1)}


def _kept(old: Code, new: Code) -> int:
    present = set(new.texts)
    return sum(text in present for text in old.texts)


def _code_lines(
    lines: Iterable[str], notices: set[int], first: int = 1
) -> Iterator[tuple[int, str]]:
    for number, line in enumerate(lines, first):
        for part in _parts(line, in_notice=number in notices):
            yield number, part


def _parts(line: str, *, in_notice: bool) -> tuple[str, ...]:
    """Return the code in a line: its text, or that of each statement of a long one.

    A line of a notebook can hold several lines of code. Of a line with a notice, what is beside the
    comment that has it is code.
    """
    if "\n" in line:
        return tuple(part for row in line.split("\n") for part in _parts(row, in_notice=False))
    if len(line) > _LONG:
        return _statements(line)
    if "*/" in line:
        beside = _BLOCK.sub(" ", line)
        if beside.strip() and not _NOTICE.search(beside):
            line, in_notice = beside, False
    is_comment = COMMENT.match(line) and not _DEFINITION.match(line)
    if in_notice or is_comment or not _FOUR_LETTERS.match(line):
        return ()
    return _statements(line) if len(line) > _DENSE else ("".join(line.split()),)


def _statements(line: str) -> tuple[str, ...]:
    return tuple("".join(p.split()) for p in _STATEMENT.split(line) if _FOUR_LETTERS.match(p))
