#!/usr/bin/env bash
# scancode scans nothing when its paths lie in different folders, and exits with 0.
#
# Packages: scancode-toolkit 32.5.0, pluggy 1.6.0 (1.7 keeps this scancode from starting).
# Expected: `scancode src/a.py lib/b.py` scans two files, as it does for two files of one folder.
# Happens:  the result lists the folders and no file. Nothing is printed, and the exit code is 0.
# Matters:  a gate that passes changed files on the command line approves every commit whose files
#           lie in more than one folder. Check that the result names each file that was asked for.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check scancode-toolkit==32.5.0 pluggy==1.6.0

mkdir src lib
printf '# Copyright 2020 Foo Corp.\n# SPDX-License-Identifier: GPL-3.0-only\n' | tee src/a.py src/c.py > lib/b.py

report() { # FILE...
    local code=0
    venv/bin/scancode --license --quiet --json out.json "$@" || code=$?
    venv/bin/python -c 'import json, sys
result = json.load(open("out.json"))
files = [one["path"] for one in result["files"] if one["type"] == "file"]
print("exit code", sys.argv[1], "errors", result["headers"][0]["errors"], "files", files)' "$code"
}

seen=$(report src/a.py src/c.py; report src/a.py lib/b.py)
echo "$seen"
diff - <(echo "$seen") << 'SEEN'
exit code 0 errors [] files ['src/a.py', 'src/c.py']
exit code 0 errors [] files []
SEEN
