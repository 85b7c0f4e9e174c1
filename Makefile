# Everything that is done to Certfolio from the command line. `make help` lists it.

SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

PYTHON ?= python3
PORT ?= 4566
PORTAL_PORT ?= 4570
FILE ?= tests/files/certificate.pdf
DIR ?= tests/files
STACK ?=
REGION ?=
FORGET ?=
LIST ?=
PORTFOLIO ?=
ARGS ?=

BIN := .venv/bin
TOOLS := .local/venv/bin
BENCH := .local/benchmarks
MODULES := web/node_modules
NPM := npm --silent --prefix web
COMPILE := $(TOOLS)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-header --no-annotate
# pikepdf asks for these, for what nobody here uses of it.
NOT_SHIPPED := --no-emit-package lxml --no-emit-package packaging
WITH_LAYER := PYTHONPATH=layers/shared:.
# Nothing of the user's own AWS.
SAM := env -u AWS_PROFILE PATH="$(CURDIR)/$(TOOLS):$$PATH" SAM_CLI_TELEMETRY=0 \
	AWS_DEFAULT_REGION=eu-central-1 $(TOOLS)/sam

.PHONY: help
help: ## List the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-9s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

# Running it

.PHONY: run
run: setup ## Start everything on this machine, with a demo academy (PORT=4566 PORTAL_PORT=4570)
	@$(BIN)/python -m tools.run --port $(PORT) --portal-port $(PORTAL_PORT)

.PHONY: demo
demo: setup ## Tell the story against what `make run` runs, or STACK=… REGION=… (FILE=… PORT=4566)
	@$(WITH_LAYER) $(BIN)/python -m tools.demo --port "$(PORT)" --stack "$(STACK)" \
		--region "$(REGION)" --forget "$(FORGET)" "$(FILE)"

.PHONY: screenshots
screenshots: setup browser ## Picture every page of the portal (needs `make run`; PORTAL_PORT=4570)
	@$(BIN)/python -m tools.screenshots --portal-port $(PORTAL_PORT)

# Proving it

.PHONY: test
test: setup browser ## Run all tests (ARGS="-k name" for some of pytest's)
	$(NPM) test
	$(BIN)/pytest --numprocesses 2 --dist loadgroup $(ARGS)

.PHONY: soak
soak: setup ## Try many more random lives against the models than `make test` does
	CERTFOLIO_SOAK=10 $(BIN)/pytest tests/integration/test_model.py \
		tests/programmes/test_judge.py $(ARGS)

.PHONY: check
check: setup ## Format, lint, types, template, API description and what is made from it
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/mypy local tools benchmarks
	$(WITH_LAYER) $(BIN)/lint-imports
	$(SAM) validate --lint
	$(BIN)/pytest --quiet tests/unit/test_template_rules.py
	$(WITH_LAYER) $(BIN)/python -c 'import sys; from tools.openapi import TARGET, text; \
		sys.exit(TARGET.read_text() != text() and f"{TARGET} is old. Run: make openapi")'
	$(WITH_LAYER) $(BIN)/python -m tools.events --check
	$(WITH_LAYER) $(BIN)/python -m tools.programmes --check
	$(NPM) run check
	$(NPM) run types -- --check

.PHONY: reading
reading: setup ## Measure what is read on the labelled certificates (ARGS=-v for what was wrong)
	@$(WITH_LAYER) $(BIN)/python -m tools.reading $(ARGS)

.PHONY: opened
opened: setup ## Print stored items with what is packed in them (aws dynamodb get-item … | make opened)
	@$(WITH_LAYER) $(BIN)/python -m tools.opened

.PHONY: corpus
corpus: setup ## Inspect every file in a folder and print the verdicts (DIR=tests/files)
	@$(WITH_LAYER) $(BIN)/python -m tools.corpus "$(DIR)"

.PHONY: bench
bench: setup $(BENCH)/.made ## Measure speed, calls and costs (ARGS="warm cold" for some of it)
	@$(WITH_LAYER) $(BENCH)/bin/python -m benchmarks $(ARGS)

# Building it

.PHONY: build
build: setup ## Build the functions for AWS into .aws-sam, ready for `sam deploy`
	$(SAM) build
	@$(BIN)/python -m tools.bytecode .aws-sam/build

.PHONY: publish
publish: setup ## Bring the portal to a stack on AWS (STACK=certfolio-staging REGION=eu-central-1)
	@$(BIN)/python -m tools.publish --stack $(STACK) --region $(REGION)

.PHONY: replay
replay: setup ## Announce what could not be announced (STACK=certfolio-staging REGION=eu-central-1 LIST= PORTFOLIO=)
	@$(BIN)/python -m tools.replay --stack $(STACK) --region $(REGION) $(if $(LIST),--list) \
		$(if $(PORTFOLIO),--portfolio "$(PORTFOLIO)")

