#!/usr/bin/env bash
# Strict CycloneDX validation does not read licence expressions, and 1.6 allows one of them.
#
# Packages: cyclonedx-python-lib[json-validation] 11.12.0, with the official schemas that it ships.
# Expected: the strict validator refuses an expression that is none; and a component can state the
#           concluded and the declared expression, for each has the field "acknowledgement".
# Happens:  any text is a valid expression, while the id "mit" is refused for its lower case. Up to
#           1.6 a second entry beside an expression is refused; 1.7 takes it.
# Matters:  a valid bill of materials can hold licences that no tool understands. And in 1.6 the
#           licence that the authors declare is lost beside an expression, unless a property keeps it.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check 'cyclonedx-python-lib[json-validation]==11.12.0'

seen=$(venv/bin/python << 'PYTHON'
import json

from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator

CASES = {
    "expression that is none": [{"expression": "ask ((the lawyers"}],
    "id in lower case": [{"license": {"id": "mit"}}],
    "concluded and declared": [
        {"expression": "MIT OR Apache-2.0", "acknowledgement": "concluded"},
        {"expression": "MIT", "acknowledgement": "declared"},
    ],
}
for version in (SchemaVersion.V1_6, SchemaVersion.V1_7):
    for name, licenses in CASES.items():
        component = {"type": "library", "name": "foo", "licenses": licenses}
        bom = {"bomFormat": "CycloneDX", "specVersion": version.to_version(), "components": [component]}
        error = JsonStrictValidator(version).validate_str(json.dumps(bom))
        print(version.to_version(), name, "->", "refused" if error else "valid")
PYTHON
)
echo "$seen"
diff - <(echo "$seen") << 'SEEN'
1.6 expression that is none -> valid
1.6 id in lower case -> refused
1.6 concluded and declared -> refused
1.7 expression that is none -> valid
1.7 id in lower case -> refused
1.7 concluded and declared -> valid
SEEN
