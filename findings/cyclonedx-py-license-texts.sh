#!/usr/bin/env bash
# cyclonedx-py --gather-license-texts finds no text in the folder `licenses` of a wheel.
#
# Packages: cyclonedx-bom 7.5.0, setuptools 76.1.0 and 82.0.1; Python 3.11.7 (as installed).
# Expected: the files that METADATA lists as License-File are in the bill of materials.
# Happens:  setuptools 76 puts them beside METADATA, and they are found. setuptools 82 puts them into
#           `licenses`, the place of PEP 639, and none is found: neither LICENSE nor AUTHORS. Only -vvv
#           logs that they were not read. The exit code is 0.
# Matters:  an attribution document made from this bill lacks the texts of packages that were built
#           lately. They have a licence id, so nothing looks incomplete. Read the texts from the wheels.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv tool
tool/bin/pip install --quiet --disable-pip-version-check cyclonedx-bom==7.5.0
python3 -m venv --without-pip target

make() { # NAME SETUPTOOLS-VERSION
    mkdir "$1"
    echo 'Copyright 2019 Foo Corp.' > "$1/LICENSE"
    echo 'Anna Weber' > "$1/AUTHORS"
    cat > "$1/pyproject.toml" << PROJECT
[build-system]
requires = ["setuptools==$2"]
build-backend = "setuptools.build_meta"

[project]
name = "$1"
version = "1.0"
classifiers = ["License :: OSI Approved :: MIT License"]

[tool.setuptools]
py-modules = []
license-files = ["LICENSE", "AUTHORS"]
PROJECT
    tool/bin/pip --python target install --quiet --disable-pip-version-check "./$1"
}
make foo 76.1.0
make bar 82.0.1
seen=$(
    (cd target/lib/python3*/site-packages && find . -name LICENSE -o -name AUTHORS | LC_ALL=C sort)
    tool/bin/cyclonedx-py environment --gather-license-texts target/bin/python > bill.json 2> log
    echo "exit code $?, $(grep --count LICENSE log || true) messages"
    tool/bin/cyclonedx-py environment --gather-license-texts -vvv target/bin/python 2>&1 > /dev/null |
        grep --only-matching 'failed to read license file .*' | LC_ALL=C sort -u
    tool/bin/python << 'PYTHON'
import json

for component in json.load(open("bill.json"))["components"]:
    licenses = [entry["license"] for entry in component["licenses"]]
    print(component["name"], [license.get("id") or license["name"] for license in licenses])
PYTHON
)
echo "$seen"
diff - <(echo "$seen") << 'SEEN'
./bar-1.0.dist-info/licenses/AUTHORS
./bar-1.0.dist-info/licenses/LICENSE
./foo-1.0.dist-info/AUTHORS
./foo-1.0.dist-info/LICENSE
exit code 0, 0 messages
failed to read license file 'AUTHORS' for dist 'bar'
failed to read license file 'LICENSE' for dist 'bar'
bar ['MIT']
foo ['MIT', 'declared license file: AUTHORS', 'declared license file: LICENSE']
SEEN
