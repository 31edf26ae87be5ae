#!/usr/bin/env bash
# license-expression turns a project's own LicenseRef into a licence of the SPDX list.
#
# Packages: license-expression 30.4.4.
# Expected: "LicenseRef-" begins a name that a document gives to a text of its own (SPDX standard, annex
#           on licence expressions), so a parser keeps it as it is, whatever follows.
# Happens:  28 such names are aliases of scancode's list: LicenseRef-MIT-Discord is parsed, validated
#           and printed as MIT, LicenseRef-Apache as Apache-2.0, LicenseRef-GPL as GPL-1.0-or-later,
#           LicenseRef-LICENSE as a proprietary licence. Other names stay, and do not validate.
# Matters:  a list of allowed licences lets LicenseRef-MIT-Discord through, whatever its text says, and
#           a rewritten document loses the name under which the text is in LICENSES/.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check license-expression==30.4.4

seen=$(venv/bin/python << 'PYTHON'
from license_expression import get_license_index, get_spdx_licensing

licensing = get_spdx_licensing()
for name in ("MIT-Discord", "Apache", "GPL", "LICENSE", "Foo"):
    ref = f"LicenseRef-{name}"
    errors = licensing.validate(ref).errors
    print(ref, "->", licensing.parse(ref), "| valid" if not errors else "| unknown")
aliases = [
    alias
    for entry in get_license_index()
    for alias in entry.get("other_spdx_license_keys") or ()
    if alias.startswith("LicenseRef-") and not alias.startswith("LicenseRef-scancode-")
]
print(len(aliases), "aliases")
PYTHON
)
echo "$seen"
diff - <(echo "$seen") << 'SEEN'
LicenseRef-MIT-Discord -> MIT | valid
LicenseRef-Apache -> Apache-2.0 | valid
LicenseRef-GPL -> GPL-1.0-or-later | valid
LicenseRef-LICENSE -> LicenseRef-scancode-proprietary-license | valid
LicenseRef-Foo -> LicenseRef-Foo | unknown
28 aliases
SEEN
