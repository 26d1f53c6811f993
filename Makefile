# Newsroom's commands. `make` alone lists them.

PORT ?= 8000
ARGS ?=
VENV := .venv
PY := $(VENV)/bin/python

# Once made, the environment keeps its Python until PYTHON names another.
ifeq ($(origin PYTHON),undefined)
PYTHON := $(shell $(PY) -c 'import sys; print(sys._base_executable)' 2>/dev/null || echo python3)
endif

# What the shell has set for an installation is none of these commands' business.
unexport DATABASE_URL CACHE_URL DJANGO_SETTINGS_MODULE $(filter NEWSROOM_%,$(.VARIABLES))
# Python keeps what it has compiled: each of the tests' processes would compile all of it again.
unexport PYTHONDONTWRITEBYTECODE

STEP = @printf '\n%s\n'

.NOTPARALLEL:
.DELETE_ON_ERROR:
.PHONY: help run test bench screenshots check lint imports types templates deployable format messages clean python port FORCE

help: ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-11s %s\n", $$1, $$2 }' Makefile
	@echo
	@echo "PORT=8123 chooses the port of make run (8000), PYTHON=python3.13 what $(VENV) is made with (python3),"
	@echo "ARGS=\"-k dateline\" what make test hands to pytest, ARGS=\"site --stories 1000\" makes make bench a short one."

# The site, on SQLite with sample content

run: export NEWSROOM_ALLOWED_HOSTS := 127.0.0.1,localhost
run: export NEWSROOM_BASE_URL := http://127.0.0.1:$(PORT)
run: python port ## the site with sample content, on 127.0.0.1
	$(STEP) "1/4 Python environment in $(VENV)"
	@$(MAKE) --no-print-directory $(VENV)/.run var/secret_key
	$(STEP) "2/4 Database in var/newsroom.sqlite3"
	@$(PY) manage.py migrate
	$(STEP) "3/4 Static files in var/static"
	@$(PY) manage.py collectstatic --no-input --verbosity 0
	$(STEP) "4/4 Sample content"
	@$(PY) manage.py load_sample
	$(STEP) "Site   $$NEWSROOM_BASE_URL/"
	@echo "Admin  $$NEWSROOM_BASE_URL/admin/"
	@echo "Ctrl-C stops it."
	@exec $(PY) -m gunicorn newsroom.wsgi --bind 127.0.0.1:$(PORT) --workers 2 --threads 4 --limit-request-line 0 \
	    --log-level warning --no-control-socket

define CHECK_PORT
import errno, socket, sys
port = sys.argv[1]
try:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        probe.bind(("127.0.0.1", int(port)))
except (ValueError, OverflowError):
    sys.exit(f"PORT={port} is no port: choose a number from 1024 to 65535, as in make run PORT=8123")
except OSError as error:
    reason = "is in use" if error.errno == errno.EADDRINUSE else f"cannot be used ({error.strerror})"
    sys.exit(f"Port {port} {reason}: choose another, as in make run PORT=8123")
endef
port: export CHECK_PORT := $(CHECK_PORT)

port:
	@$(PYTHON) -c "$$CHECK_PORT" "$(PORT)"

# The environment: made anew for another Python or in another folder, filled when requirements change

define CHECK_PYTHON
import sys
if sys.version_info < (3, 11):
    sys.exit("Newsroom needs Python 3.11 or newer, this one is %d.%d: choose another, "
             "as in make run PYTHON=python3.13" % sys.version_info[:2])
try:
    import ensurepip, venv
except ImportError:
    sys.exit("Python's venv module is missing: install it first; on Debian and Ubuntu it is in the package "
             "python3-venv (or python%d.%d-venv)." % sys.version_info[:2])
endef
python: export CHECK_PYTHON := $(CHECK_PYTHON)

python:
	@$(PYTHON) -c "$$CHECK_PYTHON" || { status=$$?; \
	    [ $$status -lt 126 ] || echo "$(PYTHON) cannot be run: choose another Python 3.11 or newer with PYTHON=" >&2; \
	    exit $$status; }

