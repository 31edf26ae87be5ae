#!/usr/bin/env bash
# scancode names another version, or another licence, where it has no key for a licence of a model.
#
# Packages: scancode-toolkit 32.5.0, pluggy 1.6.0 (1.7 keeps this scancode from starting).
# Expected: the text of the Llama 3 licence is unknown, or at least not stated as another version; the
#           line that it requires in a NOTICE is no licence but its own; the values of Hugging Face's
#           model cards are licences, or none.
# Happens:  the text is stated as Llama 3.1, its line as the IC license 1.0, and the values of cards
#           for licences of models are nothing.
# Matters:  each version requires its own line, word for word. Who takes the name from the scan writes
#           the line of the wrong version into the NOTICE, and the right line brings a licence that
#           nobody has.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check scancode-toolkit==32.5.0 pluggy==1.6.0

mkdir src
# The texts of 3 and 3.1 differ in little but the names of the version.
venv/bin/python - << 'TEXT' |
import importlib.util as u, pathlib
folder = pathlib.Path(u.find_spec("licensedcode").submodule_search_locations[0], "data", "licenses")
text = (folder / "llama-3.1-license-2024.LICENSE").read_text(encoding="utf-8")
print(text.split("---\n", 2)[2].strip())
TEXT
    sed 's/Llama 3\.1/Meta Llama 3/g; s/LLAMA 3\.1/META LLAMA 3/g; s/July 23, 2024/April 18, 2024/g; s,llama3_1,llama3,g' > src/LICENSE
printf 'Meta Llama 3 is licensed under the Meta Llama 3 Community License, Copyright © Meta Platforms, Inc. All Rights Reserved.\n' > src/NOTICE
for value in apache-2.0 llama3.1 llama3.3 gemma openrail++ bigscience-bloom-rail-1.0; do
    mkdir "src/$value"
    printf -- '---\nlicense: %s\n---\n# Foo 7B\n' "$value" > "src/$value/README.md"
done
venv/bin/scancode --license --quiet --json out.json src
seen=$(venv/bin/python -c 'import json
for one in json.load(open("out.json"))["files"]:
    if one["type"] == "file":
        print(one["path"], "->", one["detected_license_expression_spdx"])' | LC_ALL=C sort)
echo "$seen"
diff - <(echo "$seen") << 'SEEN'
src/LICENSE -> LicenseRef-scancode-llama-3.1-license-2024
src/NOTICE -> LicenseRef-scancode-ic-1.0
src/apache-2.0/README.md -> Apache-2.0
src/bigscience-bloom-rail-1.0/README.md -> None
src/gemma/README.md -> None
src/llama3.1/README.md -> None
src/llama3.3/README.md -> None
src/openrail++/README.md -> None
SEEN
