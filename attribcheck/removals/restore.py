"""Restores removed notices in the work tree, for ``--fix``, where their place is certain.

Only the header of a file is restored. The check reads the index and a restoration writes the work
tree, so only files that are equal in both are written, and nothing is staged.
"""

from __future__ import annotations

import codecs
import contextlib
import difflib
import re
from collections.abc import Collection, Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

from attribcheck.core.errors import AttribcheckError
from attribcheck.core.finding import Finding, RemovedLines
from attribcheck.core.text import printable
from attribcheck.git.repository import Repository
from attribcheck.removals.code_similarity import COMMENT
from attribcheck.system.files import write_atomic

_BOM = "\ufeff"
# What has to stay on top: a line for the system, the encoding (PEP 263), the name of a format.
_SHEBANG = re.compile(r"#!")
_ENCODING = re.compile(r"[ \t\f]*#.*?coding[:=][ \t]*[-\w.]+")
_DECLARATION = re.compile(r"\s*<(?:\?xml|\?php|!doctype)\b|@charset\b|%!ps", re.IGNORECASE)
_LINE = re.compile(r"\s*(?:#|//|--|;|%|@?rem\b|dnl\b|\.\\\")", re.IGNORECASE)
_BLOCKS = (("/*", "*/"), ("<!--", "-->"), ("(*", "*)"), ("{-", "-}"))
_NO_PLACE = "the place of the removed lines is not certain"


class UncertainError(Exception):
    """Why lines are not restored; its message is a clause."""


class Restoration(NamedTuple):
    """A file of the work tree, before and after notices are restored in it.

    Attributes:
        path: The file.
        findings: The findings that this settles.
        before: Its content in the work tree.
        after: The content with the notices.
        encoding: The codec of both.
    """

    path: str
    findings: tuple[Finding, ...]
    before: bytes
    after: bytes
    encoding: str = "utf-8"

    def diff(self) -> list[str]:
        """Return the change as a unified diff, its lines safe to show and without their ends."""
        name = printable(self.path)
        contents = (self.before, self.after)
        old, new = (text.decode(self.encoding).splitlines() for text in contents)
        lines = difflib.unified_diff(old, new, f"a/{name}", f"b/{name}", lineterm="")
        return [printable(line) for line in lines]


class Unrestored(NamedTuple):
    """A finding whose notice a person has to restore.

    Attributes:
        finding: The finding.
        why: The reason, as a clause.
    """

    finding: Finding
    why: str


def plan(
    findings: Iterable[Finding], rule: str, repo: Repository
) -> tuple[list[Restoration], list[Unrestored]]:
    """Return the restorations, by path, and the findings of ``rule`` that none of them settles.

    Args:
        findings: The findings in the staged content.
        rule: The rule whose findings are settled.
        repo: The repository.

    Raises:
        GitError: git failed.
        AttribcheckError: a file can't be read.
    """
    by_path: dict[str, list[Finding]] = {}
    unrestored = []
    for finding in findings:
        if finding.rule != rule:
            continue
        if finding.removed is None:
            unrestored.append(Unrestored(finding, _NO_PLACE))
        else:
            by_path.setdefault(finding.path, []).append(finding)
    changed = repo.diff_files() if by_path else {}
    restorations = []
    for path, group in sorted(by_path.items()):
        found = _restoration_or_reason(path, group, repo, changed)
        if isinstance(found, Restoration):
            restorations.append(found)
        else:
            unrestored += [Unrestored(finding, found) for finding in group]
    return restorations, unrestored


def write(restoration: Restoration, repo: Repository) -> None:
    """Write the file atomically.

    Raises:
        AttribcheckError: it can't be written; the old content is still there.
    """
    write_atomic(repo.file(restoration.path), restoration.after, inside=repo.root)


def _restoration_or_reason(
    path: str, group: list[Finding], repo: Repository, changed: Collection[str]
) -> Restoration | str:
    if path in changed:
        return "the file has changes that are not staged"
    try:
        return _restoration(path, group, repo)
    except UncertainError as reason:
        return str(reason)


def _restoration(path: str, group: list[Finding], repo: Repository) -> Restoration:
    file = repo.file(path)
    if file.is_symlink() or not file.is_file():
        raise UncertainError("it is no regular file in the work tree")
    if not file.stat().st_mode & 0o200:
        raise UncertainError("it is read-only")
    try:
        before = file.read_bytes()
    except OSError as error:
        raise AttribcheckError(f"can't read {printable(path)}: {error.strerror}") from error
    removed = [finding.removed for finding in group if finding.removed]
    origins = {(one.path, one.revision) for one in removed}
    if len(origins) != 1:
        raise UncertainError("it comes from several files")
    ((origin, revision),) = origins
    if _suffix(origin) != _suffix(path):
        raise UncertainError("its file type is not that of the older file")
    (old,) = repo.read_blobs([revision])
    if old is None:
        raise UncertainError("the older file can't be read")
    after, encoding = _restored(old, before, _deduplicated(removed))
    return Restoration(path, tuple(group), before, after, encoding)


