"""Runs git in a fixed environment and turns its failures into ``GitError``.

No command here writes to a repository or uses the network.
"""

from __future__ import annotations

import os
import subprocess
import weakref
from collections.abc import Generator, Iterable, Iterator, Mapping
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from attribcheck.core.errors import GitError
from attribcheck.git import parsing

if TYPE_CHECKING:
    from typing_extensions import Self  # typing has it from Python 3.11 on

_ORDER = f"diff.orderFile={os.devnull}"  # a configured file that is missing stops git status
# Read a sparse index as a complete one: newer git lists its folders as one entry each, without the
# files in them (git-sparse-checkout(1), "INTERNALS - SPARSE INDEX").
_SPARSE = "index.sparse=false"
_CONFIG = tuple(
    part
    for setting in ("core.fsmonitor=false", "core.quotePath=false", _ORDER, _SPARSE)
    for part in ("-c", setting)
)
_BATCH = 60  # requests of 65 bytes: under 4,096, the smallest capacity of an empty pipe
_CHUNK = 1 << 16
_HINTS = {
    "not a git repository": "Run it inside a git repository, or create one with `git init`.",
    "must be run in a work tree": "Run it in a clone with a work tree; a bare one has no files.",
    "promisor remote": "attribcheck fetches no missing objects: clone without `--filter`.",
    "--diff-merges": "Checking a history needs git 2.31 or newer.",
}


def run(
    arguments: tuple[str, ...],
    directory: Path,
    environment: Mapping[str, str],
    accept: tuple[int, ...] = (0,),
    stdin: bytes | None = None,
) -> bytes:
    """Return the output of a git command.

    Args:
        arguments: The command and its options.
        directory: The working directory.
        environment: All environment variables.
        accept: Exit codes that count as success.
        stdin: Its input; None for none.

    Raises:
        GitError: git can't be started, or ends with another exit code; has git's own message.
    """
    pipe = subprocess.PIPE
    given = subprocess.DEVNULL if stdin is None else pipe
    with _start(arguments, directory, environment, given, pipe) as process:
        output, errors = process.communicate(stdin)
    if process.returncode in accept:
        return output
    raise _failure(arguments[0], process.returncode, errors)


def stream(
    arguments: tuple[str, ...],
    directory: Path,
    environment: Mapping[str, str],
    stdin: bytes = b"",
) -> Iterator[bytes]:
    """Yield the NUL-separated fields of a git command's output while it runs.

    Args:
        arguments: The command and its options.
        directory: The working directory.
        environment: All environment variables.
        stdin: Its input, passed in a file so that neither side waits for the other.

    Raises:
        GitError: as for ``run``.
    """
    import tempfile  # lazy: 3 ms, and only a walk through a history needs this

    with tempfile.TemporaryFile() as source, tempfile.TemporaryFile() as errors:
        source.write(stdin)
        source.seek(0)
        with _start(arguments, directory, environment, source.fileno(), errors.fileno()) as process:
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
    """Reads stored contents through one ``git cat-file --batch`` for any number of requests.

    The process starts with the first request and ends with ``close`` or the ``with`` block.

    Args:
        directory: The working directory.
        environment: All environment variables.
    """

    def __init__(self, directory: Path, environment: Mapping[str, str]) -> None:
        self._directory = directory
        self._environment = environment
        self._process: subprocess.Popen[bytes] | None = None

    def read(self, oids: Iterable[str]) -> Generator[bytes | None]:
        """Yield the content of each of ``oids`` in order; None where there is no such blob.

        Raises:
            GitError: git failed, as at a damaged object.
        """
        wanted = iter(oids)
        while batch := list(islice(wanted, _BATCH)):
            process = self._request(batch)
            assert process.stdout is not None
            pending = len(batch)
            try:
                for oid in batch:
                    try:
                        content = parsing.read_object(process.stdout)
                    except EOFError:
                        raise self._failed_at(oid) from None
                    pending -= 1
                    yield content
            finally:
                if pending:  # the unread answers would be taken for those of the next request
                    self.close()

    def _request(self, batch: list[str]) -> subprocess.Popen[bytes]:
        """Request ``batch`` and return the process that answers."""
        if self._process is None:
            self._process = _start(
                ("cat-file", "--batch"), self._directory, self._environment, subprocess.PIPE
            )
        # git has answered all earlier requests, so its empty input pipe holds a batch: writing
        # can't block while git waits for us to read.
        assert self._process.stdin is not None
        try:
            self._process.stdin.write("".join(f"{oid}\n" for oid in batch).encode("ascii"))
            self._process.stdin.flush()
        except BrokenPipeError:
            self.close()
            raise self._failed_at(batch[0]) from None
        return self._process

    def _failed_at(self, oid: str) -> GitError:
        """Return an error with git's own message, from a second request for the one object."""
        words, hint = "it gave no reason", None
        try:
            run(("cat-file", "blob", oid), self._directory, self._environment)
        except GitError as error:
            words, hint = error.message, error.hint
        return GitError(f"git failed at object {oid}: {words}", hint=hint or "Run `git fsck`.")

    def close(self) -> None:
        """End the process; a later request starts another one."""
        process, self._process = self._process, None
        if process is not None:
            process.__exit__(None, None, None)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()


class Readers:
    """The readers of one repository, kept between requests: a process takes some milliseconds.

    A request that begins before another one ends has a reader of its own.

    Args:
        directory: The working directory.
        environment: All environment variables.
    """

    def __init__(self, directory: Path, environment: Mapping[str, str]) -> None:
        self._directory = directory
        self._environment = environment
        self._idle: list[Objects] = []
        weakref.finalize(self, _close_all, self._idle)

    def read(self, oids: Iterable[str]) -> Generator[bytes | None]:
        """Yield the content of each of ``oids``; see ``Objects.read``."""
        objects = self._idle.pop() if self._idle else Objects(self._directory, self._environment)
        try:
            yield from objects.read(oids)
        finally:
            self._idle.append(objects)


def _close_all(idle: list[Objects]) -> None:
    for objects in idle:
        objects.close()


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
    # The error is the last line with this mark; warnings come before it, git's advice after.
    _, mark, fatal = words.rpartition("fatal: ")
    message, _, advice = (fatal if mark else words).partition("\n")
    hint = advice.strip() or next((hint for part, hint in _HINTS.items() if part in message), None)
    return GitError(message or f"git {command} failed ({code})", hint=hint)
