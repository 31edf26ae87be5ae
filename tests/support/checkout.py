"""This checkout itself, as a repository that tests may do with as they like."""

from __future__ import annotations

import shutil
from pathlib import Path

from support.repo import Repo

ROOT = Path(__file__).parents[2]


def copied(target: Path) -> Repo:
    """Return a repository with one commit: the files of this checkout as they stand.

    New files that git does not ignore are in it too: they are about to be committed.
    """
    here = Repo(ROOT, init=False)
    listed = here.git("ls-files", "--cached", "--others", "--exclude-standard", "-z")
    copy = Repo(target)
    for path in filter(None, listed.split("\0")):
        if (ROOT / path).is_file():  # one that is deleted may still be listed
            (target / path).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / path, target / path)
    copy.add()
    copy.commit("Copy the checkout")
    return copy
