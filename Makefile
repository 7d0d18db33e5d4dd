# make run       serves on 127.0.0.1:8000; ARGS="--port 8001" is passed on      make setup      installs only
# make test      the suite on SQLite, PostgreSQL and in the browser, in parts   make check      everything static
# make format    brings code and templates into form                            make messages   German catalogues
# make requirements   pins the newest that fits          make bench   how quick it is; ARGS="pages --database sqlite"
# make screenshots    the pictures that the README shows

# The first that works: a name on the PATH may be a shim that answers with an error only.
PYTHON ?= $(shell for name in python3.13 python3.12 python3.11 python3; do \
	$$name -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$name && break; done)
# When none is new enough, bootstrap.py says so; when there is none at all, the shell does.
BOOTSTRAP = $(or $(PYTHON),python3) tools/bootstrap.py
VENV_PYTHON = .venv/bin/python
DJADE = .venv/bin/djade --target-version 5.2
ARGS =

.PHONY: setup run dev test check format messages requirements bench screenshots

setup:
	@$(BOOTSTRAP) base

run: setup
	@$(VENV_PYTHON) manage.py serve $(ARGS)

dev:
	@$(BOOTSTRAP) dev

# All parts run, and any failure fails.
test: dev
	@$(VENV_PYTHON) -m tools.chromium
	@$(VENV_PYTHON) -m tests.suite

check: dev
	$(VENV_PYTHON) -m ruff check .
	$(VENV_PYTHON) -m ruff format --check .
	$(VENV_PYTHON) -m mypy
	find templates -name '*.html' -exec $(DJADE) --check {} +
	$(VENV_PYTHON) manage.py makemigrations --check --dry-run --settings tests.settings
	$(VENV_PYTHON) -m tools.translations check

format: dev
	$(VENV_PYTHON) -m ruff check --fix .
	$(VENV_PYTHON) -m ruff format .
	find templates -name '*.html' -exec $(DJADE) {} +

# Brings the strings of the source into the .po files and compiles them; the German is then written by hand.
messages: dev
	$(VENV_PYTHON) -m tools.translations update

# Needs uv on the PATH. Keeps the pins that still fit; UV_ARGS="--upgrade" moves them.
COMPILE = uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --only-binary :all: \
	--no-emit-index-url --no-emit-find-links --custom-compile-command "make requirements" $(UV_ARGS)
requirements:
	$(COMPILE) requirements/base.in -o requirements/base.txt
	$(COMPILE) requirements/dev.in -o requirements/dev.txt

# Never a test: figures depend on the machine, and the report says on which. ARGS="--write" puts it into the docs.
bench: dev
	@$(VENV_PYTHON) -m benchmarks $(ARGS)

# Of the sample project, in a new installation that is thrown away.
screenshots: dev
	@$(VENV_PYTHON) -m tools.screenshots $(ARGS)
