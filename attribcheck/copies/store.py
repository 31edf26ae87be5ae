"""Where origin indexes are kept: one private folder of the user, a file an index.

Fingerprints of weights are kept there, too, with a suffix of their own.

A check reads whatever index is in the folder, so a file that another user could have written there
would decide what is reported: such a folder is refused.
"""

from __future__ import annotations

import contextlib
import os
import re
from collections.abc import Callable
from pathlib import Path

from attribcheck.core.errors import AttribcheckError, UsageError
from attribcheck.core.text import printable
from attribcheck.system.private_dirs import (
    ORIGINS_VARIABLE,
    UntrustedError,
    make_private_directory,
    require_private,
)
from attribcheck.system.private_dirs import origins_directory as directory

DIRECTORY_VARIABLE = ORIGINS_VARIABLE
SUFFIX = ".acidx"
"""Of every origin index, in the store and elsewhere."""

PLACE_SUFFIX = ".place"
"""Of the file beside an index that holds the path of the folder it was made of. The index itself
does not: an exported index shows nothing of this machine."""

_UNUSUAL = re.compile(r"[^A-Za-z0-9._+@-]+")
_LONGEST_NAME = 120
_UNFINISHED = ".unfinished-"


def indexes() -> list[Path]:
    """Return the files of the origin indexes; see ``stored``."""
    return stored(SUFFIX)


def stored(*suffixes: str) -> list[Path]:
    """Return the stored files of some suffixes in order; without a folder this is one look at it.

    Raises:
        AttribcheckError: the folder can't be read, or another user could have written to it.
    """
    folder = directory()
    try:
        with os.scandir(folder) as entries:
            names = sorted(entry.name for entry in entries if _has_suffix(entry.name, suffixes))
        found = [folder / name for name in names]
        if found:
            require_private(folder, *found)
    except (FileNotFoundError, NotADirectoryError):
        return []
    except UntrustedError as error:
        raise AttribcheckError(
            f"the origin indexes in {printable(str(folder))} are not used: {error}",
            hint=f"correct its owner and mode, or name another folder in {DIRECTORY_VARIABLE}",
        ) from error
    except OSError as error:
        raise _failed("read", folder, error) from error
    return found


def file_name(name: str, suffix: str = SUFFIX) -> str:
    """Return the name of the file of an index, such as ``pypi-foo-1.2.acidx``.

    Raises:
        UsageError: no character of ``name`` can be in it.
    """
    plain = _UNUSUAL.sub("-", name).strip("-.")[:_LONGEST_NAME]
    if not plain:
        raise UsageError(f"{printable(name)!r} can't be the name of an origin index")
    return plain + suffix


def add(
    name: str,
    write: Callable[[Path], object],
    place: Path | None = None,
    suffix: str = SUFFIX,
) -> Path:
    """Store an index; an older one of the same name is replaced once the new one is complete.

    Args:
        name: Its name; see ``file_name``.
        write: Writes it to the path that it is called with.
        place: The folder that it was made of, for ``place_of``.
        suffix: Of its file; another one for the fingerprints of weights.

    Raises:
        UsageError: ``name`` can't be a name.
        AttribcheckError: it can't be stored, or ``write`` raised this.
    """
    folder = directory()
    target = folder / file_name(name, suffix)
    unfinished = folder / f"{_UNFINISHED}{os.urandom(8).hex()}"
    try:
        make_private_directory(folder)
        require_private(folder)
        try:
            write(unfinished)
            unfinished.chmod(0o600)
            with unfinished.open("rb") as stream:
                os.fsync(stream.fileno())
            # Gone before the index changes, so that no index has the place of another.
            _place_file(target).unlink(missing_ok=True)
            unfinished.replace(target)
        finally:
            unfinished.unlink(missing_ok=True)
        if place is not None:
            _place_file(target).write_bytes(os.fsencode(place))
    except UntrustedError as error:
        raise AttribcheckError(
            f"no origin index is stored in {printable(str(folder))}: {error}",
            hint=f"name another folder in {DIRECTORY_VARIABLE}",
        ) from error
    except OSError as error:
        raise _failed("write", folder, error) from error
    return target


def remove(path: Path) -> None:
    """Remove one of ``indexes``.

    Raises:
        AttribcheckError: it can't be removed.
    """
    try:
        _place_file(path).unlink(missing_ok=True)
        path.unlink(missing_ok=True)
    except OSError as error:
        raise _failed("change", path.parent, error) from error


def place_of(path: Path) -> Path | None:
    """Return the folder that an index was made of; None if it is gone, or was no folder."""
    with contextlib.suppress(OSError, ValueError):
        place = Path(os.fsdecode(_place_file(path).read_bytes()))
        if place.is_dir():
            return place
    return None


def _has_suffix(name: str, suffixes: tuple[str, ...]) -> bool:
    return name.endswith(suffixes) and not name.startswith(".")


def _place_file(index: Path) -> Path:
    if index.suffix != SUFFIX:
        return index.with_name(index.name + PLACE_SUFFIX)
    return index.with_suffix(PLACE_SUFFIX)


def _failed(action: str, folder: Path, error: OSError) -> AttribcheckError:
    return AttribcheckError(
        f"can't {action} the origin indexes in {printable(str(folder))}: {error.strerror or error}",
        hint=f"{DIRECTORY_VARIABLE} names another folder",
    )
