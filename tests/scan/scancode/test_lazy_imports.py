"""What a scan of text does not use is imported when somebody asks for it, and not before."""

from __future__ import annotations

import subprocess
import sys

import pytest

from attribcheck.scan.scancode import lazy_imports
from attribcheck.scan.scancode.installed import version

FIRST = "import sys\nfrom attribcheck.scan.scancode.lazy_imports import deferred\n"
LOADED = (
    FIRST
    + "from attribcheck.scan.scancode import libmagic\nlibmagic.provide()\n"
    + "with deferred():\n    import scancode.api, licensedcode.models, textcode.analysis\n"
)


def said(program: str) -> str:
    """Return what a fresh interpreter prints for ``program``."""
    command = [sys.executable, "-W", "ignore", "-c", program]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def test_a_module_of_a_package_is_imported_alone():
    program = (
        "with deferred():\n    from packagedcode.utils import combine_expressions\n"
        "print(combine_expressions(['mit', 'zlib']), 'packagedcode.pypi' in sys.modules)"
    )
    assert said(FIRST + program) == "mit AND zlib False\n"


def test_what_only_the_package_defines_runs_its_code():
    program = (
        "with deferred():\n    import packagedcode\n"
        "print(bool(packagedcode.APPLICATION_PACKAGE_DATAFILE_HANDLERS),"
        " 'packagedcode.pypi' in sys.modules)"
    )
    assert said(FIRST + program) == "True True\n"


def test_what_a_module_does_not_have_is_an_attribute_error():
    program = (
        "with deferred():\n    import chardet\n"
        "print(hasattr(chardet, 'nothing'), chardet.detect(b'x')['encoding'])"
    )
    assert said(FIRST + program) == "False ascii\n"


@pytest.mark.parametrize("name", ["chardet", "saneyaml"])
def test_a_module_that_is_imported_already_is_left_as_it_is(name):
    program = f"import {name}\nbefore = {name}\nwith deferred(): pass\n"
    assert said(f"{FIRST}{program}print(sys.modules['{name}'] is before)") == "True\n"


def test_scancode_is_imported_without_what_reads_other_formats():
    names = {*lazy_imports.NAMES, "pdfminer", "chardet.detector", "packagedcode.pypi", "click"}
    names -= {*lazy_imports.MODULES}
    assert said(f"{LOADED}print([name for name in {names} if name in sys.modules])") == "[]\n"


def test_no_module_that_is_put_in_place_has_run():
    program = (
        "found = map(sys.modules.get, lazy_imports.MODULES)\n"
        "print([one for one in found if hasattr(one, '__builtins__')])"
    )
    assert said(f"{LOADED}from attribcheck.scan.scancode import lazy_imports\n{program}") == "[]\n"


def test_a_name_of_a_module_in_place_runs_it_when_it_is_called():
    program = (
        "from scancode.api import ScancodeError\nbefore = 'click' in sys.modules\n"
        "try: raise ScancodeError('x')\n"
        "except sys.modules['scancode'].ScancodeError as error: print(before, error)"
    )
    assert said(LOADED + program) == "False x\n"


def test_the_modules_can_be_imported_as_ever_afterwards():
    program = "import saneyaml, pdfminer.pdfparser\nprint(saneyaml.load('a: 1')['a'])"
    assert said(LOADED + program) == "1\n"


def test_an_encoding_is_guessed_without_the_parsers_of_the_same_package():
    program = (
        "from commoncode.text import as_unicode\n"
        "print(as_unicode('caf\\u00e9'.encode('latin-1')), 'bs4.builder' in sys.modules)"
    )
    assert said(LOADED + program) == "caf\u00e9 False\n"


def test_a_name_becomes_the_real_one_for_all_when_it_is_called(tmp_path):
    path = tmp_path / "x.pdf"
    path.write_bytes(b"%PDF-1.4\nbroken")
    program = (
        f"from typecode import contenttype\nkind = contenttype.get_type({str(path)!r})\n"
        "print(kind.is_pdf_with_text, issubclass(contenttype.PDFSyntaxError, Exception))"
    )
    assert said(LOADED + program) == "False True\n"


def test_scancode_is_told_its_version_and_others_are_looked_up():
    program = (
        "with deferred('7.8.9'):\n"
        "    import scancode_config, importlib_metadata as metadata\n"
        "    print(scancode_config.__version__, metadata.version('intbitset') > '3')\n"
        "import importlib_metadata as metadata\n"
        "print(metadata.version('scancode-toolkit') != '7.8.9')"
    )
    assert said(FIRST + program) == "7.8.9 True\nTrue\n"


@pytest.mark.parametrize(("versions", "lazy"), [({version()}, True), (set(), False)])
def test_only_a_version_that_was_read_has_its_imports_deferred(versions, lazy):
    program = (
        "from attribcheck.scan.scancode import adapter\n"
        f"adapter.KNOWN_VERSIONS = {versions!r}\n"
        "with adapter._lazy_imports(): import chardet\n"
        "print(type(chardet).__name__ == '_Deferred')"
    )
    assert said(program) == f"{lazy}\n"
