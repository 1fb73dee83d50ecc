# What a newcomer needs: `make demo` and `make test`. Each sets up what it needs.
#   make test PYTHON=python3.13 VENV=.venvs/3.13     another interpreter, beside the first
# The tools of tests and checks are those of requirements/: exact versions, seen to pass. `make update` renews them.

PYTHON ?= python3
VENV ?= .venv
BIN = $(VENV)/bin
RUN = $(BIN)/python
# Two stamps, so that the demo does not wait for the developer's tools.
INSTALLED = $(VENV)/.installed
READY = $(VENV)/.ready
PYTEST_ARGS ?= -q
ON_SERVER = also answers attach audit came_back callbacks caller clock deadlines false_alarms feed filters handover import \
  import_untold life list log mending merge outbox people person place_asked questions report_day reported_back reports retention route \
  route_pending row_limits search show similar states_shown telling tick understood unit units_that_go urgent views why

.DEFAULT_GOAL := help
.PHONY: help demo test test-newest test-oldest test-postgres explore update check format lint types layers measures catalogue \
  test-all wheel dist bench docs man coverage clean

PINNED = requirements/dev.txt
PINS = uv pip compile --quiet --universal --python-version 3.10 --upgrade --no-annotate --no-emit-index-url \
  --custom-compile-command 'make update' pyproject.toml

help:
	@echo "make demo     see the desk at work, in a temporary folder"
	@echo "make test     set up and run the test suite (without the slow ones)"
	@echo "make check    format, lint, types, layers, sizes, translations, the table of the Tab key, all tests, the wheel in an empty environment"
	@echo "make test-newest, make test-oldest   the suite with the newest of everything; with the oldest packages we allow"
	@echo "make test-postgres   the store on a PostgreSQL server, and the daily commands on it (needs PostgreSQL 15 or newer)"
	@echo "make explore  the property tests on five times as many examples, others in every run"
	@echo "make update   pin the newest tools in requirements/, and run the suite with them"
	@echo "make bench    measure the daily path and the import against their bars (BENCH_ARGS=--full: 1,000,000 stored)"
	@echo "make dist     build a wheel to install elsewhere"
	@echo "make man      write a manual page for every command into dist/man/man1"
	@echo "make docs     write docs/commands.md, docs/keys.md, the table of docs/life.md, that of the Tab key and a new store's tables anew"
	@echo "make coverage which lines the tests reach"
	@echo "make clean    remove what the tools made"

$(INSTALLED): pyproject.toml $(PINNED)
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 10))' \
	  || { echo "$(PYTHON) is older than Python 3.10; name a newer one: make $(MAKECMDGOALS) PYTHON=python3.12"; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' \
	  || { echo "$(PYTHON) came without venv; install it (a package like python3-venv), then try again"; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(RUN) -m pip install --quiet --upgrade pip --constraint $(PINNED)
	$(RUN) -m pip install --quiet --editable . --constraint $(PINNED)
	@touch $@

$(READY): $(INSTALLED)
	$(RUN) -m pip install --quiet --requirement $(PINNED)
	@touch $@

demo: $(INSTALLED)
	@sh examples/demo/demo.sh "$(abspath $(BIN))"

test: $(READY)
	$(RUN) -m pytest -m "not slow" -n auto --dist worksteal $(PYTEST_ARGS)

check: format lint types layers measures catalogue test-all wheel
	@echo "check: all good"

format: $(READY)
	$(BIN)/ruff format --check .

lint: $(READY)
	$(BIN)/ruff check .

types: $(READY)
	$(BIN)/mypy

layers: $(READY)
	$(BIN)/lint-imports

measures: $(READY)
	$(RUN) scripts/measures.py
	$(RUN) scripts/words.py

catalogue: $(READY)
	$(RUN) scripts/catalogue.py check
	$(RUN) scripts/tab_key_table.py check

# An environment of its own, made anew each time: whatever the package index has today.
test-newest:
	$(PYTHON) -m venv --clear .venvs/newest
	.venvs/newest/bin/python -m pip install --quiet --upgrade pip
	.venvs/newest/bin/python -m pip install --quiet --upgrade --editable . --group dev
	.venvs/newest/bin/python -m pytest -m "not slow" -n auto --dist worksteal $(PYTEST_ARGS)

# The oldest run-time packages that pyproject.toml allows; the tools are the pinned ones.
test-oldest: $(INSTALLED)
	$(PYTHON) -m venv --clear .venvs/oldest
	.venvs/oldest/bin/python -m pip install --quiet --requirement $(PINNED)
	.venvs/oldest/bin/python -m pip install --quiet --editable . $$($(RUN) scripts/oldest.py)
	.venvs/oldest/bin/python -m pytest -m "not slow" -n auto --dist worksteal $(PYTEST_ARGS)

update: $(INSTALLED)
	$(RUN) -m pip install --quiet --upgrade uv
	$(BIN)/$(PINS) --group dev --output-file $(PINNED)
	$(BIN)/$(PINS) --group bench --output-file requirements/bench.txt
	$(MAKE) test

# The contract of every store, and the commands of reading, life, time and import, on a PostgreSQL server of the tests' own.
test-postgres: $(READY)
	$(RUN) -m pytest -n auto $(PYTEST_ARGS) tests/store/postgres
	$(RUN) -m pytest -m "not slow" -n auto --dist worksteal $(PYTEST_ARGS) --store-url own \
	  $(addprefix tests/cli/test_,$(addsuffix .py,$(ON_SERVER))) tests/formats/test_odd_exports.py

explore: $(READY)
	ADUAN_EXPLORE=1 $(RUN) -m pytest -m "not slow" -n auto --dist worksteal $(PYTEST_ARGS)

test-all: $(READY)
	ADUAN_THOROUGH=1 $(RUN) -m pytest -n auto --dist worksteal $(PYTEST_ARGS)

wheel: $(READY)
	$(RUN) scripts/try_wheel.py

bench: $(READY)
	$(RUN) bench/daily.py $(BENCH_ARGS)
	$(RUN) bench/moves.py
	$(RUN) bench/tab_key.py
	$(RUN) bench/reads.py $(BENCH_ARGS)
	$(RUN) bench/tick.py $(BENCH_ARGS)
	$(RUN) bench/postgres.py
	$(RUN) bench/safety.py $(BENCH_ARGS)
	$(RUN) bench/open311.py $(BENCH_ARGS)
	$(RUN) bench/import_boston.py
	$(RUN) -m pip install --quiet --requirement requirements/bench.txt
	$(RUN) bench/excel.py
	$(RUN) bench/plugins.py
	$(RUN) bench/engine.py
	$(RUN) bench/learn.py

dist: $(READY)
	$(RUN) -m build --wheel --no-isolation --outdir dist

man: $(READY)
	$(RUN) scripts/man_pages.py dist/man/man1

docs: $(READY)
	$(RUN) scripts/commands_doc.py write
	$(RUN) scripts/keys_doc.py write
	$(RUN) scripts/moves_doc.py write
	$(RUN) scripts/empty_store.py write
	$(RUN) scripts/tab_key_table.py write

coverage: $(READY)
	$(BIN)/coverage erase
	$(BIN)/coverage run -m pytest -m "not slow" $(PYTEST_ARGS)
	$(BIN)/coverage combine
	$(BIN)/coverage report --skip-covered

clean:
	rm -rf build dist .coverage .coverage.* htmlcov .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis
	find src tests plugins bench scripts -name __pycache__ -type d -prune -exec rm -rf {} +
