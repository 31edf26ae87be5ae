"""Processes of git: started in a fixed environment, and their failures as errors for people.

Nothing here writes to a repository or reaches over the network.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Generator, Iterable, Iterator, Mapping
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from attribcheck.core.errors import GitError
from attribcheck.git import parsing

if TYPE_CHECKING:
    from typing_extensions import Self  # typing has it from Python 3.11 on

_ORDER = f"diff.orderFile={os.devnull}"  # one that is missing would stop git status
_CONFIG = ("-c", "core.fsmonitor=false", "-c", "core.quotePath=false", "-c", _ORDER)
_BATCH = 60  # requests of 65 bytes: under 4,096, which the emptiest pipe takes without blocking
_CHUNK = 1 << 16
_HINTS = {
    "not a git repository": "Run it inside of a git repository, or make one with `git init`.",
    "must be run in a work tree": "Run it in a clone with a work tree: a bare one has no files.",
    "promisor remote": "This is a partial clone and nothing is fetched: clone without `--filter`.",
    "--diff-merges": "The history of a repository needs git 2.31 or newer.",
}


def run(
    arguments: tuple[str, ...],
    directory: Path,
    environment: Mapping[str, str],
    accept: tuple[int, ...] = (0,),
) -> bytes:
    """Return what git says.

    Raises:
        GitError: with git's own words, unless it ends with a code that is accepted.
    """
    with _start(arguments, directory, environment, stderr=subprocess.PIPE) as process:
        output, errors = process.communicate()
    if process.returncode in accept:
        return output
    raise _failure(arguments[0], process.returncode, errors)


def stream(
    arguments: tuple[str, ...],
    directory: Path,
    environment: Mapping[str, str],
    stdin: bytes = b"",
) -> Iterator[bytes]:
    """Yield what git says up to each NUL, as it says it.

    Args:
        arguments: The command and its options.
        directory: Where it is run.
        environment: In which environment.
        stdin: What it reads. It goes through a file, so that neither side waits for the other.

    Raises:
        GitError: as for ``run``.
    """
    import tempfile  # lazy: 3 ms, and only a walk through a history needs it

    with tempfile.TemporaryFile() as asked, tempfile.TemporaryFile() as errors:
        asked.write(stdin)
        asked.seek(0)
        with _start(arguments, directory, environment, asked.fileno(), errors.fileno()) as process:
            assert process.stdout is not None
            rest = b""
            while chunk := process.stdout.read1(_CHUNK):  # type: ignore[attr-defined] # buffered
                *fields, rest = (rest + chunk).split(b"\0")
                yield from fields
            if rest:
                yield rest
        if process.returncode:
            errors.seek(0)
            raise _failure(arguments[0], process.returncode, errors.read())


class Objects:
    """The contents that git has stored: one ``git cat-file --batch`` for any number of questions.

    It starts with the first question and ends with ``close``, or with the ``with`` block.

    Args:
        directory: Where git is run.
        environment: In which environment.
    """

    def __init__(self, directory: Path, environment: Mapping[str, str]) -> None:
        self._directory = directory
        self._environment = environment
        self._process: subprocess.Popen[bytes] | None = None

    def read(self, oids: Iterable[str]) -> Generator[bytes | None]:
        """Yield the content of each of ``oids`` in order; None where there is no such blob.

        Raises:
            GitError: git stopped in the middle, as at a damaged object.
        """
        wanted = iter(oids)
        while batch := list(islice(wanted, _BATCH)):
            process = self._asked(batch)
            assert process.stdout is not None
            left = len(batch)
            try:
                for oid in batch:
                    try:
                        content = parsing.read_object(process.stdout)
                    except EOFError:
                        raise self._stopped(oid) from None
                    left -= 1
                    yield content
            finally:
                if left:  # nobody reads the rest, and it would answer the next question
                    self.close()

    def _asked(self, batch: list[str]) -> subprocess.Popen[bytes]:
        """Return the process, once it was asked for ``batch``."""
        if self._process is None:
            self._process = _start(
                ("cat-file", "--batch"), self._directory, self._environment, subprocess.PIPE
            )
        # git has answered everything before, so its input is empty and takes a batch whole: writing
        # can't block while git waits for us to read.
        assert self._process.stdin is not None
        try:
            self._process.stdin.write("".join(f"{oid}\n" for oid in batch).encode("ascii"))
            self._process.stdin.flush()
        except BrokenPipeError:
            self.close()
            raise self._stopped(batch[0]) from None
        return self._process

    def _stopped(self, oid: str) -> GitError:
        """Ask for one object again, alone, for git's own words on what is wrong with it."""
        words, hint = "it gave no reason", None
        try:
            run(("cat-file", "blob", oid), self._directory, self._environment)
        except GitError as error:
            words, hint = error.message, error.hint
        return GitError(f"git stopped at {oid}: {words}", hint=hint or "Run `git fsck`.")

    def close(self) -> None:
        """End the process; a later question starts another one."""
        process, self._process = self._process, None
        if process is not None:
            process.__exit__(None, None, None)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()


def _start(
    arguments: tuple[str, ...],
    directory: Path,
    environment: Mapping[str, str],
    stdin: int = subprocess.DEVNULL,
    stderr: int = subprocess.DEVNULL,
) -> subprocess.Popen[bytes]:
    command = ("git", *_CONFIG, *arguments)
    pipe = subprocess.PIPE
    try:
        return subprocess.Popen(
            command, cwd=directory, env=environment, stdin=stdin, stdout=pipe, stderr=stderr
        )
    except OSError as error:
        hint = "Install git and put it on PATH." if isinstance(error, FileNotFoundError) else None
        raise GitError(f"git could not be started: {error.strerror}", hint=hint) from error


def _failure(command: str, code: int, errors: bytes) -> GitError:
    words = errors.decode("utf-8", "replace").strip()
    # The error is the last line so marked; warnings go before it, git's own advice comes after.
    _, mark, fatal = words.rpartition("fatal: ")
    said, _, advice = (fatal if mark else words).partition("\n")
    hint = advice.strip() or next((hint for part, hint in _HINTS.items() if part in said), None)
    return GitError(said or f"git {command} failed ({code})", hint=hint)
