# The MFA Playground. `make` lists the targets; README.md tells the rest.
#
# Nothing is needed first but Go, Node with npm, and git. `make test` needs a C
# compiler (for the race detector) and Chromium as well and says how to get
# them; it never skips a check.

.DEFAULT_GOAL := help
.NOTPARALLEL:
.SUFFIXES:

STATICCHECK := honnef.co/go/tools/cmd/staticcheck@v0.7.0
ADDR ?= 127.0.0.1:8080

# need,PROGRAM,WHERE TO GET IT
need = command -v $(1) >/dev/null 2>&1 || { printf '%s is not installed. Get it from %s\n' '$(1)' '$(2)' >&2; exit 1; }
heading = @printf '\n== %s\n' '$(1)'

.PHONY: help
help: ## list the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-12s %s\n", $$1, $$2}'

.PHONY: run
run: tools ## build the playground and serve it (ADDR=127.0.0.1:8080)
	@go run ./app build -fast -o dist
	@go run ./app serve -addr $(ADDR) -dir dist

.PHONY: build
build: tools ## write the static site to dist/, ready to be uploaded
	@go run ./app build -o dist

.PHONY: test
test: deps fmt-check vet staticcheck style unit race wasm browser ## run every check
	$(call heading,every check passed)

.PHONY: outside
outside: deps build ## try recipes and hosts with Hugo, MkDocs, Docusaurus, nginx and Apache
	$(call heading,what other people's programs make of it)
	@node --test --test-reporter=spec web/test/outside/*.test.mjs

.PHONY: bench
bench: deps build ## measure speed and size and print a table
	@node web/bench/bench.mjs

.PHONY: lint
lint: tools fmt-check vet staticcheck style ## gofmt, vet, staticcheck and the style test

.PHONY: fmt
fmt: tools ## format the Go sources
	@gofmt -w app engine web/bench

.PHONY: clean
clean: ## remove everything that was built or installed here
	@rm -rf dist dist.new wasm_exec.js web/build web/node_modules

.PHONY: deps
deps: tools ## install what the checks need (npm packages, Chromium)
	$(call heading,what the checks need)
	@$(call need,cc,your system (the race detector needs a C compiler: apt-get install gcc libc6-dev or xcode-select --install))
	@go mod download
	@cmp -s web/package-lock.json web/node_modules/.installed-from || { npm --prefix web ci --no-audit --no-fund && cp web/package-lock.json web/node_modules/.installed-from; }
	@node web/test/chromium.mjs

# The single checks, in the order of `make test`.

.PHONY: tools
tools:
	@$(call need,go,https://go.dev/dl/ (1.26 or newer))
	@$(call need,node,https://nodejs.org/ (20 or newer))
	@$(call need,npm,https://nodejs.org/ (it comes with Node))
	@$(call need,git,https://git-scm.com/downloads)

.PHONY: fmt-check
fmt-check:
	$(call heading,gofmt)
	@bad=$$(gofmt -l app engine web/bench); test -z "$$bad" || { printf 'not formatted (make fmt does it):\n%s\n' "$$bad" >&2; exit 1; }

.PHONY: vet
vet:
	$(call heading,vet (native and browser))
	@go vet ./...
	@GOOS=js GOARCH=wasm go vet ./app/... ./web/bench/...

.PHONY: staticcheck
staticcheck:
	$(call heading,staticcheck (native and browser))
	@GOBIN=$(CURDIR)/web/build/bin go install $(STATICCHECK)
	@web/build/bin/staticcheck -f binary ./... >web/build/native.staticcheck
	@GOOS=js GOARCH=wasm web/build/bin/staticcheck -f binary ./app/... ./web/bench/... >web/build/browser.staticcheck
	@web/build/bin/staticcheck -merge web/build/native.staticcheck web/build/browser.staticcheck

.PHONY: style
style:
	$(call heading,style test)
	@go test ./engine -run '^(TestStyle|TestStyleCanFail|TestBuiltFiles|TestNothingBuiltIsTracked)$$'

.PHONY: unit
unit:
	$(call heading,unit tests and scenarios and fuzz seeds)
	@go test ./...

.PHONY: race
race:
	$(call heading,race detector)
	@CGO_ENABLED=1 go test -race ./engine/... ./app/...

.PHONY: wasm
wasm: build
	$(call heading,budgets of the browser binary)
	@node web/bench/budget.mjs

.PHONY: browser
browser: build
	$(call heading,browser tests)
	@node --test --test-reporter=spec web/test/*.test.mjs
