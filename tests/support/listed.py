"""A project with packages that npm, Go and Cargo copied into it, and the lists that name them."""

from __future__ import annotations

import json
from typing import Any

POLICY = """\
version = 1

[project]
name = "Haneul"
license = "Apache-2.0"
holders = ["Haneul Labs"]

[licenses]
allow = ["MIT", "ISC"]

[[packages]]
folder = "node_modules"
list = "package-lock.json"
"""
OWN_LINE = POLICY.splitlines().index("[[packages]]") + 1


def lock(**packages: dict[str, Any]) -> str:
    """Return a ``package-lock.json``; a package's name is its path below ``node_modules``."""
    listed = {f"node_modules/{name}": about for name, about in packages.items()}
    document = {"name": "haneul", "lockfileVersion": 3, "packages": {"": {}, **listed}}
    return json.dumps(document, indent=1)


def about(version: str = "1.0.0", license_: str | None = "MIT", **more: Any) -> dict[str, Any]:
    """Return what a lock file says of a package."""
    stated = {} if license_ is None else {"license": license_}
    return {"version": version, **stated, **more}


def package(
    name: str, holder: str = "Foo Corp.", license_: str = "MIT", version: str = "1.0.0"
) -> dict[str, str]:
    """Return the files of an npm package, by path."""
    folder = f"node_modules/{name}"
    manifest = {"name": name.rpartition("node_modules/")[2], "version": version}
    return {
        f"{folder}/package.json": json.dumps(manifest),
        f"{folder}/LICENSE": f"SPDX-License-Identifier: {license_}\nCopyright 2020 {holder}\n",
        f"{folder}/index.js": f"// Copyright 2021 {holder}\nmodule.exports = 1;\n",
    }
