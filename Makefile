# The two commands: `make up` and `make test`. Both need only Python 3.11 or newer, git and make.
SHELL := /bin/sh
VENV := .venv
RUN := $(VENV)/bin/python
PYTHON ?= $(shell for python in python3.13 python3.12 python3.11 python3; do \
	if $$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; \
	then echo $$python; break; fi; done)
PACKAGES := homeroom synapse_module bridges admin_portal
LOCK := --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	--custom-compile-command "make lock"
# Whatever the locale is: paths and output are UTF-8.
export PYTHONUTF8 := 1
ARGS ?=
TESTS ?= tests
# What must hold on several processes as on one.
ON_WORKERS := tests/integration/module tests/integration/danger tests/integration/sign_on/test_oidc.py

.PHONY: help install install-dev up down status tour test prove prove-workers check lint format words lock bench
.DEFAULT_GOAL := help

help: ## What can be made.
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1|\2/p' Makefile | \
	  while IFS='|' read -r target text; do printf '%-20s %s\n' "$$target" "$$text"; done

install: ## Install what Homeroom runs with.
	@$(if $(PYTHON),,echo "make: Python 3.11 or newer is needed: install python3" >&2; exit 1;) \
	test -f $(VENV)/installed-requirements-dev && $(PYTHON) deploy/bootstrap/bootstrap.py \
	  requirements-dev.txt || $(PYTHON) deploy/bootstrap/bootstrap.py requirements.txt

install-dev: ## Install what tests and linters need, too.
	@$(if $(PYTHON),,echo "make: Python 3.11 or newer is needed: install python3" >&2; exit 1;) \
	$(PYTHON) deploy/bootstrap/bootstrap.py requirements-dev.txt

up: install ## Start everything with a demo district. ARGS="--detach --data DIR --port-base N"
	@exec $(RUN) -m homeroom up $(ARGS)

down: install ## Stop what `make up ARGS=--detach` started.
	@exec $(RUN) -m homeroom down $(ARGS)

status: install ## Which processes run, and where.
	@exec $(RUN) -m homeroom status $(ARGS)

tour: install ## Play the whole story in the running demo.
	@exec $(RUN) -m homeroom tour $(ARGS)

bench: install-dev ## Measure, each figure beside its limit.
	@exec $(RUN) -m homeroom bench $(ARGS)

test: install-dev ## All tests, on a real PostgreSQL, Synapse and browser. TESTS=path narrows it.
	@deploy/bootstrap/browser.sh
	@deploy/bootstrap/redis.sh
	@exec $(RUN) -m pytest -q -n auto --dist loadfile -m "not proof" $(ARGS) $(TESTS)

prove: install-dev ## The long proofs, which `make test` leaves out: more servers, more processes.
	@deploy/bootstrap/browser.sh
	@deploy/bootstrap/redis.sh
	@deploy/bootstrap/sign_on.sh
	@deploy/bootstrap/js_sdk.sh
	@deploy/bootstrap/poppler.sh
	@deploy/bootstrap/unpack.sh nginx usr/sbin/nginx "tests on several processes"
	@deploy/bootstrap/unpack.sh prometheus usr/bin/promtool "the proof of the alert rules"
	@exec $(RUN) -m pytest -q -n auto --dist loadfile -m proof $(ARGS) $(TESTS)

prove-workers: install-dev ## The module's tests again, with Synapse on several processes behind nginx.
	@deploy/bootstrap/redis.sh
	@deploy/bootstrap/unpack.sh nginx usr/sbin/nginx "tests on several processes"
	@exec $(RUN) -m pytest -q -n auto --dist loadfile -m "not proof" --workers $(ARGS) $(ON_WORKERS)

check: install-dev ## In 30 seconds, without database or root: the pure rules and the linters.
	@$(RUN) -m ruff check -q . && $(RUN) -m ruff format -q --check .
	@$(VENV)/bin/lint-imports
	@$(RUN) -m mypy homeroom/policy tests/unit/policy
	@exec $(RUN) -m pytest -q -p no:cacheprovider tests/unit/policy

lint: install-dev ## Style, types, who may import whom, and that all data is invented.
	@$(RUN) .ci/invented_data.py
	@$(RUN) -m ruff check . && $(RUN) -m ruff format --check .
	@$(RUN) -m mypy $(PACKAGES) tests deploy/bootstrap .ci
	@$(VENV)/bin/lint-imports

format: install-dev ## Put the code into its one form.
	@$(RUN) -m ruff check --fix . ; $(RUN) -m ruff format .

words: install-dev ## Bring the portal's catalogues up to date, and name what lacks its Spanish.
	@exec $(RUN) .ci/portal_words.py

lock: ## Pin the newest fitting versions of every package, with their hashes (needs uv).
	@uv pip compile -q pyproject.toml --extra sandbox $(LOCK) -o requirements.txt && \
	uv pip compile -q pyproject.toml --extra sandbox --extra test -c requirements.txt $(LOCK) \
	  -o requirements-dev.txt
