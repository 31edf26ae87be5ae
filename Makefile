# Everything runs in an environment of the repository's own. `make demo` shows the main job on real
# input; `make test` is what CI runs.
PYTHON ?= python3
VENV ?= .venv
BIN = $(VENV)/bin
STAMP = $(VENV)/.installed

.PHONY: demo test lint format unit dist package act bench bench-weights memo parity lock docs clean

# --no-deps: the lock holds everything. pip would else look for `coverage[toml]` besides the pinned
# coverage, and refuse the lock on the day when a newer one is out.
$(STAMP): pyproject.toml requirements/dev.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements/dev.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	touch $(STAMP)

demo: $(STAMP)
	PATH="$(abspath $(BIN)):$$PATH" $(BIN)/python docs/demo.py

test: lint unit package

lint: $(STAMP)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/pre-commit validate-manifest .pre-commit-hooks.yaml
	$(BIN)/check-jsonschema --quiet --builtin-schema vendor.github-actions action.yml
	$(BIN)/check-jsonschema --quiet --builtin-schema vendor.github-workflows .github/workflows/*.yml
	$(BIN)/zizmor --quiet --offline --strict-collection --persona pedantic action.yml .github/workflows

format: $(STAMP)
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

unit: $(STAMP)
	$(BIN)/pytest --numprocesses 2 --dist loadfile

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

# Both need npm, go, cargo and mvn to fetch the public files.
bench: $(STAMP)
	$(BIN)/python benchmarks/commit.py --write
	$(BIN)/python benchmarks/action.py --write

# Trains some 2,500 small models, once: 25 minutes of one CPU.
bench-weights: $(STAMP)
	$(BIN)/python benchmarks/weights.py --write

memo: $(STAMP)
	$(BIN)/python benchmarks/memo.py --write

# Asking stock scancode takes half an hour, once.
parity: $(STAMP)
	$(BIN)/python benchmarks/parity.py --write

# What the ranges of pyproject.toml resolve to, with hashes, for CI and the Action.
lock: $(STAMP)
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-annotate --no-header \
		--python-version 3.10 pyproject.toml -o requirements/runtime.txt
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-annotate --no-header \
		--python-version 3.10 pyproject.toml --group test --group lint -c requirements/runtime.txt -o requirements/dev.txt
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-annotate --no-header \
		--python-version 3.10 --group build -c requirements/dev.txt -o requirements/build.txt

docs: $(STAMP)
	$(BIN)/python docs/generate.py

clean:
	rm -rf $(VENV) build dist .cache *.egg-info
