"""The environment of what is measured: apart from the git and the Python settings of the user."""

from __future__ import annotations

import os


def environment(author: str) -> dict[str, str]:
    """Return the environment for a child that commits as ``author``.

    A setting of Python's is not what users have: with PYTHONDONTWRITEBYTECODE every start of a
    checkout would compile all of it, which doubled the time of a hook.
    """
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("GIT_", "PYTHON"))}
    return kept | {
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_AUTHOR_NAME": author,
        "GIT_AUTHOR_EMAIL": f"{author}@example.invalid",
        "GIT_COMMITTER_NAME": author,
        "GIT_COMMITTER_EMAIL": f"{author}@example.invalid",
    }
