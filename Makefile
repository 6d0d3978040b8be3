# Thin: one line a target. Windows users find the plain commands in the README.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
SBOM := sbom.cdx.json
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: run build refresh check test test-deploy test-spark spark-env bench snapshot lock docs sbom clean

run: $(VENV)/ready  ## build the marts if they are missing, and open the dashboard
	$(BIN)/python -m pipelines build --if-missing && MALLOC_ARENA_MAX=2 $(BIN)/python -m streamlit run dashboard/app.py

build: $(VENV)/ready  ## build the marts from the snapshot and publish them
	$(BIN)/python -m pipelines build

refresh: $(VENV)/ready  ## bring in the publishers' newest figures and publish them
	$(BIN)/python -m pipelines refresh

check: $(VENV)/ready-dev  ## what is quick: style, types, architecture and unit tests
	$(BIN)/python -m tests check

test: $(VENV)/ready-dev  ## lint, types and every test, a real browser included
	$(BIN)/python -m tests

test-deploy: $(VENV)/ready-dev  ## replicas behind a real nginx, one killed, all restarted
	$(BIN)/python -m pytest -q --ignore=tests/spark -m "replicas and not browser"
	$(BIN)/python -m pytest -q --ignore=tests/spark -m "replicas and browser"

test-spark: .venv-spark/ready  ## the tests of the Spark engine, for which Java 17 is needed
	.venv-spark/bin/python -m pytest -q tests/spark

spark-env: .venv-spark/ready  ## an environment for the Spark engine

bench: $(VENV)/ready-dev  ## measure; the tests only see whether it runs
	$(BIN)/python -m tests.bench

snapshot: $(VENV)/ready  ## rebuild the snapshot: make snapshot FROM=folder
	$(BIN)/python -m pipelines snapshot --from "$(FROM)"

lock: $(VENV)/ready-dev  ## write the locks anew after a change of requirements*.txt
	$(BIN)/python -m tests.locks

docs: $(VENV)/ready  ## write the data dictionary and the list of sentences anew, of the newest build
	$(BIN)/python -m dashboard.exports.dictionary > docs/data-dictionary.md
	$(BIN)/python -m dashboard.claims > docs/claims.md

sbom: .venv-sbom/ready  ## list every package of the dashboard with its digest: sbom.cdx.json
	.venv-sbom/bin/cyclonedx-py requirements --output-reproducible --output-file $(SBOM) requirements.lock

clean:  ## forget the environment and the marts; the snapshot stays
	rm -rf $(VENV) .venv-sbom .venv-spark data/marts

$(VENV)/ready: requirements.lock
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements.lock && touch $@

$(VENV)/ready-dev: $(VENV)/ready requirements-dev.lock
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements-dev.lock && touch $@

.venv-spark/ready: requirements-spark.lock
	test -x .venv-spark/bin/python || $(PYTHON) -m venv .venv-spark
	.venv-spark/bin/python -m pip install --quiet --require-hashes -r requirements-spark.lock && touch $@

.venv-sbom/ready: requirements-sbom.lock
	test -x .venv-sbom/bin/python || $(PYTHON) -m venv .venv-sbom
	.venv-sbom/bin/python -m pip install --quiet --require-hashes -r requirements-sbom.lock && touch $@
