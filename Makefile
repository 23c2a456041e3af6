# Everything a newcomer needs. `make run` simulates the main protocol; `make test` builds and runs every test.
.PHONY: run test build set-up picture bench bench-solvers bench-peers peers gate fuzz format check-format clean

PROTOCOL ?= Protocols/ketamine-assisted-therapy.yaml
OUTPUT ?= out
SOURCES = Sources Tests Benchmarks Fuzzing Package.swift

run: build
	.build/release/rewire simulate $(PROTOCOL) -o $(OUTPUT)

build: set-up
	swift build -c release --product rewire

# In release mode: numerics in debug mode crawl.
test: set-up
	swift build -c release --build-tests
	swift test -c release --skip-build

# The command with its model library, which it finds beside itself: make install PREFIX=/usr/local
PREFIX ?= /usr/local
install: build
	install -D .build/release/rewire $(DESTDIR)$(PREFIX)/bin/rewire
	mkdir -p $(DESTDIR)$(PREFIX)/share/rewire
	cp -R Models Evidence Protocols .venv/share/rewire/vega-bundle.js $(DESTDIR)$(PREFIX)/share/rewire/

set-up:
	@scripts/set-up

# The README's picture, from the last run.
picture: set-up
	.venv/bin/python scripts/draw-picture $(OUTPUT)/figures/stage-symptoms.vl.json Documentation/images/symptoms.svg

# Work and precision of the solvers on the stiff reference set: Benchmarks/results/solvers.csv and its picture.
bench: bench-solvers bench-peers

bench-solvers: set-up
	REWIRE_DEVELOPMENT=1 swift build -c release --product SolverBenchmark
	.build/release/SolverBenchmark Benchmarks/results/solvers.csv
	.venv/bin/python scripts/draw-solvers Benchmarks/results/solvers.csv Documentation/images/solvers.svg

# Rewire and the other simulators that `make peers` has installed (or that $PEERS names), at equal error.
PEER_MODELS ?= .peers/models
bench-peers: build
	.venv/bin/python Benchmarks/peers/make_models.py .peers/models
	.venv/bin/python Benchmarks/peers/harness.py --models $(PEER_MODELS)
	.venv/bin/python Benchmarks/peers/report.py Benchmarks/results/peers.csv \
	  --page Documentation/benchmarks.md --picture Documentation/images/peers.svg

# Environments of other simulators, from the Python Package Index, into .peers; takes some minutes.
peers:
	Benchmarks/peers/install .peers

# Instructions of fixed small workloads, counted under callgrind, within 2 % of Benchmarks/results/instructions.csv, and
# no memory allocated by steps. After a change that is meant: scripts/check-instructions --refresh
gate: set-up
	@scripts/set-up valgrind
	REWIRE_DEVELOPMENT=1 swift build -c release --product InstructionGate
	scripts/check-instructions

# Damaged files for every reader, each for so many seconds; a failure leaves the input that did it.
FUZZ_SECONDS ?= 60
fuzz: set-up
	scripts/fuzz $(FUZZ_SECONDS)

format:
	swift format --in-place --parallel --recursive $(SOURCES)

check-format:
	@swift format lint --strict --parallel --recursive $(SOURCES) \
	  || { echo 'The format is off: "make format" mends what can be mended by machine.' >&2; exit 1; }

clean:
	rm -rf .build $(OUTPUT)
