#!/usr/bin/env bash
# Installing the packages of a project switches the licence gate of its clone off.
#
# Packages: npm's lefthook 2.1.10.
# Expected: `npm install` leaves the hooks of the clone alone, or keeps the one that is there.
# Happens:  lefthook's install script renames an existing pre-commit hook to pre-commit.old, which
#           nothing runs any more, and puts its own in the place. Commits that the hook refused pass.
# Matters:  a gate that was set up by hand, or by pre-commit, is gone after the dependencies of
#           somebody else's branch were installed once. List the gate in lefthook.yml, and check the
#           range in CI.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
unset CI GIT_DIR GIT_INDEX_FILE
cd "$work"
git init --quiet .
printf '#!/bin/sh\necho "the gate refuses"\nexit 1\n' > .git/hooks/pre-commit
chmod +x .git/hooks/pre-commit
echo '{"name": "foo", "version": "1.0.0"}' > package.json
printf 'pre-commit:\n  commands:\n    nothing:\n      run: "true"\n' > lefthook.yml
echo node_modules > .gitignore
git add .
git -c user.name=a -c user.email=a@example.org commit --quiet --no-verify -m first
echo text > new.txt
git add new.txt

commit() {
    if git -c user.name=a -c user.email=a@example.org commit --quiet -m x > /dev/null 2>&1; then
        echo "$1: committed"
    else
        echo "$1: refused"
    fi
}
seen=$(
    commit before
    npm install --silent lefthook@2.1.10 > /dev/null 2>&1
    commit after
    find .git/hooks -name 'pre-commit*' -not -name '*.sample' -printf '%f\n' | sort
)
echo "$seen"
diff - <(echo "$seen") << 'SEEN'
before: refused
after: committed
pre-commit
pre-commit.old
SEEN
