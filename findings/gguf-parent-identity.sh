#!/usr/bin/env bash
# gguf gives a fine-tuned model the name and the organisation of its base model.
#
# Packages: gguf 0.19.0, numpy 2.4.6.
# Expected: the organisation in a GGUF file is the one that made the model, and the model that it is made
#           from is a base model. An override file replaces what the model card says.
# Happens:  when the card has no name, gguf reads `_name_or_path` of config.json. transformers 4.46.3 keeps
#           the parent's name there when it saves a configuration that was loaded from the parent. The
#           parent's name and organisation become the model's own, and no base model is recorded. An
#           override changes the organisation and `general.license.name`. Its `general.license` is
#           ignored: the card's licence stays, beside the name of another.
# Matters:  a gate that reads GGUF metadata attributes the model to the wrong organisation, finds no base
#           model to check, and sees a licence that was overridden. Compare with the card and config.json.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check gguf==0.19.0 numpy==2.4.6

mkdir haneul-chat
printf -- '---\nlicense: apache-2.0\n---\n\n# Haneul Chat\n' > haneul-chat/README.md
echo '{"_name_or_path": "foo-corp/Foo-7B"}' > haneul-chat/config.json
cat > override.json << 'OVERRIDE'
{
  "general.organization": "Haneul Labs",
  "general.license": "other",
  "general.license.name": "foo-community-1.0"
}
OVERRIDE
seen=$(venv/bin/python << 'PYTHON'
from pathlib import Path

import numpy
from gguf import GGUFReader, GGUFWriter, Metadata

KEYS = ("name", "organization", "license", "license.name", "base_model.count")
for override in (None, Path("override.json")):
    writer = GGUFWriter("model.gguf", "llama")
    Metadata.load(override, Path("haneul-chat")).set_gguf_meta_model(writer)
    writer.add_tensor("weight", numpy.ones(2, dtype=numpy.float32))
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    print("==", override or "no override")
    reader = GGUFReader("model.gguf")
    for key in KEYS:
        field = reader.get_field(f"general.{key}")
        print(f"general.{key}:", field.contents() if field else None)
PYTHON
)
echo "$seen"
diff - <(echo "$seen") << 'SEEN'
== no override
general.name: Foo 7B
general.organization: Foo Corp
general.license: apache-2.0
general.license.name: None
general.base_model.count: None
== override.json
general.name: Foo 7B
general.organization: Haneul Labs
general.license: apache-2.0
general.license.name: foo-community-1.0
general.base_model.count: None
SEEN
