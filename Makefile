# Words: up demo test test-servers test-spark lint bench docs lock. Each sets up what it needs; a fresh machine needs Python >= 3.11 and make.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# `make up ARGS="--port 9000"` hands words on.
ARGS ?=

.PHONY: up demo test test-sqlite test-postgres test-servers test-spark lint bench docs models lock clean

up: $(VENV)/.ready
	@exec $(BIN)/twoears up $(ARGS)

demo: $(VENV)/.ready
	@exec $(BIN)/twoears demo $(ARGS)

test: test-sqlite test-postgres

test-sqlite: $(VENV)/.dev
	$(BIN)/python tests/needs.py
	$(BIN)/pytest -n 2 -m "not servers and not spark" $(ARGS)

test-postgres: $(VENV)/.dev
	$(BIN)/python tests/on_postgres.py $(BIN)/pytest -n 2 -m "not browser and not embedded and not servers and not spark" tests $(ARGS)

# Against real servers. What they need is put there by tests/servers/install-NAME.sh (Debian, root).
test-servers: $(VENV)/.dev
	$(BIN)/pytest -m servers tests/servers $(ARGS)

# By Spark on this machine, against what is counted without it. Needs Java 17 (Debian: openjdk-17-jre-headless).
test-spark: $(VENV)/.dev
	$(BIN)/pytest -m spark tests/spark $(ARGS)

lint: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports
	$(BIN)/mypy

bench: $(VENV)/.dev
	$(BIN)/python benchmarks/run.py $(ARGS)

docs: $(VENV)/.dev
	$(BIN)/python -m docs.generate
	$(BIN)/mkdocs build --strict --quiet --site-dir .build/site
	@echo "Open .build/site/index.html"

models: $(VENV)/.dev
	@test -n "$(DATA)" || { echo "Say where the data lies: make models DATA=folder"; exit 2; }
	$(BIN)/python -m twoears.understanding.recipe $(DATA)

# Compiled without host names, for all supported versions of Python at once.
lock: $(VENV)/.uv
	$(BIN)/uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --quiet -o requirements.lock
	$(BIN)/uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --quiet --all-extras --group dev --group models --group docs -o requirements-dev.lock

$(VENV)/.uv:
	@$(PYTHON) -c 'import sys; sys.exit("Two Ears needs Python 3.11 or newer; this is " + sys.version.split()[0]) if sys.version_info < (3, 11) else None'
	@$(PYTHON) -m venv $(VENV) || { echo "This Python lacks venv. On Debian and Ubuntu: sudo apt install python3-venv"; exit 1; }
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check uv
	@touch $@

$(VENV)/.ready: requirements.lock pyproject.toml $(VENV)/.uv
	@echo "Setting up, once ..."
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes -r requirements.lock
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps -e .
	@touch $@

$(VENV)/.dev: requirements-dev.lock $(VENV)/.ready
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes -r requirements-dev.lock
	@touch $@

clean:
	rm -rf $(VENV) .build
