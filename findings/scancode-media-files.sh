#!/usr/bin/env bash
# scancode finds no notice in a text file that begins like an image.
#
# Packages: scancode-toolkit 32.5.0, pluggy 1.6.0 (1.7 keeps this scancode from starting).
# Expected: a C file is scanned as text. If a file is left out, an error or a warning says so.
# Happens:  the first bytes decide, and the name does not. Below a first line `/* XPM */`, with which
#           XPM icons begin (they are C code), or "P3", neither licence nor holder is reported. The file
#           is counted as scanned and has no error, and the exit code is 0.
# Matters:  one line above a notice hides the notice: an icon under another licence passes a gate, and so
#           does any C file with that line. Report the files that --info calls both text and media.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check scancode-toolkit==32.5.0 pluggy==1.6.0

notice() {
    printf '/*\n * Copyright (c) 2019 Foo Corp.\n * SPDX-%s: GPL-2.0-only\n */\n' License-Identifier
}
code='int one(void) { return 1; }'
icon='static char *one[] = {"1 1 1 1", "a c #000000", "a"};'
mkdir src
{ notice; echo "$code"; } > src/1-plain.c
{ echo '/* XPM */'; notice; echo "$code"; } > src/2-xpm-line.c
{ echo 'P3 '; notice; echo "$code"; } > src/3-p3-line.c
{ echo '/* XPM */'; notice; echo "$icon"; } > src/4-icon.xpm
{ notice; echo '/* XPM */'; echo "$icon"; } > src/5-icon-notice-first.xpm
venv/bin/scancode --license --copyright --info --quiet --json out.json src && code=0 || code=$?
seen=$(
    echo "exit code $code"
    python3 -c 'import json
found = json.load(open("out.json"))
print("files", found["headers"][0]["extra_data"]["files_count"], "errors", found["headers"][0]["errors"])
for one in found["files"]:
    if one["type"] == "file":
        holders = [holder["holder"] for holder in one["holders"]]
        kinds = [kind for kind in ("text", "media") if one[f"is_{kind}"]]
        print(one["path"], kinds, one["detected_license_expression"], holders, one["scan_errors"])'
)
echo "$seen"
diff - <(echo "$seen") << 'SEEN'
exit code 0
files 5 errors []
src/1-plain.c ['text'] gpl-2.0 ['Foo Corp.'] []
src/2-xpm-line.c ['text', 'media'] None [] []
src/3-p3-line.c ['text', 'media'] None [] []
src/4-icon.xpm ['text', 'media'] None [] []
src/5-icon-notice-first.xpm ['text'] gpl-2.0 ['Foo Corp.'] []
SEEN
