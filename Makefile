# Every target sets itself up: .venv is made from requirements.lock when it is missing or out of date.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed

.PHONY: run test slow check bench setup clean

run: setup  ## Answer one question on the shipped corpus, and say what next
	$(BIN)/sandan tour

test: setup  ## The default tests: no network, no credentials
	$(BIN)/python -m pytest -n auto

slow: setup  ## What loads torch, needs the outside test data, or takes over a minute
	$(BIN)/python -m pytest -m slow

bench: setup  ## Rates, latency, recall and memory at three sizes, and other libraries beside ours
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[bench,peers]'
	$(BIN)/python -m tests.evaluation.bench_retrieval

check: setup  ## Everything that must be green
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m pytest -n auto

setup: $(STAMP)

# torch first and by itself: its plain name may bring gigabytes of CUDA, and its wheels differ by platform.
$(STAMP): requirements.lock pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check torch==2.13.0
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --editable .
	touch $(STAMP)

clean:
	rm -rf $(VENV) build dist *.egg-info
