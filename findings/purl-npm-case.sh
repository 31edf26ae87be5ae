#!/usr/bin/env bash
# The package URL of one npm package names another one, with another licence.
#
# Packages: packageurl-python 0.17.6; JSONStream 1.3.5 and jsonstream 1.0.3 from npm.
# Expected: a package URL identifies one package; npm names of today are lower case.
# Happens:  names from before that rule remain, and npm tells JSONStream from jsonstream. The library
#           lowercases the name (but not the scope), so both have the package URL of the second.
#           The first is "(MIT OR Apache-2.0)"; the second states no licence.
# Matters:  looked up by its package URL, JSONStream has the licence and the vulnerabilities of
#           another package. Keep the name as the lock file of npm has it beside the package URL.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check packageurl-python==0.17.6
npm pack --silent JSONStream@1.3.5 jsonstream@1.0.3 > /dev/null

seen=$(
    for archive in JSONStream-1.3.5.tgz jsonstream-1.0.3.tgz; do
        tar --extract --to-stdout --file "$archive" package/package.json | venv/bin/python -c '
import json, sys
from packageurl import PackageURL
package = json.load(sys.stdin)
print(package["name"], package.get("license"), PackageURL("npm", name=package["name"]))'
    done
    venv/bin/python -c 'from packageurl import PackageURL
print(PackageURL.from_string("pkg:npm/%40Foo/Bar"))'
)
echo "$seen"
diff - <(echo "$seen") << 'SEEN'
JSONStream (MIT OR Apache-2.0) pkg:npm/jsonstream
jsonstream None pkg:npm/jsonstream
pkg:npm/%40Foo/bar
SEEN
