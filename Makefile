# Two commands do everything on a fresh machine: `make run` and `make test`. They need Python 3.11 or newer and make.
PYTHON ?= python3
BIN := .venv/bin

.PHONY: run test check bench lock clean

run: .venv/run.stamp            ## start the demo shop: chat, desk and bot
	@$(BIN)/kefu run --demo $(if $(PORT),--port $(PORT))

test: .venv/dev.stamp           ## all tests; says which optional parts it found and skipped
	$(BIN)/pytest -q -n auto --dist loadfile

check: .venv/dev.stamp          ## what CI checks besides the tests
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/kefu check scripts_yaml

bench: .venv/dev.stamp          ## figures of docs/benchmarks.md; make bench DATA=folder
	$(BIN)/python -m tests.benchmarks $(if $(DATA),--data $(DATA))

lock:                           ## renew the lock files (needs uv)
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header \
		--upgrade pyproject.toml -o requirements.lock
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header \
		--extra dev -c requirements.lock pyproject.toml -o requirements-dev.lock

clean:                          ## remove the environment and the demo shop's data
	rm -rf .venv var

.venv/run.stamp: requirements.lock pyproject.toml | .venv/python.stamp
	@echo "Installing kefu (once, about a minute) ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps -e .
	@$(BIN)/kefu run --demo --prepare >/dev/null
	@touch $@

.venv/dev.stamp: requirements-dev.lock .venv/run.stamp
	@echo "Installing what the tests need ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@touch $@

.venv/python.stamp:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "kefu needs Python 3.11 or newer; try: make $(MAKECMDGOALS) PYTHON=python3.12"; exit 1; }
	@$(PYTHON) -m venv .venv
	@touch $@
