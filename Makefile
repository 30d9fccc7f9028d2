# The commands that people need. `make run` and `make test` work on a machine with Python 3.11 (or newer) and nothing else.
PYTHON ?= $(shell command -v python3.11 || command -v python3)
PORT ?= 8001
BIN := .venv/bin

.PHONY: run test check bench format

run: .venv/ready ## crawl the demo council over HTTP and show it: http://127.0.0.1:8001 (PORT= changes it)
	rm -rf data/demo
	$(BIN)/ratsarchiv demo --serve --port $(PORT) --data data/demo

test: .venv/ready-dev .venv/pywb/ready chromium ## everything: style, types, tests
	$(MAKE) check
	$(BIN)/python -m pytest -n auto --dist loadfile --no-loadscope-reorder

check: .venv/ready-dev ## style and types alone
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

bench: .venv/ready-dev ## what parsing, saving and crawling cost, beside the bare libraries
	$(BIN)/python -m bench

format: .venv/ready-dev ## put the code into its style
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

.venv/ready: pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Ratsarchiv needs Python 3.11 or newer; set PYTHON=")'
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e .
	touch $@

.venv/ready-dev: .venv/ready
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[dev]'
	touch $@

# One test replays a demo visit in pywb, whose libraries are older than ours: it gets an environment of its own. Where it
# can't be installed (one of its libraries needs a compiler) the test is skipped, and says so.
.venv/pywb/ready: .venv/ready-dev
	@test -x .venv/pywb/bin/python || $(BIN)/python -m venv .venv/pywb
	@.venv/pywb/bin/python -m pip install --quiet --disable-pip-version-check 'pywb>=2.10,<3' 'setuptools<81' && touch $@ \
	|| echo "pywb can't be installed here: the replay test will be skipped."

# One test opens the site in a browser. Where none can be installed it is skipped, and says so.
.PHONY: chromium
chromium:
	@command -v chromium >/dev/null || command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null \
	|| { [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null && apt-get update -qq && apt-get install -y -qq chromium >/dev/null; } \
	|| echo "No chromium here: the browser test will be skipped. Install it to run that test too."
