"""The console script, and ``python -m attribcheck``."""

import sys


def entry() -> None:
    """Have a resident process run the command line, or run it, and exit with its exit code."""
    from attribcheck.resident.client import handed_over

    code = handed_over(sys.argv[1:])
    if code is None:
        from attribcheck.cli.main import entry as run  # lazy: what it imports takes longer

        run()
    sys.exit(code)


if __name__ == "__main__":
    entry()
