"""The only importer of scancode (and of its licensedcode and typecode), always lazily.

scancode's own promise about ``scancode.api`` is "unstable and still evolving"; ``convert`` checks
every answer. Three traps stand behind the order of things here:

- Importing it makes directories: one for temporary files and one in the user's home.
- Unpickling the licence index makes millions of objects; collecting garbage meanwhile doubles the
  time, and a collection after a fork would copy all pages that workers share.
- It caches by path (``typecode``, matched texts), so a path must not be scanned twice.
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
    from attribcheck.scan.scancode.convert import Licenses, RuleFacts, Stated

# A licence that is a document with a copyright of its own says so. Many other texts that scancode
# lists holders for (zlib's, OpenSSL's) carry the notice of the code that they came with: that is a
# notice of the file, and leaving it out would hide a foreign holder. Not compiled here: a hook that
# scans nothing does not need it.
_DOCUMENT = (
    r"(?i)verbatim\s+cop(?:y|ies)\s+of\s+th(?:is|e)\s+licen[cs]e"
    r"|cop(?:y|ies)\s+of\s+this\s+licen[cs]e\s+document"
    r"|licen[cs]e\s+(?:text|document)\s+(?:is\s+)?copyright"
    r"|this\s+licen[cs]e\s+is\s+copyright"
)


class Half(Enum):
    """One of the two things that scancode is asked about a file, each without the other."""

    LICENSES = "licenses"
    STATEMENTS = "statements"


class Found(NamedTuple):
    """The licences of a file, and whether scancode's line numbers are those of the file."""

    licenses: Licenses
    numbered: bool


def load(
    data: Path | None = None,
    halves: frozenset[Half] = frozenset(Half),
    without: frozenset[str] = frozenset(),
) -> None:
    """Import scancode and make its licence index answer in this process.

    A scan of two lines checks that the engine works, and makes what is made on first use before
    workers are forked.

    Args:
        data: The file that ``fast.store.ready`` returned (a third of a second, 150 MB); None for
            scancode's own index (seconds, a gigabyte).
        halves: What is going to be asked.
        without: See ``fast.install``.

    Raises:
        EngineError: It is not installed, does not start, or does not find what is plainly there.
    """
    _load_once(data, halves, without)


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
            # Put together, so that this file has no such notice itself.
            content = b"Copy" + b"right 2020 Foo Corp.\nSPDX-" + b"License-" + b"Identifier: MIT\n"
            probe = directory / "probe.txt"
            probe.write_bytes(content)
            asked = str(probe), content, probe.name
            works = (
                Half.LICENSES not in halves or find_licenses(*asked).licenses.expression == "MIT"
            ) and (Half.STATEMENTS not in halves or len(find_statements(*asked).holders) == 1)
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
        raise EngineError("scancode starts, but does not find a plain notice", hint=REINSTALL)
    gc.freeze()


def _lazy_imports() -> contextlib.AbstractContextManager[None]:
    # Which of its imports scancode does without was read from its code.
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

    magic2.get_magicdb_location()  # which it keeps


def scan_file(location: str, content: bytes, path: str) -> FileScan:
    """Return what scancode detects in one file.

    Args:
        location: Where the content stands on disk. scancode's answer depends on the base name and
            on whether ``locale`` stands in the location. Must not have been scanned before.
        content: The same content, for the lines.
        path: The file's path in the repository, for messages.

    Raises:
        EngineError: The answer has an unknown shape, or the mapped data is damaged.
    """
    asked = location, content, path
    return _joined(path, content, find_licenses(*asked), find_statements(*asked))


def find_licenses(location: str, content: bytes, path: str) -> Found:
    """Return the half of ``scan_file`` that is about licences; arguments and errors as there."""
    # lazy: a miss only
    from scancode.api import get_licenses

    from attribcheck.scan.lines import SourceLines
    from attribcheck.scan.scancode import convert

    with _telling(path), _quiet():
        numbered = _numbers_are_lines(location)
        # With a deadline in reach scancode would return what it has so far, and not say so.
        answer = get_licenses(location, deadline=sys.maxsize)
        lines = SourceLines(content if numbered else None)
        return Found(convert.licenses(answer, lines, _rule_facts), numbered)


def find_statements(location: str, content: bytes, path: str) -> Stated:
    """Return the half of ``scan_file`` that is about statements; arguments and errors as there."""
    # lazy: a miss only
    from scancode.api import get_copyrights

    from attribcheck.scan.scancode import convert

    with _telling(path), _quiet():
        return convert.statements(get_copyrights(location, deadline=sys.maxsize))


def joined(request: Request, found: Found, stated: Stated) -> FileScan:
    """Return the two halves of an answer as one; errors as those of ``scan_file``."""
    return _joined(request.path, request.content, found, stated)


def _joined(path: str, content: bytes, found: Found, stated: Stated) -> FileScan:
    # lazy: a miss only
    from attribcheck.scan.lines import SourceLines
    from attribcheck.scan.scancode import convert

    blank = not content.strip(b"\xef\xbb\xbf \t\r\n\v\f")
    with _telling(path):
        lines = SourceLines(content if found.numbered else None)
        return convert.file_scan(found.licenses, stated, lines, blank=blank)


HALVES: Mapping[Half, Callable[[str, bytes, str], Found | Stated]] = {
    Half.LICENSES: find_licenses,
    Half.STATEMENTS: find_statements,
}
"""What finds each half, in the order in which ``joined`` takes them."""


@contextlib.contextmanager
def _telling(path: str) -> Iterator[None]:
    """Say of an error of the engine which file it was about."""
    from attribcheck.scan.fast.index.container import DamagedError  # lazy: a miss only

    try:
        yield
    except EngineError as error:
        raise EngineError(f"{error.message} (in {path})", hint=error.hint) from error
    except DamagedError as error:
        raise EngineError(
            f"the engine's data is damaged: {error}", hint="attribcheck cache build makes it anew"
        ) from error


def _numbers_are_lines(location: str) -> bool:
    # Follows textcode.analysis.numbered_text_lines: all other cases number what was extracted.
    from typecode import get_type  # lazy: with the engine

    kind = get_type(location)
    return bool(
        kind.contains_text
        and kind.is_text
        and not (kind.is_pdf and kind.is_pdf_with_text)
        and not kind.is_js_map
        and not kind.filetype_file.startswith("Spline Font Database")
    )


@cache
def _rule_facts(identifier: str) -> RuleFacts:
    from licensedcode.cache import get_index  # lazy: with the engine

    from attribcheck.scan.scancode.convert import RuleFacts  # lazy: a miss only

    # A rule that scancode makes for one SPDX expression is not in the index; it refers to nothing.
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
    """Keep what the engine prints from our output, and its warnings from becoming errors (-W)."""
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
    """Send what scancode makes at import to a directory that is gone when all is loaded.

    Only its command line uses these directories later on.
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
