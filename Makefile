PORT ?= 8000
PYTHON ?= python3
BIN := .venv/bin
UV := UV_CUSTOM_COMPILE_COMMAND="make lock" $(BIN)/uv pip compile pyproject.toml --quiet --universal \
	--python-version 3.11 --generate-hashes --no-emit-index-url --no-strip-extras

.DEFAULT_GOAL := help
.PHONY: help run test verify lint lock bench pictures test-needs

help:
	@echo "make run     start the demo clinic on http://127.0.0.1:8000 (PORT=9000 make run: another port)"
	@echo "make test    lint, types and tests"
	@echo "make verify  the slow proofs"
	@echo "make lint    lint and types only"
	@echo "make bench   what pages cost beside a floor, on both databases (ENTRIES='10000 1000000' ROUNDS=5)"
	@echo "make pictures docs/img anew, from the demo clinic"
	@echo "make lock    resolve the pinned requirements anew"

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "CoordCare needs Python 3.11 or newer; name one with: make PYTHON=python3.12 ..." >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || \
		{ echo "This Python cannot make a virtual environment with pip: its venv or ensurepip module is missing." \
		"On Debian and Ubuntu the package python3-venv has them." >&2; exit 1; }
	$(PYTHON) -m venv .venv

# The stamps make a second run skip the installation unless the pinned versions changed.
$(BIN)/.installed: requirements.txt | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	@touch $@

$(BIN)/.installed-dev: requirements-dev.txt | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch $@ $(BIN)/.installed

run: export COORDCARE_CONFIG := demo
run: export PUBLIC_URL ?= http://127.0.0.1:$(PORT)
run: $(BIN)/.installed
	@$(BIN)/flask db upgrade
	@$(BIN)/flask demo --if-empty
	@$(BIN)/flask demo --accounts
	@echo "CoordCare: http://127.0.0.1:$(PORT)  (Ctrl-C ends it)"
	@exec $(BIN)/gunicorn --config deploy/gunicorn.conf.py --bind 127.0.0.1:$(PORT) wsgi:app

test-needs: $(BIN)/.installed-dev
	@.ci/needs

test: test-needs
	@$(MAKE) --no-print-directory lint
	$(BIN)/python -m pytest -n 2 --dist loadgroup

verify: test-needs
	$(BIN)/python -m pytest -n 2 --dist loadgroup -m verify

lint: $(BIN)/.installed-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/djlint templates --lint --quiet

bench: export COORDCARE_CONFIG := development
bench: ENTRIES ?= 10000 100000 1000000
bench: ROUNDS ?= 5
bench: $(BIN)/.installed-dev
	@$(BIN)/python -m bench.run $(ROUNDS) $(ENTRIES)

# A clinic of its own, that nobody has looked at yet: every picture shows it on its first day.
pictures: export COORDCARE_CONFIG := demo
pictures: export COORDCARE_INSTANCE := $(CURDIR)/instance/pictures
pictures: $(BIN)/.installed-dev
	@rm -rf "$(COORDCARE_INSTANCE)" && mkdir -p "$(COORDCARE_INSTANCE)"
	@$(BIN)/flask db upgrade
	@$(BIN)/flask demo
	$(BIN)/python -m tests.pictures

# Extras stay in the lock: without them, pip before 23.3 looks for another version of what is pinned.
lock: $(BIN)/.installed-dev
	$(UV) --upgrade -o requirements.txt
	$(UV) --upgrade --extra dev -c requirements.txt -o requirements-dev.txt
