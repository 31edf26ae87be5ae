"""One function of a package is had without all of it, and the package is there for who asks."""

from __future__ import annotations

import subprocess
import sys

FIRST = "import sys\nfrom attribcheck.scan import deferred\ndeferred.defer()\n"


def said(program: str) -> str:
    """Return what a fresh interpreter prints for ``program``."""
    command = [sys.executable, "-W", "ignore", "-c", FIRST + program]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def test_a_module_of_the_package_is_imported_alone():
    program = (
        "from packagedcode.utils import combine_expressions\n"
        "print(combine_expressions(['mit', 'zlib']), 'packagedcode.pypi' in sys.modules)"
    )
    assert said(program) == "mit AND zlib False\n"


def test_what_only_the_package_defines_runs_its_code():
    program = (
        "import packagedcode\nprint(bool(packagedcode.APPLICATION_PACKAGE_DATAFILE_HANDLERS),"
        " 'packagedcode.pypi' in sys.modules)"
    )
    assert said(program) == "True True\n"


def test_what_the_package_does_not_have_is_an_attribute_error():
    program = "import bs4\nprint(hasattr(bs4, 'nothing'), bs4.BeautifulSoup('<b>x</b>').text)"
    assert said(program.replace("'<b>x</b>'", "'<b>x</b>', 'html.parser'")) == "False x\n"


def test_a_package_that_is_imported_already_is_left_as_it_is():
    program = "import bs4\nbefore = bs4\ndeferred.defer()\nprint(sys.modules['bs4'] is before)"
    assert said(f"sys.modules.pop('bs4')\n{program}") == "True\n"
