#!/usr/bin/env bash
# `git log -S TEXT -- FILE` prints nothing for a notice that a merge dropped.
#
# Packages: git 2.39.5 (as installed; there is no package to pin).
# Expected: the commit that added the notice, and the merge that dropped it. A path only leaves out the
#           commits of other files.
# Happens:  a merge that is resolved to one side equals that parent in this file. With a path, git follows
#           that parent only, and does not visit the merged branch. --all does not help once the branch is
#           deleted. Without a path, or with --full-history, the commit that added the notice is found.
#           The merge that dropped it is found with -m only. The exit code is 0 each time.
# Matters:  an empty answer reads as "this file never had the notice". Search the history of a file with
#           `git log -m --full-history -S TEXT -- FILE`.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
git --version

export GIT_CONFIG_GLOBAL=/dev/null GIT_CONFIG_NOSYSTEM=1
export GIT_AUTHOR_NAME=A GIT_AUTHOR_EMAIL=a@example.org GIT_COMMITTER_NAME=A GIT_COMMITTER_EMAIL=a@example.org

begin() { # FOLDER
    git init --quiet --initial-branch=main "$1"
    cd "$1"
    echo 'a = 1' > foo.py
    git add .
    git commit --quiet --message 'start'
    git checkout --quiet -b side
    printf '# Copyright 2019 Foo Corp.\na = 2\n' > foo.py
    git commit --quiet --all --message 'add notice'
    git checkout --quiet main
    echo 'a = 3' > foo.py
    git commit --quiet --all --message 'change'
}
search() { # ARGUMENT...
    local commits
    commits=$(git log --reverse --format=%s -S 'Foo Corp' "$@" | paste -sd,)
    echo "$*: ${commits:-nothing}"
}
searches() {
    git branch --quiet -D side
    search HEAD
    search HEAD -- foo.py
    search HEAD --all -- foo.py
    search HEAD --full-history -- foo.py
    search HEAD -m -- foo.py
    search HEAD -m --full-history -- foo.py
    cd ..
}
seen=$(
    echo '== merge --strategy ours'
    begin strategy
    git merge --quiet --strategy ours --message 'merge' side
    searches
    echo '== conflict, resolved to ours'
    begin conflict
    git merge --quiet side > /dev/null || true
    git checkout --quiet --ours foo.py
    git commit --quiet --all --message 'merge'
    searches
)
echo "$seen"
diff - <(echo "$seen") << 'SEEN'
== merge --strategy ours
HEAD: add notice
HEAD -- foo.py: nothing
HEAD --all -- foo.py: nothing
HEAD --full-history -- foo.py: add notice
HEAD -m -- foo.py: add notice,merge
HEAD -m --full-history -- foo.py: add notice,merge
== conflict, resolved to ours
HEAD: add notice
HEAD -- foo.py: nothing
HEAD --all -- foo.py: nothing
HEAD --full-history -- foo.py: add notice
HEAD -m -- foo.py: add notice,merge
HEAD -m --full-history -- foo.py: add notice,merge
SEEN
