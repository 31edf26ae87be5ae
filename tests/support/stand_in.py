"""An environment for the action that is the one of the tests themselves, so none is installed.

Run as a script it stands in for actions/cache/restore, with the inputs as KEY and PATHS.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import yaml

PACKAGES = Path(yaml.__file__).parent.parent


def restore(key: str, paths: str, engine: Path) -> bool:
    """Restore an environment, if that is what ``key`` asks for; return whether it was.

    Args:
        key: The key of the cache.
        paths: Its paths, one a line, as action.yml gives them.
        engine: A cache folder that holds the engine's data.
    """
    if not key.startswith("attribcheck-environment-"):
        return False
    folder, data = (Path(line) for line in paths.splitlines())
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", folder], check=True)
    (packages,) = folder.glob("lib/python*/site-packages")
    (packages / "tests.pth").write_text(f"import site; site.addsitedir({str(PACKAGES)!r})\n")
    for file in engine.glob(data.name):
        target = data.parent / file.name
        if not target.exists():  # a job before may have built it, before another test filled engine
            os.link(file, target)
    (folder / "attribcheck-key").write_text(key)
    return True


if __name__ == "__main__":
    restore(os.environ["KEY"], os.environ["PATHS"].strip(), Path(sys.argv[1]))
