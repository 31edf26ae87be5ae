#!/usr/bin/env bash
# `go mod vendor` copies LICENSE files, and not the folder LICENSES of the REUSE specification.
#
# Packages: go 1.26.8 (as installed; there is no package to pin). The module is made here.
# Expected: the vendored copy of a module carries its licence texts.
# Happens:  files called LICENSE, NOTICE and the like are copied from the folders of the packages
#           that are used and from those above. The folder LICENSES holds no package, so a module
#           that follows REUSE arrives with identifiers and without any licence text.
# Matters:  MIT and BSD require the text in every copy. A gate that looks for LICENSE in vendor/
#           cannot tell the upstream's layout from a removed licence; take the texts from the
#           module's own source.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
export GOFLAGS=-mod=mod GOPROXY=off GOTOOLCHAIN=local
go version

for module in plain reuse; do
    mkdir -p "$module/sub"
    printf 'module example.org/%s\n\ngo 1.21\n' "$module" > "$module/go.mod"
    printf '// SPDX-License-Identifier: MIT\n\npackage sub\n\nconst One = 1\n' > "$module/sub/sub.go"
done
echo text | tee plain/LICENSE > plain/NOTICE
mkdir reuse/LICENSES
echo text > reuse/LICENSES/MIT.txt
mkdir app
cd app
cat > go.mod << 'MODULE'
module example.org/app

go 1.21

require (
	example.org/plain v0.0.0
	example.org/reuse v0.0.0
)

replace (
	example.org/plain => ../plain
	example.org/reuse => ../reuse
)
MODULE
cat > main.go << 'MAIN'
package main

import (
	plain "example.org/plain/sub"
	reuse "example.org/reuse/sub"
)

func main() { println(plain.One + reuse.One) }
MAIN
go mod vendor
seen=$(find vendor -type f | LC_ALL=C sort)
echo "$seen"
diff - <(echo "$seen") << 'SEEN'
vendor/example.org/plain/LICENSE
vendor/example.org/plain/NOTICE
vendor/example.org/plain/sub/sub.go
vendor/example.org/reuse/sub/sub.go
vendor/modules.txt
SEEN
