# Everything here works in a private environment, .venv, which the first target that needs it makes.
# PYTHON picks the Python that it is made with: make demo PYTHON=python3.12

PYTHON ?= python3
# The tests wait about as long as they work, so four processes keep two cores busy. Each more costs five seconds of a
# core, to find the tests.
JOBS ?= 4

# What Python compiles is kept, even where the environment says otherwise.
KEPT := PYTHONDONTWRITEBYTECODE=

BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
PINNED := --constraint constraints.txt
SOURCES := app screens services

# What's installed is as new as these files say; a stamp remembers it. The one for tests covers the other.
RUNS := .venv/.can-run
TESTS := .venv/.can-test

.PHONY: help demo test check compiled pytest snapshots pictures bench clean

help:
	@echo "make demo       open the wizard on the sandbox"
	@echo "make test       everything that CI runs"
	@echo "make check      lint, format and types only"
	@echo "make snapshots  draw the tests' pictures anew (look at each before you commit it)"
	@echo "make pictures   draw the README's pictures anew, from the fakes"
	@echo "make bench      measure bytes and times"
	@echo "make clean      remove the environment and what tools left"

# Without a terminal the program says so itself (3), and make needn't add that it failed.
demo: $(RUNS)
	@$(BIN)/northe-activate --sandbox || test $$? -eq 3

# Both at once: the tests wait often enough for the checks to have a processor. What the checks say comes last.
# The tests are compiled before they run: else each process would do that for itself, five seconds long.
test: $(TESTS)
	@$(MAKE) --no-print-directory check >.venv/checked 2>&1 & checks=$$!; \
	$(MAKE) --no-print-directory compiled && $(MAKE) --no-print-directory pytest; tested=$$?; \
	wait $$checks; checked=$$?; cat .venv/checked; exit $$((tested > checked ? tested : checked))

check: $(TESTS)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

compiled: .venv/collected

.venv/collected: $(TESTS) $(shell find $(SOURCES) tests -name '*.py')
	@$(KEPT) $(BIN)/pytest --collect-only --quiet --quiet >.venv/collecting || { cat .venv/collecting; exit 1; }
	@mv .venv/collecting $@

pytest: $(TESTS)
	$(KEPT) $(BIN)/pytest --numprocesses=$(JOBS) --dist=worksteal

snapshots: $(TESTS)
	$(BIN)/pytest tests/pictures --snapshot-update

pictures: $(TESTS)
	$(BIN)/python docs/pictures.py

bench: $(TESTS)
	$(BIN)/pytest tests/benchmarks

clean:
	rm -rf .venv .mypy_cache .pytest_cache .ruff_cache .hypothesis build dist snapshot_report.html
	find $(SOURCES) tests docs -name __pycache__ -prune -exec rm -rf {} +

# hatchling builds the editable install; pinned and unisolated, so that nothing is fetched but what's pinned
$(RUNS): pyproject.toml constraints.txt | $(BIN)/python
	@echo "Installing what the program needs into .venv (once, about a minute) ..."
	@$(PIP) install $(PINNED) hatchling
	@$(PIP) install $(PINNED) --no-build-isolation --editable .
	@$(BIN)/python -m compileall -q $(SOURCES)
	@touch $@

$(TESTS): $(RUNS)
	@echo "Installing what the tests need into .venv (once, about a minute) ..."
	@$(PIP) install $(PINNED) --no-build-isolation --editable '.[dev]'
	@touch $@

# Debian leaves ensurepip out of its plain Python; then the pip outside fills the environment.
$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "northe-activate needs Python 3.11 or newer as '$(PYTHON)': name another one with make PYTHON=..." >&2; \
	  exit 1; }
	@rm -rf .venv
	@if $(PYTHON) -c 'import ensurepip' 2>/dev/null; then $(PYTHON) -m venv .venv; \
	else $(PYTHON) -m venv --without-pip .venv && $(PYTHON) -m pip --python .venv/bin/python --quiet install pip; fi || { \
	  rm -rf .venv; \
	  echo "$(PYTHON) can't make an environment: install its venv module (on Debian and Ubuntu:" >&2; \
	  echo "apt install python3-venv), or name another Python with make PYTHON=..." >&2; exit 1; }
