# Every command a person needs; CI calls the same ones.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PORT ?= 8000
COMMUNES ?= 1
SEED ?= 2018
export VATRA_HOME ?= $(CURDIR)/var

.DEFAULT_GOAL := help
.PHONY: help demo run install test test-sqlite test-postgres test-journeys test-field check fix bench layouts docs clean

help:  ## list the commands
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-14s %s\n", $$1, $$2}'

$(VENV)/.product: pyproject.toml hatch_build.py field/build.py $(wildcard vatra/locale/ro/*/*.po)
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Vatra needs Python 3.11 or newer; found " + sys.version)'
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e .
	@touch $@

$(VENV)/.everything: $(VENV)/.product field/package-lock.json
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[dev]'
	cd field && ../$(BIN)/python -m tests.node npm ci --silent --no-audit --no-fund
	$(BIN)/python -m tests.browser
	$(BIN)/python -m tests.pango
	@touch $@

# the wheel's build makes the field app too; this makes it again when only its sources changed
$(VENV)/.field: $(VENV)/.product $(shell find field/src field/public -type f) field/index.html field/vite.config.ts field/package-lock.json
	$(BIN)/python field/build.py
	@touch $@

demo: $(VENV)/.product $(VENV)/.field  ## make a synthetic Bacău county, serve it on 127.0.0.1:8000, print a login for every role
	$(BIN)/vatra demo --communes $(COMMUNES) --seed $(SEED) --if-empty --address http://127.0.0.1:$(PORT)
	$(BIN)/vatra serve --port $(PORT)

run: $(VENV)/.product $(VENV)/.field  ## serve the register of VATRA_HOME or DATABASE_URL
	$(BIN)/vatra serve --port $(PORT)

install: $(VENV)/.everything  ## create .venv with everything: the product, the tools, Node's packages, Chromium, Pango

test: $(VENV)/.everything check test-sqlite test-postgres test-journeys test-field  ## check and test everything, on SQLite and PostgreSQL

test-sqlite: $(VENV)/.everything
	$(BIN)/python -m pytest -n 2 --dist worksteal --ignore tests/journeys

test-journeys: $(VENV)/.everything $(VENV)/.field
	$(BIN)/python -m pytest -n 2 --dist loadfile tests/journeys

test-postgres: $(VENV)/.everything
	$(BIN)/python -m pytest -n 2 --database postgres

test-field: $(VENV)/.everything
	cd field && ../$(BIN)/python -m tests.node npm test --silent

check: $(VENV)/.everything  ## style, types, the order of the rooms; reports all failures at once
	$(BIN)/python -m tests.check

fix: $(VENV)/.everything  ## mend what can be mended by itself
	$(BIN)/ruff check --fix .

bench: $(VENV)/.everything  ## every promise of speed and size: goal, figure, ratio, growth
	$(BIN)/python -m bench

layouts: $(VENV)/.everything  ## draw the papers' sheets anew, to be looked at and committed
	VATRA_RENEW_LAYOUTS=1 $(BIN)/python -m pytest -q tests/unit/papers/test_layout.py

docs: $(VENV)/.everything  ## write the generated chapters of docs/reference
	$(BIN)/vatra docs

clean:  ## remove what was built, but no data
	rm -rf $(VENV) build dist field/node_modules vatra/web/field
