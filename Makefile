# Regulars. Every recipe does its own set-up; on a new machine Python 3.11 and make are enough.
#
#   make demo     the sample company, running: prints a link that signs in
#   make test     everything that can break by a change, but for what takes long
#   make check    lint, format, types, and "every message has both languages"
#   make prove    what takes long: tests marked so, properties with more examples, coverage studies, fault runs
#   make bench    ours and each peer, alternating in one run
#   make lock     resolve the dependencies anew

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
# One thread for each worker: two test processes that each start as many BLAS threads as cores only wait.
export OPENBLAS_NUM_THREADS ?= 1
# The tests start hundreds of processes; where bytecode is not kept, each would compile every library anew.
unexport PYTHONDONTWRITEBYTECODE

# Some tests wait: for browsers, for disks, for processes to die. Two workers more than there are cores fill the time;
# every further one would first import and collect everything once more.
WORKERS ?= $(shell echo $$((2 + $$(getconf _NPROCESSORS_ONLN))))

.PHONY: setup demo test check lint types catalogues format prove bench lock clean

setup: $(READY)

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Regulars needs Python 3.11 or newer; $(PYTHON) is older. Try: make PYTHON=/path/to/python3.11 $(MAKECMDGOALS)"; exit 1; }
	@$(PYTHON) -m venv $(VENV)

# The lock names every file by its hash, the installer's own included; nothing else gets in.
$(BIN)/uv: | $(BIN)/python
	@awk '/^[^ #]/ {ours = /^uv==/} ours' requirements.txt > $(VENV)/uv.txt
	@$(BIN)/python -m pip --version > /dev/null 2>&1 || $(BIN)/python -m ensurepip > /dev/null
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r $(VENV)/uv.txt

$(READY): requirements.txt pyproject.toml CHANGELOG.md | $(BIN)/uv
	@echo "Setting up $(VENV) ..." >&2
	@VIRTUAL_ENV=$(CURDIR)/$(VENV) $(BIN)/uv pip sync --quiet --require-hashes requirements.txt
	@VIRTUAL_ENV=$(CURDIR)/$(VENV) $(BIN)/uv pip install --quiet --no-deps --no-build-isolation -e .
	@touch $(READY)

demo: $(READY)
	@$(BIN)/regulars demo

test: $(READY)
	@$(BIN)/pytest -n $(WORKERS) --dist worksteal -q -m 'not long'

check: lint types catalogues

lint: $(READY)
	@$(BIN)/ruff check --quiet .
	@$(BIN)/ruff format --quiet --check .

types: $(READY)
	@$(BIN)/mypy --no-error-summary

catalogues: $(READY)
	@$(BIN)/python tools/catalogues.py check

format: $(READY)
	@$(BIN)/ruff check --quiet --fix .
	@$(BIN)/ruff format --quiet .

prove: $(READY)
	@REGULARS_EXAMPLES=200 $(BIN)/pytest -q -m 'long or hypothesis'
	@for study in prove/*.py; do echo "== $$study"; $(BIN)/python $$study || exit 1; done

bench: $(READY)
	@for script in bench/*.py; do echo "== $$script"; $(BIN)/python $$script || exit 1; done

lock: $(BIN)/uv
	@$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header \
		--no-emit-index-url --no-emit-find-links --extra web --group dev pyproject.toml -o requirements.txt

clean:
	@rm -rf $(VENV) .demo .demo-zh .mypy_cache .pytest_cache .ruff_cache .hypothesis
