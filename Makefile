# The commands that people need. `make run` and `make test` work on a machine with Python 3.11 (or newer) and nothing else.
PYTHON ?= $(shell command -v python3.11 || command -v python3)
PORT ?= 8001
BIN := .venv/bin

.PHONY: run test check bench format

run: .venv/ready ## crawl the demo council over HTTP and show it: http://127.0.0.1:8001 (PORT= changes it)
	rm -rf data/demo
	$(BIN)/ratsarchiv demo --serve --port $(PORT) --data data/demo

test: .venv/ready-dev .venv/pywb/ready chromium webtools tesseract ## everything: style, types, tests
	$(MAKE) check
	$(BIN)/python -m pytest -n auto --dist loadfile --no-loadscope-reorder

check: .venv/ready-dev ## style and types alone
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

bench: .venv/ready-dev poppler ## what parsing, saving, crawling, reading and searching cost, beside the bare libraries
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[bench]'
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

# Programs that tests and benchmarks use where they are there: installed where that can be done, else what needs them is skipped, and says so.
INSTALL = { [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null && apt-get update -qq && apt-get install -y -qq $(1) >/dev/null; }

.PHONY: chromium webtools tesseract poppler
chromium: ## one test opens the site in a browser
	@command -v chromium >/dev/null || command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null \
	|| $(call INSTALL,chromium) || echo "No chromium here: the browser test will be skipped. Install it to run that test too."

# Two checkers of web pages, which npm brings without running anything of theirs: axe-core runs in the browser, vnu in Java.
webtools: ## accessibility and valid HTML are tested with them
	@test -e .venv/web/node_modules/axe-core/axe.min.js -a -e .venv/web/node_modules/vnu-jar/build/dist/vnu.jar \
	|| { { command -v npm >/dev/null || $(call INSTALL,npm); } && npm install --prefix .venv/web --no-save \
	--no-package-lock --ignore-scripts --no-audit --no-fund --loglevel=error 'axe-core@^4.10' 'vnu-jar@>=24' >/dev/null; } \
	|| echo "No npm, or it can't install axe-core and vnu-jar here: the tests with them will be skipped."
	@command -v java >/dev/null || $(call INSTALL,default-jre-headless) \
	|| echo "No Java here: the test of valid HTML will be skipped."

tesseract: ## some tests read scanned pages
	@tesseract --list-langs 2>/dev/null | grep -qx deu || $(call INSTALL,tesseract-ocr tesseract-ocr-deu) \
	|| echo "No Tesseract with German data here: the tests of OCR will be skipped."

poppler: ## pdftotext, to compare with
	@command -v pdftotext >/dev/null || $(call INSTALL,poppler-utils) || echo "No pdftotext here: left out of the report."
