#!/usr/bin/env bash
# scancode finds no notice in an XPM icon, which is a C file.
#
# Packages: scancode-toolkit 32.5.0, pluggy 1.6.0 (1.7 keeps this scancode from starting).
# Expected: a C file is scanned as text. If a file is left out, an error or a warning says so.
# Happens:  the first bytes decide that a file is an image. Of XPM icons, which are C code and begin with
#           the line `/* XPM */`, neither licence nor holder is reported. The file is counted as scanned
#           and has no error, and the exit code is 0. With the notice above that line it is found.
# Matters:  icons under another licence pass a gate unseen. Report the files that --info calls both text
#           and media.
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
{ echo '/* XPM */'; notice; echo "$icon"; } > src/2-icon.xpm
{ notice; echo '/* XPM */'; echo "$icon"; } > src/3-icon-notice-first.xpm
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
files 3 errors []
src/1-plain.c ['text'] gpl-2.0 ['Foo Corp.'] []
src/2-icon.xpm ['text', 'media'] None [] []
src/3-icon-notice-first.xpm ['text'] gpl-2.0 ['Foo Corp.'] []
SEEN
