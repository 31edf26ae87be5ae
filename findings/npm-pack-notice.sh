#!/usr/bin/env bash
# npm adds LICENSE and COPYING to every package, and leaves NOTICE out.
#
# Packages: npm 11.19.1.
# Expected: the legal files at the top of a package are published whatever "files" lists, as LICENSE
#           is.
# Happens:  with "files" in package.json, LICENSE, LICENCE and COPYING are added; NOTICE, COPYRIGHT,
#           PATENTS and AUTHORS are not. Nothing warns.
# Matters:  section 4(d) of Apache-2.0 requires a distribution to carry the NOTICE, so the published
#           package breaks the licence that it states. List NOTICE in "files".
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm install --silent --prefix tool npm@11.19.1

mkdir -p package/lib
cd package
echo '{"name": "foo", "version": "1.0.0", "license": "Apache-2.0", "files": ["lib"]}' > package.json
echo 'module.exports = 1' > lib/foo.js
for name in LICENSE LICENCE.md COPYING NOTICE NOTICE.md COPYRIGHT PATENTS AUTHORS; do
    echo text > "$name"
done
seen=$(../tool/node_modules/.bin/npm pack --dry-run --json 2> /dev/null | python3 -c '
import json, sys
(package,) = json.load(sys.stdin)
print(*sorted(one["path"] for one in package["files"]), sep="\n")')
echo "$seen"
diff - <(echo "$seen") << 'SEEN'
COPYING
LICENCE.md
LICENSE
lib/foo.js
package.json
SEEN
