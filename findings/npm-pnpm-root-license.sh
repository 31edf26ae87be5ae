#!/usr/bin/env bash
# `pnpm pack` adds the LICENSE of the workspace to a package that is under another licence.
#
# Packages: pnpm 12.21.0 and npm 11.21.2.
# Expected: a package holds files of its own folder, as with npm.
# Happens:  pnpm adds the LICENSE from the root of the workspace to each package that has no file of that
#           name. It does not compare it with "license" in package.json. COPYING and a folder LICENSES do
#           not count as a licence. It adds no NOTICE, and it prints nothing.
# Matters:  a copy of a package under Apache-2.0 that has its text in COPYING is published with the MIT
#           text of the one who copied it. No file of the repository shows that: check what is packed.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm install --silent --prefix tool pnpm@12.21.0 npm@11.21.2

mkdir -p project/packages/{own,copying,reuse/LICENSES,none}
cd project
echo '{"name": "root", "version": "1.0.0", "private": true, "workspaces": ["packages/*"]}' > package.json
printf 'packages:\n  - packages/*\n' > pnpm-workspace.yaml
echo 'MIT, Haneul Labs' > LICENSE
echo 'Notice of Haneul Labs' > NOTICE
for name in own copying reuse none; do
    printf '{"name": "%s", "version": "1.0.0", "license": "Apache-2.0"}\n' "$name" \
        > "packages/$name/package.json"
done
echo 'Apache-2.0, Foo Corp.' > packages/own/LICENSE
echo 'Apache-2.0, Foo Corp.' > packages/copying/COPYING
echo 'Apache-2.0' > packages/reuse/LICENSES/Apache-2.0.txt
seen=$(
    for tool in npm pnpm; do
        for name in own copying reuse none; do
            (cd "packages/$name" && "$work/tool/node_modules/.bin/$tool" pack \
                --pack-destination "$work" > /dev/null 2> "$work/errors") || cat "$work/errors"
            echo "$tool $name:" $(tar tzf "$work/$name-1.0.0.tgz" | sed 's,^package/,,' | LC_ALL=C sort)
            tar xzOf "$work/$name-1.0.0.tgz" package/LICENSE 2> /dev/null || true
            rm "$work/$name-1.0.0.tgz"
        done
    done
)
echo "$seen"
diff - <(echo "$seen") << 'SEEN'
npm own: LICENSE package.json
Apache-2.0, Foo Corp.
npm copying: COPYING package.json
npm reuse: LICENSES/Apache-2.0.txt package.json
npm none: package.json
pnpm own: LICENSE package.json
Apache-2.0, Foo Corp.
pnpm copying: COPYING LICENSE package.json
MIT, Haneul Labs
pnpm reuse: LICENSE LICENSES/Apache-2.0.txt package.json
MIT, Haneul Labs
pnpm none: LICENSE package.json
MIT, Haneul Labs
SEEN
