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
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from attribcheck.errors import EngineError
from attribcheck.scan import deferred, libmagic

if TYPE_CHECKING:
    from attribcheck.model import FileScan
    from attribcheck.scan.convert import RuleFacts

FORMAT = 1
"""Raised when what a FileScan holds changes, so that older cached results are left."""

# The packages that decide an answer: the rules, what counts as text, how a PDF is read.
_DECISIVE = frozenset(
    "scancode_toolkit scancode_toolkit_mini typecode typecode_libmagic pylibmagic pdfminer_six "
    "pygmars pygments".split()
)

_HINT = (
    "reinstall it with the versions that start: "
    'pip install "scancode-toolkit>=32.5,<33" "pluggy<1.7"'
)

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


@cache
def identity() -> str:
    """Return the engine's name, versions and options as one line; imports no scancode.

    Raises:
        EngineError: scancode is not installed.
    """
    from importlib.util import find_spec  # lazy: only a check with files needs it

    spec = find_spec("licensedcode")
    if spec is None or spec.origin is None:
        raise EngineError("scancode-toolkit is not installed", hint=_HINT)
    package = Path(spec.origin).parent
    versions = _versions_beside(package.parent)
    if not any(version.startswith("scancode_toolkit") for version in versions):
        versions = [_version_by_metadata(), *versions]
    parts = [*versions, "all statements", f"format {FORMAT}", f"index {_index_size(package)}"]
    return "; ".join(parts)


@cache
def version() -> str:
    """Return the version of the scancode-toolkit that is installed, or "" when it has none."""
    name = r"scancode_toolkit(?:_mini)? (\S+?)(?:;|$)"
    found = re.search(name, identity())
    return found[1] if found else ""


def load(data: Path | None = None) -> None:
    """Import scancode and make its licence index answer in this process.

    A scan of two lines checks that the engine works, and makes what is made on first use before
    workers are forked.

    Args:
        data: The file that ``exact.store.ready`` returned (a third of a second, 150 MB); None for
            scancode's own index (seconds, a gigabyte).

    Raises:
        EngineError: It is not installed, does not start, or does not find what is plainly there.
    """
    _load_once(data)


@cache
def _load_once(data: Path | None) -> None:
    import gc  # lazy: with the engine

    collected = gc.isenabled()
    gc.disable()
    try:
        libmagic.provide()
        with _private_directories() as directory:
            with deferred.deferred(version()), _quiet():
                if data is not None:
                    from attribcheck.scan import exact  # lazy: with the engine

                    exact.install(data)
                else:
                    from licensedcode.cache import get_index  # lazy: seconds

                    get_index()
                from typecode import magic2  # lazy: with the engine

                magic2.get_magicdb_location()  # which it keeps
            # Put together, so that this file has no such notice itself.
            content = b"Copy" + b"right 2020 Foo Corp.\nSPDX-" + b"License-" + b"Identifier: MIT\n"
            probe = directory / "probe.txt"
            probe.write_bytes(content)
            answer = scan_file(str(probe), content, probe.name)
    except ImportError as error:
        raise EngineError(f"scancode can't be imported: {error}", hint=_HINT) from error
    except EngineError:
        raise
    except (Exception, SystemExit) as error:
        raise EngineError(
            f"scancode does not start: {type(error).__name__}: {error}", hint=_HINT
        ) from error
    finally:
        if collected:
            gc.enable()
    if answer.license_expression != "MIT" or len(answer.holders) != 1:
        raise EngineError("scancode starts, but does not find a plain notice", hint=_HINT)
    gc.freeze()


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
    from scancode.api import get_copyrights, get_licenses  # lazy: seconds

    # lazy: a miss only
    from attribcheck.scan.convert import file_scan
    from attribcheck.scan.exact.container import DamagedError
    from attribcheck.scan.lines import SourceLines

    try:
        with _quiet():
            # With a deadline in reach scancode would return what it has so far, and not say so.
            licenses = get_licenses(location, deadline=sys.maxsize)
            copyrights = get_copyrights(location, deadline=sys.maxsize)
            lines = SourceLines(content if _numbers_are_lines(location) else None)
        return file_scan(
            licenses,
            copyrights,
            lines,
            _rule_facts,
            blank=not content.strip(b"\xef\xbb\xbf \t\r\n\v\f"),
        )
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

    from attribcheck.scan.convert import RuleFacts  # lazy: a miss only

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


def _versions_beside(directory: Path) -> list[str]:
    # importlib.metadata costs 25 ms to import, a quarter of what a warm commit may take; the names
    # of the *.dist-info directories (binary distribution format, PEP 427) hold the same versions.
    found = []
    with contextlib.suppress(OSError):
        for entry in os.scandir(directory):
            stem, _, suffix = entry.name.rpartition(".")
            project, _, version = stem.partition("-")
            project = project.lower().replace(".", "_")
            if suffix == "dist-info" and project in _DECISIVE:
                found.append(f"{project} {version}")
    return sorted(found)


def _version_by_metadata() -> str:
    from importlib import metadata  # lazy: 25 ms, a rare layout only

    for name in ("scancode-toolkit", "scancode-toolkit-mini"):
        with contextlib.suppress(metadata.PackageNotFoundError):
            return f"{name.replace('-', '_')} {metadata.version(name)}"
    raise EngineError("the installed scancode-toolkit has no version", hint=_HINT)


def _index_size(package: Path) -> int:
    # The index can be rebuilt with other rules (scancode-reindex-licenses); its size tells.
    directory = os.environ.get("SCANCODE_LICENSE_INDEX_CACHE") or package / "data" / "cache"
    try:
        return Path(directory, "license_index", "index_cache").stat().st_size
    except OSError:
        return 0
