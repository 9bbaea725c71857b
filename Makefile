# Prossimo: `make run` to try it, `make test` before a commit. Everything lives in .venv and .prossimo.

SHELL := /bin/sh
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

PYTHON_CANDIDATES = $(PYTHON) python3 python3.13 python3.12 python3.11 python3.14 /usr/bin/python3
BIN := .venv/bin
# Shims lie: a candidate is believed only after it has run.
FIND_PYTHON = for python in $(PYTHON_CANDIDATES); do \
	  "$$python" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' \
	    >/dev/null 2>&1 && break; python=; done; \
	if [ -z "$$python" ]; then \
	  echo 'Errore: serve Python 3.11 o più recente con il modulo venv (in Debian e Ubuntu: apt-get install python3 python3-venv).' >&2; \
	  exit 1; fi
ENVIRONMENT = @$(FIND_PYTHON); "$$python" scripts/environment.py

# Who only looks at the code needs no secrets, no server and no hosts.
lint types test docs bench spark: export PROSSIMO_TRIAL ?= 1

TESTS ?= tests
PYTEST ?= $(BIN)/python -m pytest -n 2

.PHONY: help setup run demo fmt lint types test pytest bench docs spark lock clean db-stop

help: ## questo elenco
	@awk 'BEGIN { FS = ":.*## " } /^[a-z-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' Makefile

setup: ## l'ambiente Python dalle librerie bloccate (subito, se è già a posto)
	$(ENVIRONMENT) run

run: setup ## avvia Prossimo con i dati inventati e stampa l'indirizzo
	@exec $(BIN)/prossimo run

demo: setup ## ricostruisce i comuni inventati
	@$(BIN)/prossimo demo --replace

setup-test:
	$(ENVIRONMENT) test

fmt: setup-test ## mette in ordine il codice
	@$(BIN)/ruff check --fix --quiet . || true
	@$(BIN)/ruff format --quiet .
	@$(BIN)/djlint --reformat --quiet prossimo || true

lint: setup-test ## stile, modelli di pagina, scala dei moduli
	@echo '— ruff'; $(BIN)/ruff check .
	@$(BIN)/ruff format --check --quiet . || { $(BIN)/ruff format --check .; exit 1; }
	@echo '— djlint'; $(BIN)/djlint --lint --quiet prossimo
	@echo '— import-linter'; $(BIN)/lint-imports

types: setup-test ## mypy, severo
	@echo '— mypy'; $(BIN)/mypy

test: lint types ## tutte le verifiche, con un browser vero
	$(ENVIRONMENT) browser
	@$(BIN)/prossimo prepare
	@echo '— makemigrations --check'; $(BIN)/prossimo makemigrations --check --dry-run
	@$(MAKE) pytest

pytest: setup-test
	@echo '— pytest'; $(PYTEST) $(TESTS)

spark: ## la prova su Spark (serve Java)
	@command -v java >/dev/null || { echo 'Errore: per Spark serve Java 17 o più recente.' >&2; exit 1; }
	$(ENVIRONMENT) spark
	@echo '— pytest su Spark'; $(BIN)/python -m pytest -m spark $(TESTS)

bench: setup-test ## le misure, come rapporti in una sola corsa
	@$(BIN)/python -m bench

docs: setup-test ## rigenera la documentazione e l'immagine del README dal vivo
	@$(BIN)/python scripts/docs.py

lock: ## ricalcola le librerie bloccate (serve uv)
	@command -v uv >/dev/null || { echo 'Errore: per ricalcolare i blocchi serve uv.' >&2; exit 1; }
	@set -e; lock='uv pip compile --universal --generate-hashes --no-emit-index-url --no-annotate --no-header --quiet --extra linkage pyproject.toml'; \
	$$lock -o requirements/run.txt; \
	$$lock --extra test -c requirements/run.txt -o requirements/test.txt; \
	$$lock --extra test --extra spark -c requirements/test.txt -o requirements/spark.txt

db-stop: setup ## ferma il PostgreSQL privato
	@$(BIN)/prossimo db stop

clean: ## cancella ciò che si rifà (l'ambiente, le cache); i dati di prova restano
	@if [ -x $(BIN)/prossimo ]; then $(BIN)/prossimo db stop || true; fi
	@rm -rf .venv .mypy_cache .ruff_cache .import_linter_cache .pytest_cache .hypothesis .prossimo/static build *.egg-info
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
	@find prossimo -name '*.mo' -delete 2>/dev/null || true
	@echo 'I dati di prova restano in .prossimo (per buttarli: rm -rf .prossimo).'
