#!/usr/bin/env bash
# `license-checker --onlyAllow MIT` permits "(MIT AND GPL-3.0-only)", and LicenseRef-LIMITED.
#
# Packages: license-checker 25.0.1 and its fork license-checker-rseidelsohn 4.4.2 (npm).
# Expected: licences are compared as expressions, or at least as whole names.
# Happens:  --onlyAllow searches the text: each licence with the letters "MIT" in it passes. --failOn
#           compares the whole text: the same expression passes a list that forbids GPL-3.0-only. The
#           exit code is 0.
# Matters:  a package under both licences passes the list of permitted ones and the list of forbidden
#           ones. Parse the expression, and decide for each licence in it.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm install --silent --prefix tool license-checker@25.0.1 license-checker-rseidelsohn@4.4.2

write() { # FOLDER LICENCE [DEPENDENCIES]
    mkdir -p "$1"
    printf '{"name": "%s", "version": "1.0.0", "license": "%s", "dependencies": {%s}}\n' \
        "$(basename "$1")" "$2" "${3:-}" > "$1/package.json"
}
try() { # TOOL LICENCE OPTION VALUE
    rm -rf app
    write app MIT '"foo": "1.0.0"'
    write app/node_modules/foo "$2"
    "tool/node_modules/.bin/$1" --start app "$3" "$4" > /dev/null 2>&1 && code=0 || code=$?
    echo "$2 $3 $4: $code"
}
seen=$(
    for tool in license-checker license-checker-rseidelsohn; do
        echo "$tool"
        for licence in 'GPL-3.0-only' '(MIT AND GPL-3.0-only)' 'LicenseRef-LIMITED'; do
            try "$tool" "$licence" --onlyAllow MIT
        done
        for licence in 'GPL-3.0-only' '(MIT AND GPL-3.0-only)'; do
            try "$tool" "$licence" --failOn GPL-3.0-only
        done
    done
)
echo "$seen"
diff - <(echo "$seen") << 'SEEN'
license-checker
GPL-3.0-only --onlyAllow MIT: 1
(MIT AND GPL-3.0-only) --onlyAllow MIT: 0
LicenseRef-LIMITED --onlyAllow MIT: 0
GPL-3.0-only --failOn GPL-3.0-only: 1
(MIT AND GPL-3.0-only) --failOn GPL-3.0-only: 0
license-checker-rseidelsohn
GPL-3.0-only --onlyAllow MIT: 1
(MIT AND GPL-3.0-only) --onlyAllow MIT: 0
LicenseRef-LIMITED --onlyAllow MIT: 0
GPL-3.0-only --failOn GPL-3.0-only: 1
(MIT AND GPL-3.0-only) --failOn GPL-3.0-only: 0
SEEN
