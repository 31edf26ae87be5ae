"""Loads scancode and scans one file with it; imports scancode, licensedcode and typecode lazily.

``scancode.api`` calls itself "unstable and still evolving", so ``convert`` checks every result.
Three traps determine the order here:

- Importing scancode creates directories: one for temporary files and one in the user's home.
- Unpickling the licence index creates millions of objects. Garbage collection would double the
  time, and after a fork it would copy all pages that workers share.
- scancode caches by path (``typecode``, matched texts), so a path must not be scanned twice.
"""

from __future__ import annotations

import contextlib
import os
import re
import sys
from collections.abc import Callable, Iterator, Mapping
from enum import Enum
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from attribcheck.core.errors import EngineError
from attribcheck.scan.base import Request
from attribcheck.scan.scancode import lazy_imports, libmagic
from attribcheck.scan.scancode.installed import KNOWN_VERSIONS, REINSTALL, version

if TYPE_CHECKING:
    from attribcheck.core.model import FileScan
    from attribcheck.scan.scancode import reading
    from attribcheck.scan.scancode.convert import Licenses, RuleFacts, Statements

# Marks licence texts with their own copyright. Other texts with holders in scancode's list (zlib,
# OpenSSL) contain the notice of the code that they came with: that is a notice of the file, and
# omitting it would hide a foreign holder. Not compiled here: not needed without a scan.
_DOCUMENT = (
    r"(?i)verbatim\s+cop(?:y|ies)\s+of\s+th(?:is|e)\s+licen[cs]e"
    r"|cop(?:y|ies)\s+of\s+this\s+licen[cs]e\s+document"
    r"|licen[cs]e\s+(?:text|document)\s+(?:is\s+)?copyright"
    r"|this\s+licen[cs]e\s+is\s+copyright"
)


class Half(Enum):
    """The two independent halves of a scan."""

    LICENSES = "licenses"
    STATEMENTS = "statements"


class FoundLicenses(NamedTuple):
    """The licences of a file, and what scancode's line numbers count."""

    licenses: Licenses
    numbering: reading.Numbering


def load(
    data: Path | None = None,
    halves: frozenset[Half] = frozenset(Half),
    without: frozenset[str] = frozenset(),
) -> None:
    """Import scancode and its licence index into this process, once.

    A scan of two lines verifies the engine and fills its caches before workers are forked.

    Args:
        data: The file of ``fast.store.ready`` (0.3 s, 150 MB); None for scancode's own index
            (several seconds, 1 GB).
        halves: The halves to prepare.
        without: See ``fast.install``.

    Raises:
        EngineError: scancode is not installed, does not start, or misses the notices of the test.
    """
    _load_once(data, halves, without)


_whole: set[Path | None] = set()
"""The data that this process has loaded with both halves and all patches."""


def has_loaded(data: Path | None) -> bool:
    """Whether this process, or the one that it is a fork of, has loaded all of the engine."""
    return data in _whole


@cache
def _load_once(data: Path | None, halves: frozenset[Half], without: frozenset[str]) -> None:
    import gc  # lazy: with the engine

    collected = gc.isenabled()
    gc.disable()
    try:
        libmagic.provide()
        with _private_directories() as directory:
            with _lazy_imports(), _quiet():
                _import(data, halves, without)
            # Concatenated, so that this file has no such notice itself.
            content = b"Copy" + b"right 2020 Foo Corp.\nSPDX-" + b"License-" + b"Identifier: MIT\n"
            probe = directory / "probe.txt"
            probe.write_bytes(content)
            arguments = str(probe), content, probe.name
            works = (
                Half.LICENSES not in halves
                or find_licenses(*arguments).licenses.expression == "MIT"
            ) and (Half.STATEMENTS not in halves or len(find_statements(*arguments).holders) == 1)
    except ImportError as error:
        raise EngineError(f"scancode can't be imported: {error}", hint=REINSTALL) from error
    except EngineError:
        raise
    except (Exception, SystemExit) as error:
        raise EngineError(
            f"scancode does not start: {type(error).__name__}: {error}", hint=REINSTALL
        ) from error
    finally:
        if collected:
            gc.enable()
    if not works:
        raise EngineError(
            "scancode starts, but does not find the notices of a test file", hint=REINSTALL
        )
    gc.freeze()
    if halves == frozenset(Half) and not without:
        _whole.add(data)


def _lazy_imports() -> contextlib.AbstractContextManager[None]:
    # The list of unnecessary imports was read from the code of these versions.
    if version() in KNOWN_VERSIONS:
        return lazy_imports.deferred(version())
    return contextlib.nullcontext()


def _import(data: Path | None, halves: frozenset[Half], without: frozenset[str]) -> None:
    # lazy: with the engine
    if data is not None:
        from attribcheck.scan import fast

        fast.install(
            data,
            licenses=Half.LICENSES in halves,
            statements=Half.STATEMENTS in halves,
            without=without,
        )
    elif Half.LICENSES in halves:
        from licensedcode.cache import get_index  # lazy: seconds

        get_index()
    from typecode import magic2

    magic2.get_magicdb_location()  # fills its cache


def scan_file(location: str, content: bytes, path: str) -> FileScan:
    """Return scancode's result for one file.

    Args:
        location: The path of the content on disk, never scanned before. The result depends on its
            base name and on whether it contains ``locale``.
        content: The same content, for the lines.
        path: The file's path in the repository, for messages.

    Raises:
        EngineError: the result has an unknown format, or the mapped data is damaged.
    """
    arguments = location, content, path
    return _joined(path, content, find_licenses(*arguments), find_statements(*arguments))


