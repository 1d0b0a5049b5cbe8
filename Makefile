# Kenes: everything one does with it. The work is in scripts/.
SHELL := /bin/bash
.DEFAULT_GOAL := help
.PHONY: help run test lint test-rust test-browser dev bench cold-start fmt tools clean

help: ## List these targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-13s %s\n", $$1, $$2 }' Makefile

run: ## Install what is missing, build, load the demonstration and serve http://127.0.0.1:3000
	@scripts/run.sh

test: ## Everything that must hold: formatting, clippy, tests on both databases, the browser
	@scripts/test.sh

lint: ## Only formatting and clippy
	@scripts/test.sh lint

test-rust: ## Only the Rust tests: rules, store on both databases, router
	@scripts/test.sh rust

test-browser: ## Only the browser tests
	@scripts/test.sh browser

dev: ## Serve the demonstration, rebuild and reload at every change
	@scripts/dev.sh

bench: ## Measure; one line of JSON per figure
	@scripts/bench.sh

cold-start: ## Measure make run from nothing, with an empty cache (half an hour); make bench prints it
	@scripts/cold-start.sh

fmt: ## Format the Rust code
	@. scripts/env.sh && cargo fmt --all

tools: ## Only install what building needs
	@scripts/tools.sh

clean: ## Remove what was built (the tools and the databases in data/ stay)
	@scripts/clean.sh
