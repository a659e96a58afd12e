# Everything a developer runs. Works with GNU make 3.81 (macOS).

# The first Python that is recent enough; `make PY=python3.14 …` takes another.
PY := $(firstword $(foreach p,python3.13 python3.12 python3.11 python3 python3.14,$(if $(shell $(p) -c 'import sys; assert sys.version_info >= (3, 11); print(1)' 2>/dev/null),$(p))))
VENV := .venv

.DEFAULT_GOAL := help
.PHONY: help demo test test-wide bench screenshots clean

help: ## list these targets
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/make \1|\2/p' $(MAKEFILE_LIST) | awk -F'|' '{ printf "%-16s %s\n", $$1, $$2 }'

demo: $(VENV)/.demo ## install Troth into .venv and run its demonstration
	$(VENV)/bin/troth demo

test: $(VENV)/.test ## check everything, or one part: make test PART=claims
	$(VENV)/bin/python -m dev.check $(PART)

test-wide: $(VENV)/.test ## the same with many more examples and combinations; takes its time
	$(VENV)/bin/python -m dev.check --wide $(PART)

bench: $(VENV)/.test ## measure speed beside hand-written SQL, or one benchmark: make bench PART=shop
	$(VENV)/bin/python -m benchmarks $(PART)

screenshots: $(VENV)/.test ## write every page and state that visitors see, as pictures, into build/screenshots
	$(VENV)/bin/python -m dev.screenshots

clean: ## remove what the other targets made in this folder
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(VENV)/.made:
	@test -n "$(PY)" || { echo "Troth needs Python 3.11 or newer, and found none (Debian: apt install python3 python3-venv; macOS: brew install python@3.13)"; exit 1; }
	@$(PY) -c 'import ensurepip, venv' 2>/dev/null || { echo "$(PY) cannot make a virtual environment (Debian: apt install python3-venv)"; exit 1; }
	$(PY) -m venv --clear $(VENV)
	@touch $@

$(VENV)/.demo: pyproject.toml dev/lock.txt $(VENV)/.made
	$(VENV)/bin/pip install --disable-pip-version-check -q -e . -c dev/lock.txt
	@touch $@

$(VENV)/.test: pyproject.toml dev/lock.txt $(VENV)/.made
	$(VENV)/bin/pip install --disable-pip-version-check -q -e '.[dev]' -c dev/lock.txt
	@touch $@
