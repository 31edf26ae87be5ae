#!/usr/bin/env bash
# gofmt rewrites the licence text of a header when no blank line is below the header.
#
# Packages: gofmt of go 1.26.8 (as installed; there is no package to pin).
# Expected: a formatter changes the indentation of a comment at most, never its words.
# Happens:  a comment that touches the line `package` is a doc comment. gofmt rewrites it: list marks
#           `*` become `-`, a blank line follows the list, and the quotes ``AS IS'' become curly. `//`
#           and `/*` are treated alike. A header with a blank line below it is kept, and so is a block
#           whose lines begin with ` *`.
# Matters:  BSD licences require that their text is retained, and write ``AS IS'' with those quotes. After
#           gofmt the text differs from upstream's, so a comparison of bytes or hashes reports a change.
#           Normalise list marks and quotes before comparing, or require the blank line.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
go version

cat > text << 'TEXT'
Copyright 2019 Foo Corp.

You may redistribute this file if:
  * you keep this notice, and
  * you name Foo Corp.
It is provided ``AS IS'', without warranty.
TEXT
slashes=$(sed 's,^,// ,; s, $,,' text)
block=$(echo '/*'; cat text; echo '*/')
stars=$(echo '/*'; sed 's,^, * ,; s, $,,' text; echo ' */')
printf '%s\npackage one\n' "$slashes" > slashes.go
printf '%s\n\npackage one\n' "$slashes" > slashes-blank.go
printf '%s\npackage one\n' "$block" > block.go
printf '%s\n\npackage one\n' "$block" > block-blank.go
printf '%s\npackage one\n' "$stars" > stars.go
seen=$(
    for name in slashes block stars slashes-blank block-blank; do
        if [ -z "$(gofmt -l "$name.go")" ]; then
            echo "$name: kept"
            continue
        fi
        gofmt -w "$name.go"
        echo "$name: rewritten"
        sed '/^package/d' "$name.go"
    done
)
echo "$seen"
diff - <(echo "$seen") << 'SEEN'
slashes: rewritten
// Copyright 2019 Foo Corp.
//
// You may redistribute this file if:
//   - you keep this notice, and
//   - you name Foo Corp.
//
// It is provided “AS IS”, without warranty.
block: rewritten
/*
Copyright 2019 Foo Corp.

You may redistribute this file if:
  - you keep this notice, and
  - you name Foo Corp.

It is provided “AS IS”, without warranty.
*/
stars: kept
slashes-blank: kept
block-blank: kept
SEEN
