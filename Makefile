# Every target sees to what it needs itself: on Debian and Ubuntu missing system packages are installed, elsewhere the
# command to install them is printed. With everything in place that costs nothing.

GO       ?= go
TAGS     := -tags migrated_fynedo
STATIC   := CGO_ENABLED=0 $(GO)
CI_TOOL  := $(GO) tool -modfile=.ci/tools/go.mod
ARGS     ?=
SEEDS    ?= 100000
SEED     ?=

.DEFAULT_GOAL := help
.PHONY: help run build test lint proof bench shots sim soak setup setup-display

help:
	@echo 'make run     start the demo: a simulated shop, nothing to configure (ARGS="..." passes arguments)'
	@echo 'make test    all tests, in a few minutes'
	@echo 'make lint    formatting, vet, staticcheck, import rules'
	@echo 'make proof   the long tests: the real window on a virtual screen, kill -9, many seeds'
	@echo 'make sim     simulated Stripe and Odoo alone, for scripts (ARGS="--seed 7" and the like)'
	@echo 'make soak    the money simulation: SEEDS=n seeds, or SEED=x to replay one'
	@echo 'make shots   pictures of every screen into shots/'
	@echo 'make bench   benchmarks'
	@echo 'make build   bin/paydesk with window, bin/paydesk-headless without'
	@echo 'make setup   system packages only'

setup:
	@.ci/setup build

setup-display: setup
	@.ci/setup display

build: setup
	$(GO) build $(TAGS) -trimpath -o bin/paydesk .
	$(STATIC) build -tags headless -trimpath -o bin/paydesk-headless .

run: setup
	$(GO) build $(TAGS) -o bin/paydesk .
	./bin/paydesk $(ARGS)

# Three rounds: without C or a display; under the race detector, which needs C; and what links the window.
test: setup
	$(STATIC) test $(TAGS) ./.ci/rules ./services/... ./storage/... ./ui/... ./assets/...
	$(GO) test -race -short ./services/... ./storage/...
	$(GO) test $(TAGS) . ./app/...

lint: setup
	@unformatted=$$(gofmt -l .); if [ -n "$$unformatted" ]; then echo "gofmt: $$unformatted"; exit 1; fi
	$(GO) run ./.ci/rules
	$(GO) vet $(TAGS) ./... ./.ci/rules
	$(GO) vet -tags 'migrated_fynedo proof' ./...
	$(CI_TOOL) staticcheck $(TAGS) ./...
	$(STATIC) build -tags headless -o /dev/null .
	@if $(STATIC) list -deps -tags headless . | grep -q '^fyne.io/'; then echo 'the headless build links Fyne'; exit 1; fi

# The end-to-end run shows the real window on a virtual screen with software OpenGL.
proof: setup-display
	PAYDESK_PROOF=1 $(GO) test -count=1 -timeout 30m -tags 'migrated_fynedo proof' ./services/... ./storage/...
	@if [ -d app/e2e ]; then set -x; \
		LIBGL_ALWAYS_SOFTWARE=1 $(GO) test -count=1 -timeout 30m -tags 'migrated_fynedo proof' ./app/e2e/...; fi

# Simulated Stripe and Odoo on this machine, to point a kiosk or a script at.
sim:
	$(STATIC) run -tags headless . sim $(ARGS)

# Many seeds of the money simulation, for as long as they take; SEED=x replays one.
soak:
	PAYDESK_SEEDS=$(SEEDS) PAYDESK_SEED=$(SEED) $(STATIC) test -count=1 -timeout 0 -v -run Simulation ./services/...

bench:
	$(STATIC) test -run '^$$' -bench . -benchmem ./services/... ./storage/...

shots:
	PAYDESK_SHOTS=$(CURDIR)/shots $(STATIC) test $(TAGS) -count=1 -run Shots ./ui/...
