# Souk in a few words: `make` lists them. Each target does one thing that a person would otherwise type by hand.
# Everything here works on a machine that has Go and nothing else; `make test` installs or names the rest.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help

# DATA is the folder of `make run`. ARGS goes to the program behind the target: make test ARGS='-run TestPlace ./internal/order'
DATA ?= ./data
ARGS ?=

.PHONY: help
help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

.PHONY: run
run: build ## build, then start the demo: http://127.0.0.1:8080, data in ./data
	./bin/souk demo --data $(DATA) $(ARGS)

.PHONY: build
build: ## build ./bin/souk, one static binary
	CGO_ENABLED=0 go build -trimpath -ldflags='-s -w' -o bin/souk ./cmd/souk

.PHONY: test
test: ## run every test, on both engines and in a browser, with the race detector
	scripts/test $(ARGS)

.PHONY: check
check: ## hold the rules of the house: format, vet, lint, architecture, generated files
	scripts/check $(ARGS)

.PHONY: lint
lint: ## the quick half of check: format, vet, staticcheck, architecture
	scripts/check format vet staticcheck shell archtest

.PHONY: generate
generate: ## write again what is generated and committed: pages, CSS, OpenAPI, diagrams, error list
	scripts/generate

.PHONY: fmt
fmt: ## format Go sources and templates
	gofmt -w $$(git ls-files -co --exclude-standard '*.go')
	go tool templ fmt internal

.PHONY: bench
bench: build ## measure orders and pages: ARGS='orders --db postgres://…' (docs/performance.md)
	scripts/bench $(ARGS)

.PHONY: clean
clean: ## remove what was built (not ./data: that is yours)
	rm -rf bin
