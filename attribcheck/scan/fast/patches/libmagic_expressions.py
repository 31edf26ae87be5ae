r"""A text is compared with no regular expression of libmagic's that it can't match.

libmagic compiles each of its expressions for each file, and the dozen that repeat something up to n
times ("^[ \t]{0,50}\.globl") take half of the time of a description. A file without a string that
such an expression needs does not match it, and where the first test of a group fails the group says
nothing. So a plain text with none of these strings is asked of a database without those groups.

Plain are the bytes that libmagic takes for ASCII: what is not, it may convert before the tests
(``ascmagic.c`` and ``encoding.c`` of file 5.39).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from attribcheck.scan.fast.patches import magic_database, regex_facts

_EXPRESSION = 17  # FILE_REGEX
_BOUNDED = b"{"
_ESCAPED = b"\\]"  # a backslash is a letter like any other in a set of POSIX
_PLAIN = bytes([*b"\t\n\f\r", *range(0x20, 0x7F)])
_SMALLER = "attribcheck"
"""typecode keeps what asks libmagic by its flags; this is the place of one more."""


def conclusions(tests: Iterable[magic_database.Entry]) -> dict[str, Any]:
    """Return what ``describer`` needs of a database's tests.

    Returns:
        The numbers of the tests that are left out, as (first, behind the last); the strings that a
        text must not have then.
    """
    left_out: list[tuple[int, int]] = []
    needs: set[str] = set()
    first = 0
    for group in magic_database.groups(tests):
        test, end = group[0], first + len(group)
        if (test.what, test.relation, test.flags) == (_EXPRESSION, "=", 0):
            need = (
                regex_facts.needed(test.value.decode("latin-1"))
                if _BOUNDED in test.value and _ESCAPED not in test.value
                else ""
            )
            if need:
                left_out.append((first, end))
                needs.add(need)
        first = end
    return {"left out": left_out, "needs": sorted(needs)}


def is_plain(content: bytes, needs: Iterable[bytes]) -> bool:
    """Whether a file is a text without any of ``needs``."""
    return (
        bool(content)
        and not content.translate(None, _PLAIN)
        and not any(need in content for need in needs)
    )


def describer(concluded: Mapping[str, Any]) -> Callable[[str], str]:
    """Return what describes the file at a location as libmagic does with its whole database.

    Args:
        concluded: See ``conclusions``; of the database that typecode uses in this process.
    """
    from typecode import magic2  # lazy: with the engine

    needs = [need.encode("latin-1") for need in concluded["needs"]]
    any_type: Callable[[str], str] = magic2.file_type
    if not hasattr(magic2.libmagic, "magic_load_buffers"):  # libmagic before 5.17
        return any_type

    def file_type(location: str) -> str:
        if not is_plain(Path(location).read_bytes(), needs):
            return any_type(location)
        if _SMALLER not in magic2.detectors:
            magic2.detectors[_SMALLER] = _detector(concluded["left out"])
        return str(magic2._detect(location, _SMALLER))  # noqa: SLF001 - what file_type does

    return file_type


def _detector(left_out: Iterable[tuple[int, int]]) -> Any:
    import ctypes  # lazy: with the engine

    from typecode import magic2

    database = magic_database.without(Path(magic2.get_magicdb_location()), left_out)
    load = magic2.libmagic.magic_load_buffers
    load.argtypes = [ctypes.c_void_p, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_size_t]
    load.restype, load.errcheck = ctypes.c_int, magic2.check_error

    detector = magic2.Detector.__new__(magic2.Detector)
    detector.flags = magic2.DETECT_TYPE
    detector.cookie = magic2._magic_open(detector.flags)  # noqa: SLF001 - what a Detector does
    # libmagic reads it where it stands.
    detector.database = ctypes.c_char.from_buffer(database)
    buffers = (ctypes.c_void_p * 1)(ctypes.addressof(detector.database))
    sizes = (ctypes.c_size_t * 1)(len(database))
    load(detector.cookie, buffers, sizes, 1)
    return detector
