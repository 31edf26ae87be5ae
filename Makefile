# Everything runs in an environment of the repository's own. `make demo` shows the main job on real
# input; `make test` is what CI runs.
PYTHON ?= python3
VENV ?= .venv
BIN = $(VENV)/bin
STAMP = $(VENV)/.installed

.PHONY: demo test lint format unit engine coverage dist package act bench bench-statements bench-weights bench-copies bench-releases hostile memo parity parity-sample ablation assumptions mutation lock docs screenshots site clean bench-adoption bench-again git git-build audit

# --no-deps: the lock holds everything. pip would else look for `coverage[toml]` besides the pinned
# coverage, and refuse the lock on the day when a newer one is out.
$(STAMP): pyproject.toml requirements/dev.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements/dev.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	touch $(STAMP)

demo: $(STAMP)
	PATH="$(abspath $(BIN)):$$PATH" $(BIN)/python docs/demo.py

test: lint unit engine package

lint: $(STAMP)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/pre-commit validate-manifest .pre-commit-hooks.yaml
	$(BIN)/check-jsonschema --quiet --builtin-schema vendor.github-actions action.yml
	$(BIN)/check-jsonschema --quiet --builtin-schema vendor.github-workflows .github/workflows/*.yml
	$(BIN)/check-jsonschema --quiet --builtin-schema vendor.dependabot .github/dependabot.yml
	$(BIN)/check-jsonschema --quiet --builtin-schema vendor.github-issue-forms .github/ISSUE_TEMPLATE/[!c]*.yml
	$(BIN)/check-jsonschema --quiet --builtin-schema vendor.github-issue-config .github/ISSUE_TEMPLATE/config.yml
	$(BIN)/pre-commit validate-config
	$(BIN)/zizmor --quiet --offline --strict-collection --persona pedantic action.yml .github

format: $(STAMP)
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

# The tests that need neither the engine nor the network.
unit: $(STAMP)
	$(BIN)/pytest --numprocesses 2 --dist worksteal -m "not engine and not network"

# The other tests. With loadfile one process runs all tests of a file, so what a file shares is made once.
engine: $(STAMP)
	$(BIN)/pytest --numprocesses 2 --dist loadfile -m "engine or network"

# The tests of the parts that call git, with the git in DIR: GIT=DIR. `git-build` makes one of
# .cache/git-source.
GIT ?= .cache/git/bin
git: $(STAMP)
	PATH="$(abspath $(GIT)):$$PATH" $(BIN)/pytest -m "not engine and not network" tests/git tests/sources \
		tests/removals tests/history tests/cli/test_push.py tests/cli/test_locale.py

git-build:
	$(MAKE) -C .cache/git-source prefix="$(abspath .cache/git)" NO_CURL=1 NO_TCLTK=1 NO_GETTEXT=1 \
		NO_PERL=1 NO_PYTHON=1 NO_RUST=1 all install

# Known vulnerabilities of the locked packages; needs pipx.
audit:
	pipx run --spec pip-audit==2.10.1 pip-audit --require-hashes --disable-pip -r requirements/runtime.txt

# Fails below the floor in pyproject.toml.
coverage: $(STAMP)
	mkdir -p .cache/coverage
	$(BIN)/pytest --numprocesses 2 --dist worksteal -m "not engine and not network" --cov --cov-report=term

# The wheel is made from the source distribution, so that one is whole too; by the time of the
# commit, so that the same commit gives the same wheel.
dist: $(STAMP)
	rm -rf dist
	SOURCE_DATE_EPOCH="$$(git log -1 --format=%ct)" $(BIN)/python -m build --quiet --no-isolation --outdir dist .

# The wheel is tested in an environment, and a folder, without the sources.
package: dist
	$(BIN)/python tests/package.py dist/*.whl

# Needs Go, and builds for some minutes, once. With it tests/action/test_act.py runs the Action.
act:
	GOBIN="$(abspath .cache/bin)" go install github.com/nektos/act@v0.2.89

# They need npm, go, cargo and mvn to fetch the public files; an hour.
bench: $(STAMP)
	$(BIN)/python benchmarks/commit.py --write
	$(BIN)/python benchmarks/releases.py --write
	$(BIN)/python benchmarks/policies.py --write
	$(BIN)/python benchmarks/notices.py --write
	$(BIN)/python benchmarks/action.py --write

# Statements of public packages that were listed by hand; needs npm, and the apt-get of Debian 12.
bench-statements: $(STAMP)
	$(BIN)/python benchmarks/statements.py --write --list
	$(BIN)/python benchmarks/statements.py --write --held-out

# Trains some 2,500 small models, once: 25 minutes of one CPU.
bench-weights: $(STAMP)
	$(BIN)/python benchmarks/weights.py --write

# Debian packages; apt-get source has to find them.
bench-adoption: $(STAMP)
	$(BIN)/python benchmarks/adoption.py

# Fetches the packages of the corpus, once; a first check of 6,400 files takes minutes.
bench-again: $(STAMP)
	$(BIN)/python benchmarks/again.py --write

bench-releases: $(STAMP)
	$(BIN)/python benchmarks/releases.py --write

# Fetches 2 GB of public packages, once; half an hour of one CPU.
bench-copies: $(STAMP)
	$(BIN)/python benchmarks/copies.py --write

# The tests in tests/hostile with other cases in each round. The short form is part of `make test`.
MINUTES ?= 60
hostile: $(STAMP)
	$(BIN)/python benchmarks/hostile.py $(MINUTES)

memo: $(STAMP)
	$(BIN)/python benchmarks/memo.py --write

# Asking stock scancode takes half an hour, once.
parity: $(STAMP)
	$(BIN)/python benchmarks/parity.py --write

# What each patch of scancode gains.
ablation: $(STAMP)
	$(BIN)/python benchmarks/ablation.py --write

# After the functions that tests/scan/fast/test_assumptions.py names were read anew.
assumptions: $(STAMP)
	$(BIN)/python -m attribcheck.scan.fast.assumptions

# 500 files, other ones with each SEED: CI compares them weekly.
SEED ?= $(shell date +%G-W%V)
parity-sample: $(STAMP)
	$(BIN)/python benchmarks/parity.py --sample 500 --seed "$(SEED)"

# Changes the code in small ways, and lists the changes that no test notices. No gate. PART is a
# pattern of modules; a run that was stopped goes on where it was.
PART ?= *
mutation: $(VENV)/.mutation
	$(BIN)/mutmut run "attribcheck.$(PART)"
	$(BIN)/mutmut results

$(VENV)/.mutation: $(STAMP) requirements/mutation.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements/mutation.txt
	touch $@

COMPILE = $(BIN)/uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-annotate \
	--no-header --python-version 3.10

# What the ranges of pyproject.toml resolve to, with hashes, for CI and the Action.
lock: $(STAMP)
	$(COMPILE) pyproject.toml -o requirements/runtime.txt
	$(COMPILE) pyproject.toml --group test --group lint -c requirements/runtime.txt -o requirements/dev.txt
	$(COMPILE) --group build -c requirements/dev.txt -o requirements/build.txt
	$(COMPILE) --group mutation -c requirements/dev.txt -o requirements/mutation.txt
	$(COMPILE) --group docs -c requirements/dev.txt -o requirements/docs.txt

docs: $(STAMP)
	$(BIN)/python docs/generate.py

# The pictures in docs/images; needs Chromium.
screenshots: $(STAMP)
	$(BIN)/python docs/screenshots.py

# The site, in build/site. Warnings are errors: a link to a page, a heading or a file that is not there.
SITE = .venv-docs
site: $(SITE)/.installed
	$(SITE)/bin/sphinx-build --quiet --fresh-env --fail-on-warning --keep-going -c docs/site . build/site

$(SITE)/.installed: requirements/docs.txt
	$(PYTHON) -m venv $(SITE)
	$(SITE)/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements/docs.txt
	touch $@

clean:
	rm -rf $(VENV) $(SITE) build dist mutants .cache *.egg-info
