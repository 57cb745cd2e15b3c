# Everything here works from a fresh clone with Python 3.11 or newer and make; see README.md.
SHELL := /bin/bash
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

PORT ?= 8000
BIND ?= 127.0.0.1
VENV := .venv
PY := $(VENV)/bin/python
UV := $(VENV)/bin/uv
export PORT BIND

.PHONY: help run test lint bench format messages pins clean

help: ## show this list
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## (.*)/  make \1\t\2/' | expand -t 16

run: $(VENV)/.messages ## start the portal on http://BIND:PORT (127.0.0.1:8000); Ctrl-C stops all of it, var/ keeps the data
	@exec $(PY) -m portal.run

test: $(VENV)/.tools $(VENV)/.messages ## run all tests; PYTEST="-k name" chooses
	@$(PY) tests/chromium.py
	@$(PY) -m pytest -n 2 --dist loadfile --no-loadscope-reorder $(PYTEST)

lint: $(VENV)/.tools ## style, types, borders between the rooms, templates, migrations, deployment settings
	@bin/lint

bench: $(VENV)/.tools $(VENV)/.messages ## measure: every file in tests/benchmarks, one after the other
	@set -e; for file in tests/benchmarks/[a-z]*.py; do [ -e "$$file" ] || continue; $(PY) -m "$$(tr / . <<< $${file%.py})"; done

format: $(VENV)/.tools ## put the code into the project's style
	@$(PY) -m ruff check --quiet --fix-only . && $(PY) -m ruff format .

messages: $(VENV)/.runtime ## bring locale/ up to the texts of the code, and say which want a translation
	@$(PY) -m portal.catalogues

pins: $(VENV)/.uv ## pin the newest allowed packages, with hashes
	@for name in requirements-uv requirements requirements-reader requirements-dev; do $(UV) pip compile --quiet --upgrade --universal --python-version 3.11 \
		--generate-hashes --custom-compile-command "make pins" $$name.in -o $$name.txt; done

clean: ## drop var/: the database, the files, the login; packages stay
	@if [ -x $(PY) ]; then $(PY) -m portal.run --stop; fi
	@rm -rf var static-collected

# --- The virtual environment, in three steps; each is done again only when its list of packages changes.

$(VENV)/.uv: requirements-uv.txt
	@bin/install environment

$(VENV)/.runtime: requirements.txt $(VENV)/.uv
	@bin/install requirements.txt
	@touch $@

$(VENV)/.tools: requirements-dev.txt $(VENV)/.runtime
	@bin/install requirements.txt requirements-dev.txt
	@touch $@

# The texts of the interface in other languages, as Django reads them.
$(VENV)/.messages: $(wildcard locale/*/LC_MESSAGES/*.po) $(VENV)/.runtime
	@$(PY) -m portal.messages >/dev/null
	@touch $@
