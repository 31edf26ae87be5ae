#!/usr/bin/env bash
# license-expression refuses valid SPDX expressions and accepts names that are no SPDX ids.
#
# Packages: license-expression 30.4.4; packaging 26.3, which checks the same field of Python packages.
# Expected: the SPDX licensing of the library knows what the SPDX specification allows.
# Happens:  "Apache-2.0+" (the operator +) and "LicenseRef-Foo" are unknown keys. "GPL", which states
#           no version, is normalised to GPL-1.0-or-later. packaging accepts the first two, refuses
#           the third, and keeps "GPL-2.0" where license-expression writes "GPL-2.0-only".
# Matters:  two steps of one pipeline disagree about which expression is valid and how it is spelled,
#           so an allow list that is compared as text lets through or stops the wrong ones.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check license-expression==30.4.4 packaging==26.3

seen=$(venv/bin/python << 'PYTHON'
from license_expression import get_spdx_licensing
from packaging.licenses import InvalidLicenseExpression, canonicalize_license_expression

spdx = get_spdx_licensing()
for text in ("MIT", "Apache-2.0+", "LicenseRef-Foo", "GPL", "GPL-2.0"):
    found = spdx.validate(text)
    try:
        other = canonicalize_license_expression(text)
    except InvalidLicenseExpression:
        other = "refused"
    print(text, "->", "refused" if found.errors else found.normalized_expression, "/", other)
PYTHON
)
echo "$seen"
diff - <(echo "$seen") << 'SEEN'
MIT -> MIT / MIT
Apache-2.0+ -> refused / Apache-2.0+
LicenseRef-Foo -> refused / LicenseRef-Foo
GPL -> GPL-1.0-or-later / refused
GPL-2.0 -> GPL-2.0-only / GPL-2.0
SEEN
