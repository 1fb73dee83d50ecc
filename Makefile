# What a newcomer needs: `make demo` and `make test`. Each sets up what it needs.
#   make test PYTHON=python3.13 VENV=.venvs/3.13     another interpreter, beside the first

PYTHON ?= python3
VENV ?= .venv
BIN = $(VENV)/bin
RUN = $(BIN)/python
# Two stamps, so that the demo does not wait for the developer's tools.
INSTALLED = $(VENV)/.installed
READY = $(VENV)/.ready
PYTEST_ARGS ?= -q

.DEFAULT_GOAL := help
.PHONY: help demo test check format lint types layers catalogue test-all wheel dist bench docs coverage clean

help:
	@echo "make demo     see the desk at work, in a temporary folder"
	@echo "make test     set up and run the test suite (without the slow ones)"
	@echo "make check    format, lint, types, layers, translations, all tests, the wheel tried in an empty environment"
	@echo "make bench    measure the daily path and the import against their bars (BENCH_ARGS=--full: 1,000,000 stored)"
	@echo "make dist     build a wheel to install elsewhere"
	@echo "make docs     write docs/commands.md anew from the commands' own help"
	@echo "make coverage which lines the tests reach"
	@echo "make clean    remove what the tools made"

$(INSTALLED): pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 10))' \
	  || { echo "$(PYTHON) is older than Python 3.10; name a newer one: make $(MAKECMDGOALS) PYTHON=python3.12"; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' \
	  || { echo "$(PYTHON) came without venv; install it (a package like python3-venv), then try again"; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(RUN) -m pip install --quiet --upgrade 'pip>=25.1'
	$(RUN) -m pip install --quiet --editable .
	@touch $@

$(READY): $(INSTALLED)
	$(RUN) -m pip install --quiet --group dev
	@touch $@

demo: $(INSTALLED)
	@sh examples/demo/demo.sh "$(abspath $(BIN))"

test: $(READY)
	$(RUN) -m pytest -m "not slow" -n auto $(PYTEST_ARGS)

check: format lint types layers catalogue test-all wheel
	@echo "check: all good"

format: $(READY)
	$(BIN)/ruff format --check .

lint: $(READY)
	$(BIN)/ruff check .

types: $(READY)
	$(BIN)/mypy

layers: $(READY)
	$(BIN)/lint-imports

catalogue: $(READY)
	$(RUN) scripts/catalogue.py check

test-all: $(READY)
	$(RUN) -m pytest -n auto $(PYTEST_ARGS)

wheel: $(READY)
	$(RUN) scripts/try_wheel.py

bench: $(READY)
	$(RUN) bench/daily.py $(BENCH_ARGS)
	$(RUN) bench/import_boston.py
	$(RUN) -m pip install --quiet --group bench
	$(RUN) bench/plugins.py
	$(RUN) bench/engine.py
	$(RUN) bench/learn.py

dist: $(READY)
	$(RUN) -m build --wheel --no-isolation --outdir dist

docs: $(READY)
	$(RUN) scripts/commands_doc.py write

coverage: $(READY)
	$(BIN)/coverage erase
	$(BIN)/coverage run -m pytest -m "not slow" $(PYTEST_ARGS)
	$(BIN)/coverage combine
	$(BIN)/coverage report --skip-covered

clean:
	rm -rf build dist .coverage .coverage.* htmlcov .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis
	find src tests plugins bench scripts -name __pycache__ -type d -prune -exec rm -rf {} +
