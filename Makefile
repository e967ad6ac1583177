# What a person types. `make` alone lists it. A fresh Debian 12 needs nothing but python3, python3-venv and make.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
ARGS ?=
# Of Virtuoso the program alone: the package around it would start a server. Node.js may also have come from
# elsewhere, so it is asked for by its commands.
DEBIAN_PACKAGES := caddy chromium faketime fonts-dejavu-core postgresql strace virtuoso-opensource-7-bin \
  $(if $(shell command -v node),,nodejs) $(if $(shell command -v npm),,npm)

# Wheels with known hashes and nothing else: no compiler runs, and no changed file slips in.
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-input
PINNED := $(PIP) --require-hashes --only-binary :all:

# A stamp is touched when its step is done, so that a step that broke off is taken again.
MADE := $(VENV)/.made
RUN := $(VENV)/.run
TEST := $(VENV)/.test
NODE := tests/node/node_modules/.installed

.DEFAULT_GOAL := help
.PHONY: help setup run test check bench docs messages lock system clean

help: ## List these targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' Makefile
	@echo 'ARGS="…" is handed on to the command of run, test, bench and lock.'

setup: $(RUN) ## Make the environment in .venv from the pinned, hashed requirements
	@echo "Ready: $(BIN)/ocn --help"

run: $(RUN) ## Load the demonstration collections and serve at http://localhost:8000
	@exec $(BIN)/ocn serve --demo $(ARGS)

test: $(TEST) $(if $(shell command -v npm),$(NODE)) ## Run all tests; some: make test ARGS="tests/unit -k dates"
	$(BIN)/python -m pytest -n 2 --dist loadgroup $(ARGS)

check: $(TEST) ## Lint, check the format, the types and the layers
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: $(TEST) ## Measure ingest and start against the engine alone
	@$(BIN)/python -m tests.bench $(ARGS)

docs: $(RUN) ## Write the tables of docs/ anew from the code
	@$(BIN)/python docs/tables.py

messages: $(RUN) ## Bring the catalogues of the interface's languages up to date
	@$(BIN)/python docs/messages.py

lock: $(MADE) ## Pin the dependencies anew, with hashes; newest: make lock ARGS=--upgrade
	@test -x $(BIN)/uv || $(PIP) uv
	@set -e; compile() { \
	  $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	    --no-emit-index-url --no-annotate --no-header $(ARGS) "$$@"; \
	}; \
	compile pyproject.toml requirements/build.in -o requirements/run.txt; \
	compile requirements/test.in -o requirements/test.txt

system: ## Install the Debian packages that some tests need (as root)
	@missing=; for package in $(DEBIAN_PACKAGES); do \
	  dpkg-query --show --showformat='$${Status}\n' $$package 2>/dev/null | grep -q 'ok installed' \
	    || missing="$$missing $$package"; \
	done; \
	if [ -z "$$missing" ]; then echo "All Debian packages are there: $(DEBIAN_PACKAGES)"; exit 0; fi; \
	if [ "$$(id -u)" != 0 ]; then echo "Debian packages are missing:$$missing. Run: sudo make system" >&2; exit 1; fi; \
	echo "Installing Debian packages:$$missing"; export DEBIAN_FRONTEND=noninteractive; \
	apt-get -qq update && apt-get -qq install --yes --no-install-recommends $$missing >/dev/null

clean: ## Remove the environment and everything made by the tools (never ocn-data)
	rm -rf $(VENV) tests/node/node_modules build dist .bench .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	find service tests docs -name __pycache__ -type d -prune -exec rm -rf {} +

# Debian splits ensurepip off into python3-venv and would leave half an environment behind: ask first.
$(MADE):
	@command -v $(PYTHON) >/dev/null || { \
	  echo "There is no $(PYTHON) here. On Debian: apt install python3 python3-venv" >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "$(PYTHON) is older than 3.11. Name a newer one: make PYTHON=python3.12 $(MAKECMDGOALS)" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
	  echo "$(PYTHON) has no venv module. On Debian: apt install python3-venv" >&2; exit 1; }
	@echo "Making the environment in $(VENV) …"
	@$(PYTHON) -m venv $(VENV)
	@touch $@

$(RUN): requirements/run.txt pyproject.toml $(MADE)
	@echo "Installing the service and what it needs; this happens once and takes up to a minute …"
	@$(PINNED) -r requirements/run.txt
	@$(PIP) --no-deps --no-build-isolation --editable .
	@touch $@

$(TEST): requirements/test.txt $(RUN)
	@echo "Installing what the tests and checks need …"
	@$(PINNED) -r requirements/test.txt
	@touch $@

# The lock has a hash of every package. Tests that need them are skipped where they cannot be installed.
$(NODE): tests/node/package-lock.json
	@echo "Installing the clients in JavaScript that tests let ask the service …"
	@if npm ci --prefix tests/node --ignore-scripts --no-audit --no-fund --silent; then touch $@; \
	  else echo "npm could not install them, so their tests will be skipped." >&2; fi