def _deduplicated(removed: list[RemovedLines]) -> list[RemovedLines]:
    found = sorted(set(removed), key=lambda one: one.line)
    for one, other in pairwise(found):
        if one.line + len(one.lines) > other.line:
            raise UncertainError(_NO_PLACE)
    return found


def _suffix(path: str) -> str:
    return path.rpartition("/")[2].rpartition(".")[2]


def _restored(old: bytes, new: bytes, removed: Sequence[RemovedLines]) -> tuple[bytes, str]:
    """Return ``new`` with the lines that were ``removed`` from the top of ``old``, in line order.

    Encoding, line ends, byte-order mark and the end of the file stay as they are in ``new``.

    Returns:
        The content, and the codec of it.
    """
    before, after = decoded(old, encoding_of(old)), decoded(new, encoding := encoding_of(new))
    mark = _BOM if after.startswith(_BOM) else ""
    end = "\r\n" if "\r\n" in after else "\n"
    there = after.removeprefix(_BOM).splitlines(keepends=True)
    old_lines = [line.rstrip("\r\n") for line in before.removeprefix(_BOM).splitlines()]
    new_lines = [line.rstrip("\r\n") for line in there]
    places = {one: _place(old_lines, new_lines, one) for one in removed}
    for one, at in sorted(places.items(), key=lambda item: (-item[1], -item[0].line)):
        there[at:at] = [f"{line}{end}" for line in one.lines]
        if at and not there[at - 1].endswith(("\n", "\r")):  # the last line, without its end
            there[at - 1] += end
    try:
        return (mark + "".join(there)).encode(encoding), encoding
    except UnicodeEncodeError:
        raise UncertainError(f"its encoding lacks letters of the lines: {encoding}") from None


def encoding_of(content: bytes) -> str:
    """Return the codec that decodes ``content`` and gives the same bytes again."""
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16-le" if content.startswith(codecs.BOM_UTF16_LE) else "utf-16-be"
    if b"\x1b$" not in content:  # else ISO-2022-JP, whose bytes are ASCII
        with contextlib.suppress(UnicodeDecodeError):
            content.decode()
            return "utf-8"
    from attribcheck.scan import encodings  # lazy: few files

    return encodings.encoding_of(content) or "utf-8"


def decoded(content: bytes, encoding: str) -> str:
    """Return the text of ``content``.

    Raises:
        UncertainError: it is in another encoding, or would not give the same bytes again.
    """
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError:
        raise UncertainError("its encoding is not recognised") from None
    if text.encode(encoding) != content:
        raise UncertainError(f"it can't be written in its encoding: {encoding}")
    return text


def _place(old: list[str], new: list[str], removed: RemovedLines) -> int:
    """Return the index of the line of ``new`` above which the lines belong, from 0."""
    lines, first = list(removed.lines), removed.line - 1
    if not lines or old[first : first + len(lines)] != lines:
        raise UncertainError("the removed lines are not in the older file")
    above = [line for line in old[preamble(old) : first] if line.strip()]
    if not all(map(COMMENT.match, above)):
        raise UncertainError("it was not in the comments at the top")
    at = preamble(new)
    if above:
        header = at
        while header < len(new) and (not new[header].strip() or COMMENT.match(new[header])):
            header += 1
        found = [
            number for number in range(at, header) if new[number].rstrip() == above[-1].rstrip()
        ]
        if len(found) != 1:
            raise UncertainError("the comment that held it is not there")
        at = found[0] + 1
    if not _is_comment(lines, new[:at]):
        raise UncertainError("the removed lines are not a complete comment")
    return at


def preamble(lines: list[str]) -> int:
    """Return how many lines have to stay on top."""
    count = 0
    if lines and (_SHEBANG.match(lines[0]) or _DECLARATION.match(lines[0])):
        count = 1
    if count < min(2, len(lines)) and _ENCODING.match(lines[count]):
        count += 1
    return count


def _is_comment(lines: list[str], above: list[str]) -> bool:
    """Whether ``lines`` below ``above`` are comments that leave the code below them unchanged."""
    text, top = "\n".join(lines), "\n".join(above)
    for start, end in _BLOCKS:
        if top.count(start) > top.count(end):
            return start not in text and end not in text
    for start, end in _BLOCKS:
        body = text.strip()
        if body.startswith(start):
            return body.endswith(end) and body.count(start) == body.count(end) == 1
    return all(_LINE.match(line) for line in lines if line.strip())
