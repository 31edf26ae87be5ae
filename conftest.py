"""Says what to run when the tests are started outside of their environment."""

from __future__ import annotations

from importlib.util import find_spec

import pytest

# The templates are part of the package only where it is installed, also in an editable way.
for _name in ("hypothesis", "xdist", "attribcheck", "attribcheck.templates"):
    if find_spec(_name) is None:
        pytest.exit(
            f"{_name} is not installed here: `make unit` makes the environment and runs the tests"
            " that need no engine; `.venv/bin/python -m pytest` then runs all of them",
            returncode=4,
        )
