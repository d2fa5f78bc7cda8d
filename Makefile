# The project's commands. Each one is a line or two here; the work is in config/deployment/*.sh, so that it can be read
# and run without make. `make run` and `make test` need nothing but git, make and Python 3.11 or newer with venv.

PORT ?= 8000
SEEDS ?= 20
FIRST_SEED ?= 1
MINGCHA_DATA ?= $(CURDIR)/var
export PORT MINGCHA_DATA

.PHONY: help install run test lint soak systems screenshots lock clean

help: ## say what there is
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed 's/:[^#]*## /\t/' | sort | while IFS="$$(printf '\t')" read -r name what; do printf '  make %-12s %s\n' "$$name" "$$what"; done

install: ## the environment in .venv, the locked packages, the built app
	@sh config/deployment/install.sh

run: install ## the demonstration district, served on loopback (PORT=8000); LAN=1: over HTTPS to real phones
	@exec .venv/bin/mingcha run $(if $(LAN),--lan $(filter-out 1,$(LAN)))

test: ## everything there is: lint, client, Python on SQLite and PostgreSQL, a real browser
	@sh config/deployment/test.sh

lint: ## ruff, mypy, import-linter, eslint, vue-tsc
	@sh config/deployment/install.sh --test
	@sh config/deployment/lint.sh

soak: ## seeded kills and cuts over and over: SEEDS=n FIRST_SEED=k
	@sh config/deployment/install.sh --test
	@last=$$(($(FIRST_SEED) + $(SEEDS) - 1)); for seed in $$(seq $(FIRST_SEED) $$last); do \
	  echo "seed $$seed"; MINGCHA_SEED=$$seed .venv/bin/python -m pytest tests/flow/test_kill_and_restart.py || exit 1; done

systems: ## which of the 63 mechanisms (制度/机制) is shown by which test, as of this run
	@sh config/deployment/install.sh --test
	@.venv/bin/python -m tests.support.systems

screenshots: ## every screen in both languages into ./screenshots
	@sh config/deployment/install.sh --test
	@MINGCHA_SCREENSHOTS=$(CURDIR)/screenshots .venv/bin/python -m pytest tests/browser/test_looks.py

lock: ## write the lock files anew from pyproject.toml
	@sh config/deployment/lock.sh

clean: ## remove what was built; ./var (the data) stays
	rm -rf .venv client_pwa/node_modules client_pwa/dist client_pwa/fonts screenshots build dist
