"""``python -m attribcheck``."""

from attribcheck.cli.main import entry

entry()
