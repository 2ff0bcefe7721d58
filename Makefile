# `make demo` and `make test` do all their set-up themselves; Python 3.11 or newer with venv is all they need.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check install --quiet

.PHONY: demo test chaos check bench bench-quick mutants format schema openapi shopify-schema lock plugin clean

demo: $(VENV)/.installed
	$(BIN)/loyalty demo

test: $(VENV)/.developing
	$(BIN)/python -m pytest -n 2 --dist loadfile

# Ten minutes of kills at random under load, on a fleet of processes (docs/reliability.md): make chaos MINUTES=60
MINUTES ?= 10
chaos: $(VENV)/.developing
	$(BIN)/python -m tests.chaos --minutes $(MINUTES)

check: $(VENV)/.developing
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports --verbose >/dev/null || $(BIN)/lint-imports
	$(BIN)/python .ci/audit

# What it is as fast as, measured in turn with it; into benchmarks/results/ (docs/performance.md).
bench: $(VENV)/.benchmarking
	$(BIN)/python -m benchmarks

bench-quick: $(VENV)/.benchmarking
	$(BIN)/python -m benchmarks --quick

# Changes the core in some thousand ways and asks whether a test notices (docs/testing.md).
mutants: $(VENV)/.developing
	HYPOTHESIS_PROFILE=mutants $(BIN)/mutmut run
	$(BIN)/mutmut export-cicd-stats
	cat mutants/mutmut-cicd-stats.json

format: $(VENV)/.developing
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

# Editors complete and check a programme file that names it: # yaml-language-server: $$schema=…/programme.schema.json
schema: $(VENV)/.installed
	$(BIN)/python -c 'import json; from connector.programme import ProgrammeDocument as D; print(json.dumps(D.model_json_schema(), indent=1, ensure_ascii=False))' > docs/programme.schema.json

# Every address that the web server answers.
openapi: $(VENV)/.installed
	$(BIN)/python -c 'import json; from connector.web.openapi import document; print(json.dumps(document(), indent=1, ensure_ascii=False))' > docs/openapi.json

# Shopify's own schema, from npm.
shopify-schema:
	$(PYTHON) adapters/shopify/schema/fetch.py

# What a merchant uploads to WordPress (docs/connect-woocommerce.md).
plugin:
	mkdir -p dist
	$(PYTHON) -m zipfile -c dist/loyalty-connector.zip adapters/woocommerce/plugin/loyalty-connector

# Every package with the hashes of its files, so that what is installed is what was tested.
lock: $(VENV)/.developing
	$(BIN)/uv pip compile pyproject.toml --group build $(LOCK) -o requirements.lock
	$(BIN)/uv pip compile pyproject.toml --group dev --extra postgres $(LOCK) -o requirements-dev.lock
LOCK := --universal --generate-hashes --no-header --no-annotate --quiet

# What is only compared with.
$(VENV)/.benchmarking: $(VENV)/.developing benchmarks/requirements.txt
	$(PIP) -r benchmarks/requirements.txt
	touch $@

clean:
	rm -rf $(VENV) .demo .mypy_cache .pytest_cache .ruff_cache .hypothesis dist

$(VENV)/bin/python:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed, not " + sys.version)'
	$(PYTHON) -m venv $(VENV)

$(VENV)/.installed: $(VENV)/bin/python requirements.lock pyproject.toml
	$(PIP) --require-hashes -r requirements.lock
	$(PIP) --no-deps --no-build-isolation --editable .
	touch $@

$(VENV)/.developing: $(VENV)/.installed requirements-dev.lock
	$(PIP) --require-hashes -r requirements-dev.lock
	touch $@
