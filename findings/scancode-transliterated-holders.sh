#!/usr/bin/env bash
# scancode writes holders in ASCII, so different people become one holder.
#
# Packages: scancode-toolkit 32.5.0, pluggy 1.6.0 (1.7 keeps this scancode from starting).
# Expected: the holder is the name as the file states it.
# Happens:  accents are dropped, Cyrillic and Chinese are transliterated without tones. Three names
#           in Chinese characters all become "Li Lei", and the statement is altered too.
# Matters:  two authors look like one, so a declaration of the first also covers the second; and a
#           NOTICE made of these statements does not reproduce any of them. Read the name from the
#           line of the file that scancode gives.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check scancode-toolkit==32.5.0 pluggy==1.6.0

mkdir src
number=0
for name in '李雷' '黎磊' '李蕾' 'Šimon Žák' 'Simon Zak' 'ООО Ромашка'; do
    number=$((number + 1))
    printf '# Copyright (c) 2020 %s\n\nprint(1)\n' "$name" > "src/$number.py"
done
venv/bin/scancode --copyright --quiet --json out.json src
seen=$(venv/bin/python -c 'import json
for one in json.load(open("out.json"))["files"]:
    if one["type"] == "file":
        written = open(one["path"], encoding="utf-8").readline().strip()
        print(written, "->", one["copyrights"][0]["copyright"], "/", one["holders"][0]["holder"])')
echo "$seen"
diff - <(echo "$seen") << 'SEEN'
# Copyright (c) 2020 李雷 -> Copyright (c) 2020 Li Lei / Li Lei
# Copyright (c) 2020 黎磊 -> Copyright (c) 2020 Li Lei / Li Lei
# Copyright (c) 2020 李蕾 -> Copyright (c) 2020 Li Lei / Li Lei
# Copyright (c) 2020 Šimon Žák -> Copyright (c) 2020 Simon Zak / Simon Zak
# Copyright (c) 2020 Simon Zak -> Copyright (c) 2020 Simon Zak / Simon Zak
# Copyright (c) 2020 ООО Ромашка -> Copyright (c) 2020 OOO Romashka / OOO Romashka
SEEN
