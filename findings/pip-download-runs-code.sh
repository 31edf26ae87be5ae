#!/usr/bin/env bash
# `pip download --no-deps` of a source archive runs the archive's code; a wrong hash stops it before.
#
# Packages: pip 26.3.
# Expected: a command that downloads and does not install executes nothing of what it downloads.
# Happens:  pip runs the build backend for the metadata, also with --no-deps, where the metadata is not
#           needed. With a hash in the requirement that the file does not have, pip downloads the file,
#           compares, and ends before it unpacks it; its error names the URL and the true hash.
# Matters:  a gate that fetches packages to look at them runs whatever their authors wrote.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check pip==26.3
mkdir -p "$work/haneul-1.0" "$work/index" "$work/out"
cd "$work/haneul-1.0"
printf 'Metadata-Version: 1.0\nName: haneul\nVersion: 1.0\n' > PKG-INFO
printf '[build-system]\nrequires = []\nbuild-backend = "backend"\nbackend-path = ["."]\n' > pyproject.toml
printf 'open("%s", "w").close()\n' "$work/ran" > backend.py
tar -czf "$work/index/haneul-1.0.tar.gz" -C "$work" haneul-1.0
cd "$work"

download() {
  rm -f ran
  venv/bin/pip download --quiet --disable-pip-version-check --no-index --find-links index --no-deps \
    --no-binary :all: --dest out "$@" > log 2>&1 || true
  if [ -e ran ]; then echo "its code ran"; else echo "its code did not run"; fi
}

{
  echo "without a hash: $(download haneul==1.0)"
  echo "haneul==1.0 --hash=sha256:$(printf '0%.0s' {1..64})" > requirements.txt
  echo "with a wrong hash: $(download --requirement requirements.txt)"
  grep --quiet "Got *$(sha256sum index/haneul-1.0.tar.gz | cut -d' ' -f1)" log && echo "pip names the true hash"
} | tee seen

diff - seen <<'SEEN'
without a hash: its code ran
with a wrong hash: its code did not run
pip names the true hash
SEEN
