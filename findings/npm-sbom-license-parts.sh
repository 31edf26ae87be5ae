#!/usr/bin/env bash
# In CycloneDX `npm sbom` writes GPL-2.0+ as GPL-2.0, and drops the exception after WITH.
#
# Packages: npm 11.21.2.
# Expected: the bill of materials states the licence of package.json, in both of npm's formats.
# Happens:  of a licence without AND and OR only the identifier is written, so "+" and WITH are lost.
#           LicenseRef-Foo is written as an id of SPDX's list, which the schema refuses. A text that is no
#           SPDX expression is left out. npm's SPDX format has each text as it is.
# Matters:  GPL-2.0+ can be used under GPL-3.0 and an exception permits what the GPL does not, so a gate
#           refuses what is permitted. UNLICENSED, which permits nothing, looks like a package that says
#           nothing. Take licences from package.json or from the SPDX format.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm install --silent --prefix tool npm@11.21.2

mkdir app
cd app
python3 - << 'PYTHON'
import json, pathlib
licences = [
    "MIT", "GPL-2.0-or-later", "GPL-2.0+", "GPL-2.0-only WITH Classpath-exception-2.0",
    "Apache-2.0 WITH LLVM-exception", "(GPL-2.0+ OR MIT)", "LicenseRef-Foo", "Apache 2.0", "UNLICENSED",
    None,
]
names = [f"foo{number}" for number in range(len(licences))]
for name, licence in zip(names, licences):
    folder = pathlib.Path("node_modules", name)
    folder.mkdir(parents=True)
    package = {"name": name, "version": "1.0.0"} | ({"license": licence} if licence else {})
    (folder / "package.json").write_text(json.dumps(package))
app = {"name": "app", "version": "1.0.0", "dependencies": dict.fromkeys(names, "1.0.0")}
pathlib.Path("package.json").write_text(json.dumps(app))
PYTHON
for kind in cyclonedx spdx; do
    ../tool/node_modules/.bin/npm sbom --sbom-format "$kind" > "$kind.json" 2> /dev/null
done
seen=$(python3 -c '
import json
spdx = {one["name"]: one["licenseDeclared"] for one in json.load(open("spdx.json"))["packages"]}
for one in json.load(open("cyclonedx.json"))["components"]:
    print(spdx[one["name"]], "->", json.dumps(one.get("licenses")))')
echo "$seen"
diff - <(echo "$seen") << 'SEEN'
MIT -> [{"license": {"id": "MIT"}}]
GPL-2.0-or-later -> [{"license": {"id": "GPL-2.0-or-later"}}]
GPL-2.0+ -> [{"license": {"id": "GPL-2.0"}}]
GPL-2.0-only WITH Classpath-exception-2.0 -> [{"license": {"id": "GPL-2.0-only"}}]
Apache-2.0 WITH LLVM-exception -> [{"license": {"id": "Apache-2.0"}}]
(GPL-2.0+ OR MIT) -> [{"expression": "(GPL-2.0+ OR MIT)"}]
LicenseRef-Foo -> [{"license": {"id": "LicenseRef-Foo"}}]
Apache 2.0 -> null
UNLICENSED -> null
NOASSERTION -> null
SEEN