$(VENV)/.python: FORCE | python
	@wanted=$$($(PYTHON) -c 'import sys; print(sys.version.split()[0], sys.base_prefix, sys.argv[1])' "$(CURDIR)"); \
	if [ "$$wanted" != "$$(cat $@ 2>/dev/null)" ]; then \
	    echo "Making $(VENV) with $$($(PYTHON) -V)"; \
	    rm -rf $(VENV) && $(PYTHON) -m venv $(VENV) && echo "$$wanted" >$@; \
	fi

$(VENV)/.run: requirements.txt $(VENV)/.python
	@$(PY) -m pip install --disable-pip-version-check -r requirements.txt
	@touch $@

$(VENV)/.dev: requirements-dev.txt requirements-s3.txt requirements.txt $(VENV)/.python
	@$(PY) -m pip install --disable-pip-version-check -r requirements-dev.txt
	@touch $(VENV)/.run $@

# Made once; the settings read it where the environment gives none.
var/secret_key: | $(VENV)/.python
	@mkdir -p var
	@umask 077; $(PY) -c 'import secrets; print(secrets.token_urlsafe(50))' >$@

# Tests: each once, those that use a database on PostgreSQL where its programs are installed; in CI on SQLite, too

test: $(VENV)/.dev var/secret_key ## every test once; in CI on SQLite and on PostgreSQL
	@$(PY) .ci/test.py $(ARGS)

# Checks, and each of them alone

TEMPLATES = find templates -name '*.html' -exec
DJADE = $(VENV)/bin/djade --target-version 5.2
DJHTML = $(PY) -m djhtml --tabwidth 2

check: lint imports types templates deployable ## lint, format, imports, types, templates, migrations, deployment

lint: $(VENV)/.dev
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .

imports: $(VENV)/.dev
	$(VENV)/bin/lint-imports

types: $(VENV)/.dev var/secret_key
	$(PY) -m mypy

templates: $(VENV)/.dev
	$(TEMPLATES) $(DJADE) --check {} +
	$(TEMPLATES) $(DJHTML) --check {} +

deployable: export NEWSROOM_HTTPS := 1
deployable: export NEWSROOM_ALLOWED_HOSTS := newsroom.example
deployable: export NEWSROOM_BASE_URL := https://newsroom.example
deployable: export DATABASE_URL := sqlite://:memory:
deployable: $(VENV)/.dev var/secret_key
	$(PY) manage.py makemigrations --check --dry-run
	$(PY) manage.py check --deploy --fail-level WARNING

format: $(VENV)/.dev ## puts code and templates into the form that make check wants
	$(PY) -m ruff check --fix-only .
	$(PY) -m ruff format .
	$(TEMPLATES) $(DJHTML) {} +
	$(TEMPLATES) $(DJADE) {} + || true  # its status tells whether it changed one

# Measurements, and the pictures of docs/: nothing is left behind

ROOMS = desk site photos
BENCHES = $(or $(filter $(ROOMS),$(ARGS)),$(ROOMS))

bench: $(VENV)/.dev ## the measurements of benchmarks/, each on a PostgreSQL of its own with 100,000 stories
	@$(PY) .ci/with_postgres.py --version || { echo "make bench needs PostgreSQL's programs (initdb, postgres)."; exit 1; }
	@for each in $(BENCHES); do \
	    $(PY) .ci/with_postgres.py $(PY) -m benchmarks $$each $(filter-out $(ROOMS),$(ARGS)) || exit 1; \
	done

screenshots: $(VENV)/.dev ## takes the pictures of the docs anew
	@$(PY) -m benchmarks screenshots

# The rest

messages: $(VENV)/.run var/secret_key ## collects the texts to translate and compiles the translations (needs gettext)
	@command -v msgfmt >/dev/null || { echo "gettext is missing: apt-get install gettext"; exit 1; }
	$(PY) manage.py makemessages --locale it --no-obsolete --ignore var
	$(PY) manage.py compilemessages --ignore $(VENV)

clean: ## removes the environment and the tools' caches, never var/
	rm -rf $(VENV) .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	find . -name __pycache__ -not -path './var/*' -prune -exec rm -rf {} +

FORCE:
