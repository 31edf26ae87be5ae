#!/usr/bin/env bash
# scancode drops some surnames from a holder: "Anna Weber" becomes "Anna".
#
# Packages: scancode-toolkit 32.5.0, pluggy 1.6.0 (1.7 keeps this scancode from starting).
# Expected: the holder of "Copyright (c) 2020 Anna Weber" is Anna Weber.
# Happens:  a last word that begins like a word of web pages or code (Web, Page, File, Code) is cut
#           off. With an e-mail address behind it, or a legal form, the same name is kept.
# Matters:  the holders "Anna" of two files can be two people, and the attribution names nobody. The
#           same person also has two names, so one declaration does not explain both statements.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check scancode-toolkit==32.5.0 pluggy==1.6.0

mkdir src
number=10
for name in 'Anna Weber' 'Anna Webber' 'Anna Weber <anna@example.org>' 'Anna Weber GmbH' \
    'Foo Corp. and Anna Weber' 'Anna Becker' 'Tom Page' 'Jon Code'; do
    number=$((number + 1))
    printf '# Copyright (c) 2020 %s\n\nprint(1)\n' "$name" > "src/$number.py"
done
venv/bin/scancode --copyright --quiet --json out.json src
seen=$(venv/bin/python -c 'import json
for one in json.load(open("out.json"))["files"]:
    if one["type"] == "file":
        print(open(one["path"]).readline().strip(), "->", one["holders"][0]["holder"])')
echo "$seen"
diff - <(echo "$seen") << 'SEEN'
# Copyright (c) 2020 Anna Weber -> Anna
# Copyright (c) 2020 Anna Webber -> Anna
# Copyright (c) 2020 Anna Weber <anna@example.org> -> Anna Weber
# Copyright (c) 2020 Anna Weber GmbH -> Anna Weber GmbH
# Copyright (c) 2020 Foo Corp. and Anna Weber -> Foo Corp. and Anna
# Copyright (c) 2020 Anna Becker -> Anna Becker
# Copyright (c) 2020 Tom Page -> Tom
# Copyright (c) 2020 Jon Code -> Jon
SEEN
