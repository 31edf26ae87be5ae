#!/usr/bin/env bash
# eradicate deletes the comment `# License: MIT` as if it were code.
#
# Packages: eradicate 3.0.1, ruff 0.17.6.
# Expected: commented-out code is removed; a licence header is not code.
# Happens:  `License: MIT` is valid Python, a variable with an annotation, so eradicate deletes the line.
#           `Author: Anna` and `License: Apache-2.0` go too; `Author: Anna Weber` and `License: MIT
#           License` stay, as does the line with the holder. ERA001 of ruff reports the same lines, and
#           `Copyright: Foo`. It deletes none of them, even with --unsafe-fixes. The SPDX line stays.
# Matters:  a clean-up of dead code removes the licence and the author of copied files. Compare the
#           notices before and after, and state licences as SPDX identifiers.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check eradicate==3.0.1 ruff==0.17.6

printf '# SPDX-%s: MIT\n' License-Identifier > code.py
cat >> code.py << 'CODE'
# Copyright 2019 Foo Corp.
# Copyright: Foo
# License: MIT
# License: Apache-2.0
# License: MIT License
# Author: Anna
# Author: Anna Weber
# __license__ = "MIT"
print(1)
CODE
cp code.py ruff.py
seen=$(
    venv/bin/eradicate --in-place code.py
    echo '== eradicate leaves'
    cat code.py
    echo '== ruff reports'
    venv/bin/ruff check --isolated --no-cache --select ERA --fix --unsafe-fixes \
        --output-format concise ruff.py | sed -n 's/^ruff.py:\([0-9]*\):.*/\1p/p' |
        sed -nf - ruff.py
    echo "lines left: $(grep --count . ruff.py)"
)
echo "$seen"
diff - <(echo "$seen") << 'SEEN'
== eradicate leaves
# SPDX-License-Identifier: MIT
# Copyright 2019 Foo Corp.
# Copyright: Foo
# License: MIT License
# Author: Anna Weber
print(1)
== ruff reports
# Copyright: Foo
# License: MIT
# License: Apache-2.0
# Author: Anna
# __license__ = "MIT"
lines left: 10
SEEN
