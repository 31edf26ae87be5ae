"""How much of one text's code stands in another: runs of lines, whatever was said about them.

Comments, notices, blank lines, white space and lines of punctuation are left out, so that neither a
header nor a formatter's indentation counts; what is left is cut into runs of three lines. The
measure is the containment of Broder ("On the resemblance and containment of documents", 1997): the
share of one text's runs that the other has too. Lines of minified code are cut at statements.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from itertools import islice, takewhile

from attribcheck.core.model import Span

RUN = 3
REMAINS_RUNS = 6
REMAINS_SHARE = 0.2
TAKEN_SHARE = 0.5
MOVED_RUNS = 12
MOVED_LEAST = 4
COPIED_LEAST = 8
NEAR = 12
NEAR_SHARE = 0.5

_LONG = 300
_STATEMENT = re.compile(r"(?<=[;{}])")
# What begins a line that is comment alone. "#include" and "#define" go with "#": the same on both
# sides. A lone "*" leads a line of a block comment.
COMMENT = re.compile(
    r"\s*(?:#|//|/\*|\*|--|;|%|<!--|-->|'''|\"\"\"|\(\*|\{-|@?rem\b|dnl\b|\.\\\")", re.IGNORECASE
)
# A line with fewer letters than four is punctuation. Asked of every line of a change, so it looks
# no further than it has to.
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

        A line of minified code is kept although a notice stands in it.
        """
        return cls(list(_code_lines(lines, _numbers(notices))))

    def __bool__(self) -> bool:
        return bool(self.lines)

    @cached_property
    def runs(self) -> dict[int, int]:
        """Each run of three lines by its hash, with the index of the line where it first begins."""
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
        """Return those of its lines that have one of ``numbers``."""
        wanted = set(numbers)
        return Code([item for item in self.lines if item[0] in wanted])

    def of_runs(self, runs: Iterable[int]) -> Code:
        """Return the lines of those of ``runs`` that stand in it."""
        starts = [self.runs[run] for run in runs if run in self.runs]
        places = {start + more for start in starts for more in range(RUN)}
        return Code([self.lines[at] for at in sorted(places)])

    def after(self, line: int) -> Code:
        """Return the code that follows ``line`` at once: the next twelve lines of it."""
        return Code([item for item in self.lines if item[0] > line][:NEAR])

    def before(self, line: int) -> Code:
        """Return the code above ``line``."""
        return Code([item for item in self.lines if item[0] < line])


def remains(old: Code, new: Code) -> bool:
    """Whether code of ``old`` is still there in ``new``, a later version of the same file.

    A fifth of its runs, or six of them (at least eight lines in a row); a fifth of its lines where
    either is too short for a run.
    """
    if len(old.lines) < RUN or len(new.lines) < RUN:
        return _kept(old, new) >= max(1, REMAINS_SHARE * len(old.lines))
    shared = len(old.runs.keys() & new.runs.keys())
    return shared >= REMAINS_RUNS or shared >= max(1, REMAINS_SHARE * len(old.runs))


def mostly_remains(old: Code, new: Code) -> bool:
    """Whether half of the lines of ``old`` are still there in ``new``, wherever."""
    return _kept(old, new) >= NEAR_SHARE * len(old.lines)


def went(shared: set[int], still: Code) -> bool:
    """Whether six lines in a row of ``shared`` runs are not where they were (``still``)."""
    return len(shared - still.runs.keys()) >= MOVED_LEAST


def is_part_of_substance(shared: set[int], old: Code, still: Code) -> bool:
    """Whether ``shared`` runs are more of ``old`` than comes to stand elsewhere by chance.

    That is half of ``old``, at least ten lines in a row; of what ``old`` does not hold any more,
    fourteen lines in a row, or half of it.

    Args:
        shared: Runs of ``old`` that stand in another newer file.
        old: A file as it was.
        still: What that file is now.
    """
    half = len(old.runs) * TAKEN_SHARE
    moved = len(shared - still.runs.keys())
    if went(shared, still) and moved >= min(MOVED_RUNS, half):
        return True
    return len(shared) >= max(COPIED_LEAST, half)


def arrived(
    old: Sequence[str],
    new: Sequence[str],
    old_notices: Iterable[Span] = (),
    new_notices: Iterable[Span] = (),
) -> set[int]:
    """Return the runs of ``new`` that ``old`` has not; some that it has may be among them.

    Lines at the beginning and at the end that are the same in both are not looked at, so that a
    small change costs little: a run that is new has a line of the change in it.

    Args:
        old: The lines of a text.
        new: The lines of a later version of it.
        old_notices: See ``Code.of``.
        new_notices: See ``Code.of``.
    """
    before, after = _numbers(old_notices), _numbers(new_notices)
    top = _same(zip(old, new, strict=False))
    rest = min(len(old), len(new)) - top
    bottom = _same(islice(zip(reversed(old), reversed(new), strict=False), rest))
    if _of_ends(before, len(old), top, bottom) != _of_ends(after, len(new), top, bottom):
        top = bottom = 0
    top -= _reach(new, after, range(top - 1, -1, -1))
    bottom -= _reach(new, after, range(len(new) - bottom, len(new)))
    here = _code_lines(new[top : len(new) - bottom], {number - top for number in after})
    there = _code_lines(old[top : len(old) - bottom], {number - top for number in before})
    return Code(list(here)).runs.keys() - Code(list(there)).runs.keys()


def _same(pairs: Iterable[tuple[str, str]]) -> int:
    """Return how many of ``pairs`` are alike before the first that is not."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))


def _of_ends(numbers: set[int], count: int, top: int, bottom: int) -> set[int]:
    """Return those of the first ``top`` lines, and those of the last ``bottom`` from behind."""
    last = {number - count - 1 for number in numbers if number > count - bottom}
    return {number for number in numbers if number <= top} | last


def _reach(lines: Sequence[str], stated: set[int], places: Iterable[int]) -> int:
    """Return how many of ``places`` it takes to meet the code that a run can share with others."""
    taken = found = 0
    for at in places:
        if found >= RUN - 1:
            break
        taken += 1
        found += len(_parts(lines[at], stated=at + 1 in stated))
    return taken


def _numbers(notices: Iterable[Span]) -> set[int]:
    return {number for span in notices for number in range(span.start, span.end + 1)}


def _kept(old: Code, new: Code) -> int:
    there = set(new.texts)
    return sum(text in there for text in old.texts)


def _code_lines(lines: Iterable[str], without: set[int]) -> Iterator[tuple[int, str]]:
    for number, line in enumerate(lines, 1):
        for part in _parts(line, stated=number in without):
            yield number, part


def _parts(line: str, *, stated: bool) -> tuple[str, ...]:
    """Return the code in a line: its text, or that of each statement of a long one."""
    if len(line) > _LONG:
        return tuple("".join(p.split()) for p in _STATEMENT.split(line) if _FOUR_LETTERS.match(p))
    if stated or COMMENT.match(line) or not _FOUR_LETTERS.match(line):
        return ()
    return ("".join(line.split()),)
