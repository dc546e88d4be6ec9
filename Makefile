# `make demo` and `make test` each work alone on a clean clone; `make help` lists the rest.
# The locks in requirements/ and package-lock.json say what is installed; where from is the machine's business.

PYTHON ?= python3.11
SCALE ?= 0.05
SEED ?= 1
NIGHTS ?= 3
PORT ?= 8000
FOLDER ?= demo

VENV := .venv
BIN := $(VENV)/bin
CHROMIUM := /usr/bin/chromium
# A stamp is newer than what it was made from, so that the second run has nothing to do.
RUN := $(VENV)/.run-installed
TEST := $(VENV)/.test-installed
SPARK := $(VENV)/.spark-installed
PEERS := .peers/.installed
NODE := node_modules/.seenheard-installed
BUILT := src/seenheard/web/static/built/seenheard.css
LOOK := $(wildcard frontend/*) package.json

# Errors only: a machine's own list of package places makes an older pip warn about each package.
PIP := $(BIN)/python -m pip -qq --disable-pip-version-check
PYTEST := $(BIN)/python -m pytest
ON_POSTGRES := $(BIN)/python -m tests.postgres -- $(PYTEST)

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.NOTPARALLEL:
.PHONY: help demo peers test test-all lint format docs lock bench clean chromium

help: ## this list
	@grep -hE '^[a-z-]+:.*## ' Makefile | sed -E 's/:[^#]*## /\t/' | expand -t 12

demo: $(RUN) $(BUILT) ## a force that does not exist, its nights and the site: SCALE=0.05 SEED=1 NIGHTS=3 PORT=8000 FOLDER=demo
	@$(BIN)/seenheard demo --folder "$(FOLDER)" --scale "$(SCALE)" --seed "$(SEED)" --nights "$(NIGHTS)" --port "$(PORT)"

test: $(TEST) $(BUILT) chromium ## what every change must pass
	$(MAKE) --no-print-directory lint
	$(PYTEST)
	$(ON_POSTGRES) tests/web -m "not slow and not browser and not spark"
	@if [ -x $(CHROMIUM) ]; then set -x; $(PYTEST) -m "browser and not slow"; fi

test-all: $(TEST) $(BUILT) chromium ## every seed, engine, database and browser
	$(PYTEST) -m "not browser and not postgres and not spark"
	$(ON_POSTGRES) tests/web -m "not browser and not spark"
	@if [ -x $(CHROMIUM) ]; then set -x; $(PYTEST) -m browser; fi
	@if ! grep -rqE 'mark\.spark' tests --include='*.py'; then echo "Spark: it has no tests yet."; \
	elif ! java -version >/dev/null 2>&1; then echo "Java is missing: the tests on Spark are skipped (Debian: apt-get install openjdk-17-jre-headless)."; \
	else $(MAKE) --no-print-directory $(SPARK) && $(PYTEST) -m spark; fi

lint: $(TEST) ## ruff, mypy and the borders between rooms
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache --no-logo

format: $(TEST) ## lets ruff mend what it can
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

docs: $(TEST) ## writes docs/contract, docs/duties and docs/audits from the code
	$(BIN)/python -m seenheard.records.documentation docs/contract
	$(BIN)/python -m seenheard.releases.documentation docs/contract
	$(BIN)/python -m tests.spec.documentation docs/duties
	$(BIN)/python -m seenheard.audits.documentation docs/audits

lock: $(TEST) ## writes the locks of requirements/ and package-lock.json afresh
	requirements/lock.sh
	npm install --package-lock-only

bench: $(TEST) ## measures a night and the pages; bench/README.md says how to read it
	$(BIN)/python -m bench.night
	$(BIN)/python -m bench.pages

peers: $(TEST) $(PEERS) ## compares the statistics of audits with packages that work out the same
	$(BIN)/python -m bench.audit_peers

clean: ## removes what make made: the environment, packages, assets and the demonstration
	rm -rf $(VENV) .peers node_modules build demo src/seenheard/web/static/built src/seenheard/web/static/collected
	rm -rf .mypy_cache .pytest_cache .ruff_cache .hypothesis .import_linter_cache
	find src tests bench -name __pycache__ -type d -prune -exec rm -rf {} + 2>/dev/null || true

$(RUN): requirements/run.txt pyproject.toml
	@$(PYTHON) -c 'import sys, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
	echo "Python 3.11 is missing: install it (Debian: apt-get install python3.11-venv), or name a newer one: make PYTHON=python3.12." >&2; exit 1; }
	@[ -x $(BIN)/python ] || $(PYTHON) -m venv $(VENV)
	@echo "Installing the Python packages of requirements/run.txt"
	@$(PIP) install --require-hashes --requirement requirements/run.txt
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

$(TEST): requirements/test.txt $(RUN)
	@echo "Installing the Python packages of requirements/test.txt"
	@$(PIP) install --require-hashes --requirement requirements/test.txt
	@touch $@

$(SPARK): requirements/spark.txt $(TEST)
	@echo "Installing the Python packages of requirements/spark.txt"
	@$(PIP) install --require-hashes --requirement requirements/spark.txt
	@touch $@

$(PEERS): requirements/peers.txt
	@[ -x .peers/bin/python ] || $(PYTHON) -m venv .peers
	@.peers/bin/python -m pip -qq --disable-pip-version-check install --require-hashes --requirement requirements/peers.txt
	@touch $@

$(NODE): package-lock.json package.json
	@node -e 'process.exit(Number(process.versions.node.split(".")[0]) < 20 ? 1 : 0)' 2>/dev/null && command -v npm >/dev/null || { \
	echo "Node is missing: install Node 20 or newer with npm (the packages nodejs and npm), then run make again." >&2; exit 1; }
	@echo "Installing the front-end packages of package-lock.json"
	@npm ci --no-audit --no-fund --loglevel=error
	@touch $@

$(BUILT): $(NODE) $(LOOK)
	@echo "Building the look of the site"
	@npm run --silent build
	@touch $@

# Debian's browser, for the tests in a browser. Where it can't be had, they are skipped, and one line says so.
chromium:
	@[ -x $(CHROMIUM) ] || tests/install-chromium.sh || echo "Chromium is missing: browser tests are skipped (Debian: apt-get install chromium)."
