# make run     set everything up, load the demonstration once, serve
# make test    set everything up, then every test
# make setup   the installing alone        make lint    the checks that read the code
# make bench   figures as ratios           make lock    renew the pinned versions
# make soak    the fault tests at length   make screens the pictures in docs/screens, taken anew

SHELL := /bin/sh
PORT ?= 8000
HOST ?= 127.0.0.1
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
export HAILONG_INSTANCE ?= $(CURDIR)/instance

.PHONY: run test setup setup-test lint bench soak lock screens
.DEFAULT_GOAL := run

run: setup
	@$(BIN)/kiosk check-port --host $(HOST) --port $(PORT)
	@$(BIN)/kiosk migrate
	@$(BIN)/kiosk load-demonstration $(if $(UNIT),--unit "$(UNIT)")
	@$(BIN)/analytics refresh
	@$(BIN)/kiosk serve --host $(HOST) --port $(PORT)

# The browser tests wait more than they compute, so the others run meanwhile; theirs is printed last.
test: setup-test lint
	@log=$$(mktemp); \
	$(BIN)/python -m pytest tests/browser > $$log 2>&1 & browser=$$!; \
	$(BIN)/python -m pytest --ignore=tests/browser; others=$$?; \
	wait $$browser; browser=$$?; cat $$log; rm -f $$log; \
	[ $$others -eq 0 ] && [ $$browser -eq 0 ]

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
	@$(BIN)/python -m bench

soak: setup-test
	@$(BIN)/python -m pytest tests/browser -m soak -s

screens: setup-test
	@SCREENS=1 $(BIN)/python -m pytest tests/browser -k screens

lock:
	@for set in run test; do \
	  extras="--extra analytics --extra build"; [ $$set = test ] && extras="$$extras --extra test"; \
	  uv pip compile setup.cfg $$extras --universal --generate-hashes --no-emit-index-url --no-header \
	    --python-version 3.11 --quiet --output-file requirements/$$set.txt || exit 1; \
	done
