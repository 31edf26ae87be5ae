#!/usr/bin/env bash
# scancode's licence of a file depends on the other files that are scanned with it.
#
# Packages: scancode-toolkit 32.5.0, pluggy 1.6.0 (1.7 keeps this scancode from starting).
# Expected: a file has one answer; "See LICENSE" is followed always or never.
# Happens:  scanned with its folder, the file has the licence of the LICENSE beside it; scanned
#           alone, it has an unknown reference, although LICENSE lies in the same place. A common
#           wording with more words around LICENSE is found in neither case.
# Matters:  a hook that scans changed files and a CI job that scans the tree disagree, and a cache
#           by content can keep either answer. Follow references after the scan, by one rule.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check scancode-toolkit==32.5.0 pluggy==1.6.0

mkdir src
printf 'MIT License\n\nSPDX-License-Identifier: MIT\n' > src/LICENSE
printf '# Copyright 2020 Foo Corp.\n# See LICENSE for license information.\n' > src/short.py
printf '# Copyright 2020 Foo Corp.\n# See the LICENSE file for license terms.\n' > src/long.py

report() { # PATH
    venv/bin/scancode --license --quiet --json out.json "$1"
    venv/bin/python -c 'import json, sys
for one in json.load(open("out.json"))["files"]:
    if one["type"] == "file" and one["path"].endswith(".py"):
        print(sys.argv[1], "->", one["path"], one["detected_license_expression_spdx"])' "$1"
}

seen=$(report src; report src/short.py; report src/long.py)
echo "$seen"
diff - <(echo "$seen") << 'SEEN'
src -> src/long.py None
src -> src/short.py MIT
src/short.py -> short.py LicenseRef-scancode-unknown-license-reference
src/long.py -> long.py None
SEEN
