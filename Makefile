# make run     set everything up, load the demonstration once, serve
# make test    set everything up, then every test
# make setup   the installing alone        make lint    the checks that read the code
# make bench   figures as ratios           make lock    renew the pinned versions
# make soak    the fault tests at length   make screens the pictures in docs/screens, taken anew
# make audit   schemathesis against a server of its own, by the API's own description

SHELL := /bin/sh
PORT ?= 8000
HOST ?= 127.0.0.1
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
export HAILONG_INSTANCE ?= $(CURDIR)/instance

.PHONY: run test setup setup-test lint bench soak audit lock screens
.DEFAULT_GOAL := run

run: setup
	@$(BIN)/kiosk check-port --host $(HOST) --port $(PORT)
	@$(BIN)/kiosk migrate
	@$(BIN)/kiosk load-demonstration $(if $(UNIT),--unit "$(UNIT)")
	@$(BIN)/analytics edition --due --weeks --lang en
	@$(BIN)/analytics edition --due --lang en &
	@$(BIN)/kiosk serve --host $(HOST) --port $(PORT)

# The browser tests wait more than they compute, so three parts run at once; each prints in one piece.
test: setup-test lint
	@logs=$$(mktemp -d); \
	$(BIN)/python -m pytest tests/browser/test_[a-f]*.py > $$logs/1 2>&1 & first=$$!; \
	$(BIN)/python -m pytest tests/browser/test_[g-z]*.py > $$logs/2 2>&1 & second=$$!; \
	$(BIN)/python -m pytest --ignore=tests/browser; others=$$?; \
	wait $$first; first=$$?; wait $$second; second=$$?; \
	cat $$logs/1 $$logs/2; rm -r $$logs; \
	[ $$others -eq 0 ] && [ $$first -eq 0 ] && [ $$second -eq 0 ]

setup:
	@VENV=$(VENV) PYTHON=$(PYTHON) sh requirements/install.sh run

setup-test:
	@VENV=$(VENV) PYTHON=$(PYTHON) sh requirements/install.sh test
	@sh requirements/browser.sh

lint: setup-test
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

bench: setup-test
	@VENV=.venv-bench PYTHON=$(PYTHON) sh requirements/install.sh bench
	@.venv-bench/bin/python -m bench

soak: setup-test
	@$(BIN)/python -m pytest tests/analytics tests/browser -m soak -s

audit: setup-test
	@[ -x .venv-audit/bin/schemathesis ] || { $(PYTHON) -m venv .venv-audit && \
	  .venv-audit/bin/python -m pip --disable-pip-version-check install --quiet --require-hashes \
	  -r requirements/audit.txt; }
	@$(BIN)/python -m tests.audit .venv-audit/bin/schemathesis

screens: setup-test
	@SCREENS=1 $(BIN)/python -m pytest tests/browser -k screens

lock:
	@for set in run test bench; do \
	  extras="--extra analytics --extra build"; [ $$set = run ] || extras="$$extras --extra test"; \
	  [ $$set = bench ] && extras="$$extras --extra bench"; \
	  uv pip compile setup.cfg $$extras --universal --generate-hashes --no-emit-index-url --no-header \
	    --python-version 3.11 --quiet --output-file requirements/$$set.txt || exit 1; \
	done
	@uv pip compile requirements/audit.in --universal --generate-hashes --no-emit-index-url --no-header \
	  --python-version 3.11 --quiet --output-file requirements/audit.txt
