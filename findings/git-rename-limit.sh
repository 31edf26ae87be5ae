#!/usr/bin/env bash
# Past 1,000 renamed files git stops looking for renames, and exits with 0.
#
# Packages: git 2.39.5 (as installed; there is no package to pin).
# Expected: `git diff -M` finds the renames of a large commit, slowly, or fails.
# Happens:  with 1,000 files moved, renamed and changed, all are renames; with one more, all 1,001 are
#           deleted and added. A warning goes to standard error; the exit code is 0.
# Matters:  vendored code moved as a whole, its notices replaced on the way, looks like new files, and
#           nothing is left to compare the notices with. Pass -l0 (no limit), or read the warning.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
git --version

export GIT_CONFIG_GLOBAL=/dev/null GIT_CONFIG_NOSYSTEM=1
export GIT_AUTHOR_NAME=A GIT_AUTHOR_EMAIL=a@example.org GIT_COMMITTER_NAME=A GIT_COMMITTER_EMAIL=a@example.org

write() { # FOLDER PREFIX HOLDER COUNT
    mkdir -p "$1"
    python3 - "$@" << 'PYTHON'
import pathlib, sys
folder, prefix, holder, count = sys.argv[1:]
for number in range(int(count)):
    code = "".join(f"def f{number}_{line}(x): return x + {line}\n" for line in range(20))
    pathlib.Path(folder, f"{prefix}{number}.py").write_text(f"# Copyright 2020 {holder}\n{code}")
PYTHON
}
kinds() { # GIT-OPTION...
    git diff -M "$@" --name-status HEAD~1 HEAD 2> warnings | cut -c1 | sort | uniq -c | xargs echo "$*"
    grep --count 'rename detection was skipped' warnings || true
}

seen=$(
    for count in 1000 1001; do
        git init --quiet "$count"
        cd "$count"
        write old f 'Foo Corp.' "$count"
        git add .
        git commit --quiet --message old
        rm -r old
        write new g 'Haneul Labs' "$count"
        git add --all
        git commit --quiet --message new
        echo "$count files"
        kinds
        kinds -l0
        cd ..
    done
)
echo "$seen"
diff - <(echo "$seen") << 'SEEN'
1000 files
 1000 R
0
-l0 1000 R
0
1001 files
 1001 A 1001 D
1
-l0 1001 R
0
SEEN
