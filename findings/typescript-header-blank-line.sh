#!/usr/bin/env bash
# tsc drops a licence header from the JavaScript when no blank line is below the header.
#
# Packages: typescript 7.0.2 and 5.9.3 (npm).
# Expected: comments are kept, since removeComments is off. `/*!` is kept even when it is on.
# Happens:  a comment belongs to the statement below it. When that statement leaves no code (an interface,
#           an import that is used for types only), the comment goes with it, `//` and `/*!` alike. With a
#           blank line below, the same header is kept.
# Matters:  the source passes a gate, and the published .js names neither holder nor licence. A
#           header directly above an import is enough. Check what is published, or require the blank line.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm install --silent --prefix new typescript@7.0.2
npm install --silent --prefix old typescript@5.9.3

mkdir src
echo 'export interface Type { a: number }' > src/type.ts
line='// Copyright 2019 Foo Corp.'
legal='/*! Copyright 2019 Foo Corp. @license MIT */'
write() { # NAME HEADER BLANK FIRST-STATEMENT
    printf '%s\n%b%s\nexport function one(x: Type) { return x.a }\n' "$2" "$3" "$4" > "src/$1.ts"
}
import="import { Type } from './type'"
interface='interface Type { a: number }'
write import-line "$line" '' "$import"
write import-line-blank "$line" '\n' "$import"
write import-legal "$legal" '' "$import"
write import-legal-blank "$legal" '\n' "$import"
write interface-line "$line" '' "$interface"
write interface-line-blank "$line" '\n' "$interface"
seen=$(
    for tool in new old; do
        "$tool/node_modules/.bin/tsc" --version
        "$tool/node_modules/.bin/tsc" --outDir "$tool-out" --target es2022 --module es2022 \
            --moduleResolution bundler src/*.ts
        for name in import-line{,-blank} import-legal{,-blank} interface-line{,-blank}; do
            echo "$name: $(head -1 "$tool-out/$name.js")"
        done
    done
    for name in import-legal{,-blank}; do
        new/node_modules/.bin/tsc --removeComments --outDir removed --target es2022 --module es2022 \
            --moduleResolution bundler "src/$name.ts"
        echo "removeComments, $name: $(head -1 "removed/$name.js")"
    done
)
echo "$seen"
diff - <(echo "$seen") << 'SEEN'
Version 7.0.2
import-line: export function one(x) { return x.a; }
import-line-blank: // Copyright 2019 Foo Corp.
import-legal: export function one(x) { return x.a; }
import-legal-blank: /*! Copyright 2019 Foo Corp. @license MIT */
interface-line: export function one(x) { return x.a; }
interface-line-blank: // Copyright 2019 Foo Corp.
Version 5.9.3
import-line: export function one(x) { return x.a; }
import-line-blank: // Copyright 2019 Foo Corp.
import-legal: export function one(x) { return x.a; }
import-legal-blank: /*! Copyright 2019 Foo Corp. @license MIT */
interface-line: export function one(x) { return x.a; }
interface-line-blank: // Copyright 2019 Foo Corp.
removeComments, import-legal: export function one(x) { return x.a; }
removeComments, import-legal-blank: /*! Copyright 2019 Foo Corp. @license MIT */
SEEN
