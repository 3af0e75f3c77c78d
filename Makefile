# Every target sees to what it needs itself: on Debian and Ubuntu missing system packages are installed, elsewhere the
# command to install them is printed. With everything in place that costs nothing.

GO       ?= go
TAGS     := -tags migrated_fynedo
STATIC   := CGO_ENABLED=0 $(GO)
CI_TOOL  := $(GO) tool -modfile=.ci/tools/go.mod
ARGS     ?=
# make sim SEEDS=k SEED=n lives through seeds n … n+k-1; with SEED alone through that one, and shows its trace.
ifdef SEED
SEEDS    ?= 1
else
SEEDS    ?= 200
SEED     := 1
endif

.DEFAULT_GOAL := help
.PHONY: help run build test lint proof long sabotage bench shots sim soak setup setup-display

help:
	@echo 'make run     start the demo: a simulated shop, nothing to configure (ARGS="..." passes arguments)'
	@echo 'make test    all tests, in a few minutes'
	@echo 'make lint    formatting, vet, staticcheck, import rules'
	@echo 'make proof   the long tests: the real window on a virtual screen, 1,785 further seeds, 100 power cuts'
	@echo 'make long    still longer: all planted bugs, 2,000 further seeds, each kind of fault proven to matter, more full disks and cut wires'
	@echo 'make sabotage   plant each known bug and see that the simulation finds it'
	@echo 'make sim     the money simulation: SEEDS=k SEED=n, or SEED=n alone to replay one'
	@echo 'make soak    the money simulation and power cuts in turn, until told to stop'
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

# Three rounds: without C or a display; under the race detector, which needs C (the simulated world runs one thing at a
# time and has no races to find, the counter of package app has them all); and what links the window.
test: setup
	$(STATIC) test -timeout 20m $(TAGS) ./.ci/rules ./services/... ./storage/... ./ui/... ./assets/...
	$(GO) test -race -short $$($(GO) list ./services/... ./storage/... | grep -v /sim/world)
	$(GO) test -race -short -tags headless ./app
	$(GO) test $(TAGS) . ./app
	$(STATIC) test -parallel 6 ./app/e2e

lint: setup
	@unformatted=$$(gofmt -l .); if [ -n "$$unformatted" ]; then echo "gofmt: $$unformatted"; exit 1; fi
	$(GO) run ./.ci/rules
	$(GO) vet $(TAGS) ./... ./.ci/rules ./.ci/sabotage
	$(GO) vet -tags 'migrated_fynedo proof' ./...
	$(CI_TOOL) staticcheck $(TAGS) ./...
	$(STATIC) build -tags headless -o /dev/null .
	@if $(STATIC) list -deps -tags headless . | grep -q '^fyne.io/'; then echo 'the headless build links Fyne'; exit 1; fi

# More seeds of the simulation, the gateway before Stripe's own mock server and fed with nonsense, kill -9,
# then the real window on a virtual screen with software OpenGL.
proof: setup-display
	$(STATIC) test -count=1 -timeout 30m ./services/sim/world -v -run '^TestSeeds$$' -seed 501 -seeds 1785
	$(STATIC) test -count=1 -tags proof -run StripesOwnMock ./services/stripe
	$(STATIC) test -count=1 -run '^$$' -fuzz FuzzAnswers -fuzztime 20s ./services/stripe
	PAYDESK_PROOF=1 $(STATIC) test -count=1 -timeout 30m -run "Garbled|Torn" ./storage
	$(STATIC) test -count=1 -timeout 30m -parallel 6 ./app/e2e -v -run 'Killed$$|Disk|Network' -kills 100 -disks 4 -cuts 4
	LIBGL_ALWAYS_SOFTWARE=1 $(GO) test -count=1 -timeout 30m -tags 'migrated_fynedo proof' ./app/e2e

# Each kind of fault is shown to change the story of twenty worlds: those in which it struck are lived through once more without it.
# And every planted bug is planted.
long: setup
	$(STATIC) test -count=1 -timeout 2h ./services/sim/world -v -run '^TestSeeds$$' -seed 2501 -seeds 2000 -changes 20
	$(STATIC) test -count=1 -timeout 1h ./app/e2e -v -run 'Disk|Network' -disks 12 -cuts 12
	$(GO) run ./.ci/sabotage

# Bugs as patches: each must still apply, compile, and be seen within 5,000 seeds or by the scenario it names.
sabotage:
	$(GO) run ./.ci/sabotage $(ARGS)

# Deterministic: the same seed gives the same trace, byte by byte. A failing seed prints the command that replays it.
sim:
	$(STATIC) test -count=1 -timeout 0 ./services/sim/world -v -run '^TestSeeds$$' -seed $(SEED) -seeds $(SEEDS) $(if $(filter 1,$(SEEDS)),-story)

soak:
	@n=1; while $(STATIC) test -count=1 -timeout 0 ./services/sim/world -v -run '^TestSeeds$$' -seed $$n -seeds 2000 \
	  && $(STATIC) test -count=1 -timeout 0 -parallel 6 ./app/e2e -v -run 'Killed$$|Network' -kills 100 -cuts 6 -draws $$n; do n=$$((n+2000)); done

# Ratios to a floor, or to a peer in the same run; nothing is asserted.
bench: setup-display
	$(STATIC) test -timeout 30m -run '^$$' -bench . ./services/... ./storage/...
	$(STATIC) test -tags headless -run '^$$' -bench . ./app
	LIBGL_ALWAYS_SOFTWARE=1 $(GO) test -run '^$$' -bench Kiosk -benchtime 1x -tags 'migrated_fynedo proof' ./app/e2e

# Every screen and state, light and dark, 1280x800 and 1024x600, and a contact sheet of them all.
shots: setup
	rm -rf shots && mkdir -p shots
	PAYDESK_SHOTS=$(CURDIR)/shots $(STATIC) test $(TAGS) -count=1 -run Pictures ./ui/...
	PAYDESK_SHOTS=$(CURDIR)/shots $(STATIC) test $(TAGS) -count=1 -run ContactSheet ./ui/shot
