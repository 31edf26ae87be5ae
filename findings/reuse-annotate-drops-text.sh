#!/usr/bin/env bash
# `reuse annotate`, which adds a holder to a file, deletes the licence text in its header.
#
# Packages: reuse 6.2.0.
# Expected: the holder is added, and the other lines of the header stay.
# Happens:  the first comment that has a copyright line is replaced by one that is made of the holders,
#           contributors and identifiers in it. All its other lines are deleted: the permission notice,
#           and where the code is from. The exit code is 0. With --no-replace the comment stays.
# Matters:  MIT and BSD require that their text stays. A file that has the text and no identifier loses
#           its licence, or gets another one with --license. Pass --no-replace for foreign files, and
#           compare the notices before and after.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check reuse==6.2.0

write() {
    cat > "$1" << 'HEADER'
# Copyright 2019 Foo Corp.
#
# Permission is hereby granted, free of charge, to any person obtaining a copy
# of this software, to deal in the software without restriction.
#
# The last function is ported from libbar of Bar GmbH, under BSD-3-Clause.

print(1)
HEADER
}
seen=$(
    write one.py
    write two.py
    write three.py
    venv/bin/reuse annotate --copyright 'Haneul Labs' --year 2026 one.py
    venv/bin/reuse annotate --copyright 'Haneul Labs' --year 2026 --license Apache-2.0 two.py
    venv/bin/reuse annotate --copyright 'Haneul Labs' --year 2026 --no-replace three.py
    head -50 one.py two.py three.py
)
echo "$seen"
diff - <(echo "$seen") << 'SEEN'
Successfully changed header of one.py
Successfully changed header of two.py
Successfully changed header of three.py
==> one.py <==
# Copyright 2019 Foo Corp.
# SPDX-FileCopyrightText: 2026 Haneul Labs

print(1)

==> two.py <==
# Copyright 2019 Foo Corp.
# SPDX-FileCopyrightText: 2026 Haneul Labs
#
# SPDX-License-Identifier: Apache-2.0

print(1)

==> three.py <==
# SPDX-FileCopyrightText: 2026 Haneul Labs

# Copyright 2019 Foo Corp.
#
# Permission is hereby granted, free of charge, to any person obtaining a copy
# of this software, to deal in the software without restriction.
#
# The last function is ported from libbar of Bar GmbH, under BSD-3-Clause.

print(1)
SEEN
