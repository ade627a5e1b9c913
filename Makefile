# policyloom. Works with Python 3.11 or newer, pip and make; nothing needs root.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STUDY ?= studies/china-internet-plus
JOBS ?= auto
BENCHMARKS ?= builds names extraction documents networks reuse trade qca claims
# Where Java is at hand, the tests also run the statements on Spark and the benchmarks find their peers.
TESTLOCK := requirements/$(if $(shell command -v java 2>/dev/null),peers,dev).lock
LOCK := uv pip compile --universal --generate-hashes --no-header --no-annotate --python-version 3.11 pyproject.toml --extra documents --extra reuse

.DEFAULT_GOAL := help
.PHONY: help setup study serve check test fast lint types tests browser lock schemas snapshots benchmark clean

help: ## list what there is
	@grep -E '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 14

# A virtual environment without pip's own bootstrap where the system's Python has none.
$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed (PYTHON=...)"; exit 1; }
	@$(PYTHON) -m venv $(VENV) >/dev/null 2>&1 || $(PYTHON) -m venv --without-pip $(VENV)

$(VENV)/.run: requirements/run.lock pyproject.toml | $(BIN)/python
	@echo "policyloom: installing what it needs (a few minutes the first time) ..."
	@$(PYTHON) -m pip --python $(BIN)/python install --quiet --disable-pip-version-check --require-hashes -r requirements/run.lock
	@$(PYTHON) -m pip --python $(BIN)/python install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.dev: $(TESTLOCK) $(VENV)/.run
	@echo "policyloom: installing what the tests need ..."
	@$(PYTHON) -m pip --python $(BIN)/python install --quiet --disable-pip-version-check --require-hashes -r $(TESTLOCK)
	@touch $@

setup: $(VENV)/.run ## a .venv with the policyloom command

study: setup ## build the shipped study; prints where report and site lie
	@$(BIN)/policyloom build $(STUDY)

serve: setup ## the study in a browser, rebuilt on change
	@$(BIN)/policyloom serve $(STUDY)

check: setup ## every problem of the study at once
	@$(BIN)/policyloom check $(STUDY)

test: lint types tests ## set up, lint, types, tests

fast: $(VENV)/.dev ## the fast tests only
	@$(BIN)/python -m pytest -n $(JOBS) -m "not slow"

lint: $(VENV)/.dev
	@$(BIN)/ruff check . && $(BIN)/ruff format --check . && $(BIN)/lint-imports --no-logo

types: $(VENV)/.dev
	@$(BIN)/mypy

tests: $(VENV)/.dev
	@$(BIN)/python -m pytest -n $(JOBS)

lock: $(VENV)/.dev ## renew the hash-locked requirements (needs uv)
	$(LOCK) --group build -o requirements/run.lock
	$(LOCK) --group build --group dev -o requirements/dev.lock
	$(LOCK) --group build --group dev --extra spark --group peers -o requirements/peers.lock

schemas: $(VENV)/.dev ## write the JSON Schemas anew
	@$(BIN)/python -m policyloom.files.schema

snapshots: $(VENV)/.dev ## accept changed snapshots, after looking at the difference
	@$(BIN)/python -m pytest -n $(JOBS) --snapshot-update

$(VENV)/.peers: requirements/peers.lock $(VENV)/.dev
	@$(PYTHON) -m pip --python $(BIN)/python install --quiet --disable-pip-version-check --require-hashes -r requirements/peers.lock
	@touch $@

benchmark: $(VENV)/.peers ## speed as ratios within one run
	@for b in $(BENCHMARKS); do echo "== $$b"; $(BIN)/python -m benchmarks.$$b || exit 1; done

clean: ## remove everything made
	@$(PYTHON) -c "import shutil,glob; [shutil.rmtree(p, ignore_errors=True) for p in ['.venv','build','dist',*glob.glob('studies/*/derived')]]"
