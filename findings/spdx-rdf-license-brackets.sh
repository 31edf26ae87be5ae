#!/usr/bin/env bash
# spdx-tools reads "GPL-3.0-only AND (MIT OR Apache-2.0)" from RDF without its brackets.
#
# Packages: spdx-tools 0.8.5.
# Expected: a valid document that is converted from tag-value to RDF and on to JSON says the same.
# Happens:  the RDF is right: the choice is a set inside the conjunction. The reader joins the members of
#           each set with AND or OR, in random order, and adds no brackets. AND binds more strongly, so
#           the choice becomes the outer operator: "Apache-2.0 OR (MIT AND GPL-3.0-only)", or the same with
#           MIT and Apache-2.0 exchanged. The tool calls each document valid, and exits with 0. Through
#           JSON, YAML or XML the brackets stay.
# Matters:  a bill of materials that passed through RDF offers a licence without the GPL, and a gate that
#           looks for a permitted choice accepts it. Use another format.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check spdx-tools==0.8.5

cat > foo.spdx << 'DOCUMENT'
SPDXVersion: SPDX-2.3
DataLicense: CC0-1.0
SPDXID: SPDXRef-DOCUMENT
DocumentName: foo
DocumentNamespace: https://example.org/foo
Creator: Organization: Haneul Labs
Created: 2026-01-01T00:00:00Z

PackageName: foo
SPDXID: SPDXRef-foo
PackageDownloadLocation: NOASSERTION
FilesAnalyzed: false
DOCUMENT
printf 'PackageLicense%s: GPL-3.0-only AND (MIT OR Apache-2.0)\n\n' Declared >> foo.spdx
printf 'Relationship: SPDXRef-DOCUMENT DESCRIBES SPDXRef-foo\n' >> foo.spdx

seen=$(
    for type in json yaml xml rdf.xml; do
        venv/bin/pyspdxtools --infile foo.spdx --outfile "foo.$type"
        venv/bin/pyspdxtools --infile "foo.$type" --outfile back.json
        venv/bin/python - "$type" << 'PYTHON'
import json
import sys

from license_expression import get_spdx_licensing

(package,) = json.load(open("back.json"))["packages"]
declared = get_spdx_licensing().parse(package["licenseDeclared"])
operator = declared.operator.strip()
without = operator == "OR" and any("GPL" not in str(arg) for arg in declared.args)
print(f"{sys.argv[1]}: outer operator {operator}, choice without the GPL: {without}")
PYTHON
    done 2> warnings
)
echo "$seen"
diff - <(echo "$seen") << 'SEEN'
json: outer operator AND, choice without the GPL: False
yaml: outer operator AND, choice without the GPL: False
xml: outer operator AND, choice without the GPL: False
rdf.xml: outer operator OR, choice without the GPL: True
SEEN
