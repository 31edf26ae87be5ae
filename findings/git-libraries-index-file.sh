#!/usr/bin/env bash
# Under `git commit -a`, git libraries in a hook read another index than the one being committed.
#
# Packages: pygit2 1.21.0, dulwich 1.2.21, GitPython 3.2.1, and git as installed.
# Expected: in a pre-commit hook the staged content is what the repository's index holds.
# Happens:  `git commit -a` and `git commit PATH` build the commit in an index of its own and name it
#           in GIT_INDEX_FILE. git itself reads that one. All three libraries open .git/index,
#           which holds the content from before, and report nothing unusual.
# Matters:  the hook approves the old content while the new one is committed. Ask git, or open the
#           file that GIT_INDEX_FILE names.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check pygit2==1.21.0 dulwich==1.2.21 GitPython==3.2.1

export GIT_CONFIG_GLOBAL=/dev/null
export GIT_AUTHOR_NAME=A GIT_AUTHOR_EMAIL=a@example.org GIT_COMMITTER_NAME=A GIT_COMMITTER_EMAIL=a@example.org
git init --quiet project
cd project
echo 'Copyright 2020 Foo Corp.' > a.py
git add a.py
git commit --quiet --message first
cat > .git/hooks/pre-commit << 'HOOK'
#!/bin/sh
basename "$GIT_INDEX_FILE"
echo "git       $(git show :a.py)"
../venv/bin/python - << 'PYTHON'
import dulwich.repo
import git
import pygit2

one = pygit2.Repository(".")
print("pygit2   ", one[one.index["a.py"].id].data.decode().strip())
two = dulwich.repo.Repo(".")
print("dulwich  ", two[two.open_index()[b"a.py"].sha].data.decode().strip())
three = git.Repo(".").index.entries["a.py", 0]
print("GitPython", git.Repo(".").git.cat_file("blob", three.hexsha))
PYTHON
HOOK
chmod +x .git/hooks/pre-commit
echo 'Copyright 2026 Haneul Labs' > a.py
seen=$(git commit --quiet --all --message second 2>&1; git show HEAD:a.py)
echo "$seen"
diff - <(echo "$seen") << 'SEEN'
index.lock
git       Copyright 2026 Haneul Labs
pygit2    Copyright 2020 Foo Corp.
dulwich   Copyright 2020 Foo Corp.
GitPython Copyright 2020 Foo Corp.
Copyright 2026 Haneul Labs
SEEN