def find_licenses(location: str, content: bytes, path: str) -> FoundLicenses:
    """Return the licences of a file; arguments and errors as in ``scan_file``."""
    from attribcheck.scan.scancode import reading  # lazy: a miss only

    with _errors_about(path), _quiet():
        found = _licenses(location, content)
        with reading.as_text(location, content) as other:
            if other is None:
                return found
            # The expression of the file stays scancode's own answer for its bytes.
            read = _licenses(other, content)
            return read._replace(
                licenses=read.licenses._replace(expression=found.licenses.expression)
            )


def _licenses(location: str, content: bytes) -> FoundLicenses:
    # lazy: a miss only
    from scancode.api import get_licenses

    from attribcheck.scan.scancode import convert, reading

    counted = reading.numbering(location)
    # At a deadline scancode would silently return a partial result.
    answer = get_licenses(location, deadline=sys.maxsize)
    lines = reading.source_lines(content, counted)
    return FoundLicenses(convert.licenses(answer, lines, _rule_facts), counted)


def find_statements(location: str, content: bytes, path: str) -> Statements:
    """Return the statements of a file; arguments and errors as in ``scan_file``."""
    # lazy: a miss only
    from scancode.api import get_copyrights

    from attribcheck.scan.scancode import convert, reading

    with _errors_about(path), _quiet():
        found = convert.statements(get_copyrights(location, deadline=sys.maxsize))
        with reading.as_text(location, content) as other:
            if other is None:
                return found
            answer = get_copyrights(other, deadline=sys.maxsize)
            return found._replace(recoded=convert.statements(answer))


def import_joining() -> None:
    """Import what ``joined`` needs, as can be done while workers scan the halves."""
    # lazy: a miss only
    import attribcheck.scan.scancode.convert
    import attribcheck.scan.scancode.reading
    import attribcheck.scan.written.statement  # noqa: F401


def joined(request: Request, found: FoundLicenses, statements: Statements) -> FileScan:
    """Return the two halves of a result as one; errors as in ``scan_file``."""
    return _joined(request.path, request.content, found, statements)


def _joined(path: str, content: bytes, found: FoundLicenses, statements: Statements) -> FileScan:
    from attribcheck.scan.scancode import convert, reading  # lazy: a miss only

    blank = not content.strip(b"\xef\xbb\xbf \t\r\n\v\f")
    encoding = None
    if not content.isascii() or b"\x1b$" in content:  # ``encodings.is_plain``
        from attribcheck.scan import encodings  # lazy: content beyond ASCII only

        encoding = encodings.encoding_of(content)
    with _errors_about(path):
        lines = reading.source_lines(content, found.numbering)
        return convert.file_scan(found.licenses, statements, lines, blank=blank, encoding=encoding)


HALVES: Mapping[Half, Callable[[str, bytes, str], FoundLicenses | Statements]] = {
    Half.LICENSES: find_licenses,
    Half.STATEMENTS: find_statements,
}
"""The function for each half, in the order of ``joined``'s arguments."""


@contextlib.contextmanager
def _errors_about(path: str) -> Iterator[None]:
    """Add the file to errors of the engine."""
    from attribcheck.scan.fast.index.container import DamagedError  # lazy: a miss only

    try:
        yield
    except EngineError as error:
        raise EngineError(f"{error.message} (in {path})", hint=error.hint) from error
    except DamagedError as error:
        raise EngineError(
            f"the engine's data is damaged: {error}",
            hint="run `attribcheck cache build` to rebuild it",
        ) from error


@cache
def _rule_facts(identifier: str) -> RuleFacts:
    from licensedcode.cache import get_index  # lazy: with the engine

    from attribcheck.scan.scancode.convert import RuleFacts  # lazy: a miss only

    # A rule generated for an SPDX expression is not in the index, and has no references.
    rule = get_index().rules_by_id.get(identifier)
    if rule is None:
        return RuleFacts()
    references = tuple(rule.referenced_filenames or ())
    if not (rule.is_license_text and rule.ignorable_copyrights and re.search(_DOCUMENT, rule.text)):
        return RuleFacts(references)
    return RuleFacts(
        references, frozenset(rule.ignorable_copyrights), frozenset(rule.ignorable_holders or ())
    )


@contextlib.contextmanager
def _quiet() -> Iterator[None]:
    """Discard the engine's output, and its warnings, which -W could turn into errors."""
    # lazy: with the engine
    import io
    import warnings

    with (
        warnings.catch_warnings(),
        contextlib.redirect_stdout(io.StringIO()),
        contextlib.redirect_stderr(io.StringIO()),
    ):
        warnings.simplefilter("ignore")
        yield


@contextlib.contextmanager
def _private_directories() -> Iterator[Path]:
    """Make scancode create its directories in a temporary one while it is imported.

    Only its command line uses these directories later.
    """
    import tempfile  # lazy: with the engine

    with tempfile.TemporaryDirectory(prefix="attribcheck-") as directory:
        unset = [name for name in ("SCANCODE_TEMP", "SCANCODE_CACHE") if not os.environ.get(name)]
        os.environ.update(dict.fromkeys(unset, directory))
        try:
            yield Path(directory)
        finally:
            for name in unset:
                os.environ.pop(name, None)
