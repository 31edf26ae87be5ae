#!/usr/bin/env bash
# In REUSE a file foo.py.license replaces the notices inside of foo.py.
#
# Packages: reuse 6.2.0.
# Expected: a sidecar adds to what the file states, or lint reports that the two contradict.
# Happens:  the notices in the file are not read. A file that names Foo Corp. and GPL-3.0-only is MIT
#           by Haneul Labs in the bill of materials, and `reuse lint` says that all is well.
# Matters:  anybody can relabel foreign code by adding one small file, and the diff does not touch the
#           code. A gate has to compare a new sidecar with the notices in the file beside it.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check reuse==6.2.0

git init --quiet project
cd project
mkdir LICENSES
echo 'The MIT License' > LICENSES/MIT.txt
printf '# SPDX-%s: 2019 Foo Corp.\n# SPDX-%s: GPL-3.0-only\n\nprint(1)\n' \
    FileCopyrightText License-Identifier > foo.py
report() {
    ../venv/bin/reuse lint --quiet && echo "lint: 0" || echo "lint: $?"
    ../venv/bin/reuse spdx 2> /dev/null | grep -E '^(LicenseInfoInFile|FileCopyrightText)'
}
seen=$(
    report
    printf 'SPDX-%s: 2026 Haneul Labs\n\nSPDX-%s: MIT\n' FileCopyrightText License-Identifier > foo.py.license
    report
)
echo "$seen"
diff - <(echo "$seen") << 'SEEN'
lint: 1
LicenseInfoInFile: GPL-3.0-only
FileCopyrightText: <text>SPDX-FileCopyrightText: 2019 Foo Corp.</text>
lint: 0
LicenseInfoInFile: MIT
FileCopyrightText: <text>SPDX-FileCopyrightText: 2026 Haneul Labs</text>
SEEN
