#!/usr/bin/env bash
# A licence header above a model card's metadata removes the licence from the metadata.
#
# Packages: huggingface_hub 2.4.0.
# Expected: a comment at the top of README.md changes nothing, since the page does not show it.
# Happens:  the metadata has to be the first thing in the file; only blank lines may stand before it.
#           With an HTML comment, the usual form of a licence header in Markdown, the card has no
#           metadata: no licence, no base model. Only a warning is logged.
# Matters:  a gate that reads the card through the library sees a model without base model and with no
#           licence to check. Report a card whose text holds a metadata block that was not read.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check huggingface_hub==2.4.0

card='---\nlicense: llama3\nbase_model: foo/Foo-7B\n---\n\n# Haneul 7B\n'
printf -- "$card" > plain.md
printf -- "\n\n$card" > blank-lines.md
printf -- "<!-- Copyright 2026 Haneul Labs -->\n$card" > comment.md
seen=$(venv/bin/python 2> warnings << 'PYTHON'
from huggingface_hub import ModelCard

for name in ("plain", "blank-lines", "comment"):
    data = ModelCard.load(f"{name}.md").data
    print(name, data.license, data.base_model)
PYTHON
)
echo "$seen"
diff - <(echo "$seen") << 'SEEN'
plain llama3 foo/Foo-7B
blank-lines llama3 foo/Foo-7B
comment None None
SEEN
