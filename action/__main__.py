"""The steps of action.yml: ``python -I action STEP``.

They run before attribcheck is installed, so they know the standard library and each other alone.
With ``-I`` nothing of the checked repository is imported, whatever it calls its files.
"""

from __future__ import annotations

import importlib
import io
import sys

import runner

STEPS = ("plan", "install", "check", "notice")


def main() -> int:
    """Run the step that the command line names; return its exit code."""
    name = sys.argv[1]
    if name not in STEPS:
        sys.exit(f"there is no step {name!r}")
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # on Windows a pipe is not UTF-8 by itself
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        return int(importlib.import_module(name).main())
    except runner.StepError as problem:
        runner.tell(problem)
        return problem.code


if __name__ == "__main__":
    sys.exit(main())
