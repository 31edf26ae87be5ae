#!/usr/bin/env bash
# pre-commit skips a hook when a commit only deletes files that the hook is for.
#
# Packages: pre-commit 4.6.0, and git as installed.
# Expected: a hook for LICENSE files runs when LICENSE is deleted, for that is a change to one.
# Happens:  deleted names are taken out before hooks are matched. The hook is shown as skipped, with
#           "no files to check", and the commit succeeds. The same holds for a range (--from-ref).
# Matters:  the change that a licence gate exists for never reaches it. Set always_run, and ask git
#           what is staged.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check pre-commit==4.6.0

export GIT_CONFIG_GLOBAL=/dev/null PRE_COMMIT_HOME="$work/cache" PRE_COMMIT_COLOR=never
export GIT_AUTHOR_NAME=A GIT_AUTHOR_EMAIL=a@example.org GIT_COMMITTER_NAME=A GIT_COMMITTER_EMAIL=a@example.org
git init --quiet project
cd project
cat > .pre-commit-config.yaml << 'CONFIG'
repos:
  - repo: local
    hooks:
      - {id: gate, name: gate, entry: "false", language: system, files: LICENSE}
CONFIG
echo text > LICENSE
git add .
git commit --quiet --message first
../venv/bin/pre-commit install > /dev/null

seen=$(
    git rm --quiet LICENSE
    git commit --quiet --message 'Delete the licence' 2>&1 && echo "commit: 0"
    ../venv/bin/pre-commit run --from-ref HEAD~1 --to-ref HEAD && echo "range: 0"
)
echo "$seen"
diff - <(echo "$seen" | tr --squeeze-repeats .) << 'SEEN'
gate.(no files to check)Skipped
commit: 0
gate.(no files to check)Skipped
range: 0
SEEN