.PHONY: openapi
openapi: setup ## Write what docs/ holds of the code (openapi.json, codes.md, events, programmes.schema.json), and the portal's types
	$(WITH_LAYER) $(BIN)/python -m tools.openapi
	$(WITH_LAYER) $(BIN)/python -m tools.events
	$(WITH_LAYER) $(BIN)/python -m tools.codes
	$(WITH_LAYER) $(BIN)/python -m tools.programmes
	$(NPM) run types
	$(NPM) run limits

.PHONY: format
format: setup ## Format the code and fix what the linter can
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .
	$(NPM) run format

.PHONY: lock
lock: $(TOOLS)/.made ## Pin what is needed anew (ARGS=--upgrade for the newest)
	$(COMPILE) $(ARGS) requirements/local.in --output-file requirements/local.txt
	$(COMPILE) requirements/uv.in --constraint requirements/local.txt --output-file requirements/uv.txt
	$(COMPILE) $(ARGS) layers/shared/requirements.in --output-file layers/shared/requirements.txt
	$(COMPILE) $(ARGS) functions/inspection/requirements.in $(NOT_SHIPPED) \
		--output-file functions/inspection/requirements.txt
	$(COMPILE) $(ARGS) functions/transcripts/requirements.in $(NOT_SHIPPED) \
		--constraint functions/inspection/requirements.txt \
		--output-file functions/transcripts/requirements.txt
	$(COMPILE) $(ARGS) requirements/dev.in --constraint layers/shared/requirements.txt \
		--constraint functions/inspection/requirements.txt \
		--constraint functions/transcripts/requirements.txt --output-file requirements/dev.txt
	$(COMPILE) $(ARGS) benchmarks/requirements.in --constraint layers/shared/requirements.txt \
		--constraint functions/inspection/requirements.txt \
		--output-file benchmarks/requirements.txt

.PHONY: clean
clean: ## Remove what was built and what the local AWS stores
	rm -rf .aws-sam .local/build .local/build.stamp .local/build-cache .local/log .local/state \
		.mypy_cache .pytest_cache .ruff_cache .hypothesis

# Setting up

.PHONY: setup
setup: $(BIN)/.made $(TOOLS)/.made $(MODULES)/.made ## Install what is needed, into this folder

$(TOOLS)/.made: requirements/uv.txt requirements/local.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Certfolio needs Python \
		3.11 or later: make setup PYTHON=python3.11")'
	@echo "  installing the local AWS and its tools …"
	@test -x $(TOOLS)/python || $(PYTHON) -m venv --without-pip .local/venv
	@$(PYTHON) -m pip --quiet --python .local/venv/bin/python install --require-hashes --no-deps \
		--requirement requirements/uv.txt
	@$(TOOLS)/uv pip sync --quiet --python $(TOOLS)/python --require-hashes requirements/local.txt
	@touch $@

$(BIN)/.made: requirements/dev.txt | $(TOOLS)/.made
	@echo "  installing what tests and checks need …"
	@test -x $(BIN)/python || $(TOOLS)/uv venv --quiet --python $(PYTHON) .venv
	@$(TOOLS)/uv pip sync --quiet --python $(BIN)/python --require-hashes requirements/dev.txt
	@touch $@

$(BENCH)/.made: benchmarks/requirements.txt | $(TOOLS)/.made
	@echo "  installing what the benchmark compares with …"
	@test -x $(BENCH)/bin/python || $(TOOLS)/uv venv --quiet --python $(PYTHON) $(BENCH)
	@$(TOOLS)/uv pip sync --quiet --python $(BENCH)/bin/python --require-hashes \
		benchmarks/requirements.txt
	@touch $@

# ESLint and Vite need this Node; `engines` in web/package.json says the same.
$(MODULES)/.made: web/package-lock.json
	@node -p process.versions.node | grep --quiet --extended-regexp \
		'^(20\.(19|[2-9][0-9])|22\.(1[3-9]|[2-9][0-9])|2[4-9]|[3-9][0-9])\.' \
		|| { echo "The portal is built with Node 20.19, 22.13, 24 or later of these, and npm." >&2; exit 1; }
	@echo "  installing what the portal is built with …"
	@$(NPM) ci --no-audit --no-fund
	@touch $@

.PHONY: browser
browser: # for the tests that use one
	@command -v chromium chromium-browser google-chrome >/dev/null || \
		if command -v apt-get >/dev/null; then \
			echo "  installing Chromium …"; \
			run=$$(test "$$(id -u)" = 0 || echo sudo); \
			$$run apt-get -qq update && $$run apt-get -qq install --no-install-recommends -y chromium; \
		else \
			echo "Chromium is missing; install it for the tests that use a browser." >&2; exit 1; \
		fi
