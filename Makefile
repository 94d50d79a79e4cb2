# Everything a person or a CI runner does with the project. `make test` and `make demo` need only
# Swift and make on a Debian machine: they install the rest.

.PHONY: help setup build test docs lint format demo fixtures-all salvage-table differential sanitize fuzz \
	bench bench-quick bench-serving bench-inner bench-inner-update bench-build clean

SWIFT_SOURCES := Package.swift Sources Tests examples Fuzz/Package.swift Fuzz/Sources Benchmarks/Package.swift \
	Benchmarks/Sources Benchmarks/Benchmarks
# Folders of fixtures, separated by colons.
REDOUBT_FIXTURES ?= $(CURDIR)/Fixtures

help:
	@echo "make setup         install what building and testing need"
	@echo "make build         build a release"
	@echo "make test          install what is missing, build, run every test"
	@echo "make docs          write docs/commands.md from the command table"
	@echo "make demo          rebuild a dataset and show the result"
	@echo "make lint          check the formatting"
	@echo "make format        apply the formatting"
	@echo "make fixtures-all  run the fixture tests over REDOUBT_FIXTURES"
	@echo "make salvage-table damage the fixtures at 200 places each, print the table of docs/salvage.md"
	@echo "make differential  compare the replay with real servers for DURATION seconds"
	@echo "make sanitize      compare deep checks with real servers for DURATION seconds"
	@echo "make fuzz          run each fuzz target for DURATION seconds"
	@echo "make bench         measure against the servers' tools, write docs/performance.md"
	@echo "make bench-quick   the same on little data, in a few minutes"
	@echo "make bench-serving measure serving beside a server, write its chapter of docs/performance.md"
	@echo "make bench-inner   count what the inner loops take, against what is committed"
	@echo "make clean         remove what was built"

setup:
	@Scripts/setup.sh test

# The command carries the Swift libraries: it starts in half the time, in a third less memory, and runs
# where no Swift is installed.
# What overlapping changes of one variable would do is found by the suite, which is built with the checks
# for them; here they would cost a tenth of each request that is served.
BUILD_COMMAND := swift build -c release --product redoubt --static-swift-stdlib \
	-Xswiftc -enforce-exclusivity=unchecked --scratch-path .build-static
build:
	@Scripts/setup.sh build
	$(BUILD_COMMAND)
	@echo "built .build-static/release/redoubt"

# One configuration, the one that is shipped: the suite decodes every fixture many times over.
test: setup
	swift build -c release --build-tests
	swift test -c release --skip-build
	Scripts/fuzz.sh runs $(FUZZ_RUNS)

# Inputs for each target in `make test`.
FUZZ_RUNS ?= 3000

docs: setup
	UPDATE=1 swift test --filter CommandDocumentTests

lint:
	swift format lint --strict --parallel --recursive $(SWIFT_SOURCES)

format:
	swift format --in-place --parallel --recursive $(SWIFT_SOURCES)

demo: build
	@Scripts/demo.sh

fixtures-all: setup
	swift build -c release --build-tests
	REDOUBT_FIXTURES='$(REDOUBT_FIXTURES)' swift test -c release --skip-build --filter FixtureTests

# Every snapshot of the fixtures, damaged in each way at PLACES places: minutes, not seconds.
PLACES ?= 200
salvage-table: setup
	swift build -c release --build-tests
	REDOUBT_SALVAGE_PLACES=$(PLACES) swift test -c release --skip-build \
		--filter SalvageMatrixTests

# Random commands on the real servers, with new seeds for DURATION seconds.
DURATION ?= 600
differential: setup
	swift build -c release --build-tests
	REDOUBT_DIFFERENTIAL_SECONDS=$(DURATION) swift test -c release --skip-build \
		--filter DifferentialTests

# Random damage to values and files, with new seeds for DURATION seconds.
sanitize: setup
	swift build -c release --build-tests
	REDOUBT_SANITIZE_SECONDS=$(DURATION) swift test -c release --skip-build \
		--filter SanitizingTests

# Inputs that libFuzzer makes: each target for DURATION seconds.
fuzz: setup
	Scripts/fuzz.sh seconds $(DURATION)

# What is measured is the release binary, as a user runs it. Benchmarks/README.md tells the rest.
# Where the libraries have files that the last build of Benchmarks did not, its first build may
# miss them; the second sees them.
BUILD_BENCHMARK := swift build -c release --package-path Benchmarks --product
bench-build:
	@Scripts/setup.sh bench
	$(BUILD_COMMAND)
	$(BUILD_BENCHMARK) bench-data || $(BUILD_BENCHMARK) bench-data
	$(BUILD_BENCHMARK) bench-measure

# Where the data is kept: 10 GB for `make bench`, 1 GB for `make bench-quick`.
BENCH_DATA ?= .build-bench
bench: bench-build
	Benchmarks/runner/bench.py --data $(BENCH_DATA)
	Benchmarks/runner/serving.py --data $(BENCH_DATA)

bench-serving: bench-build
	Benchmarks/runner/serving.py --data $(BENCH_DATA)

bench-quick: bench-build
	Benchmarks/runner/bench.py --data $(BENCH_DATA) --quick

# Counts are compared, times are only shown: they mean little on a busy machine.
bench-inner:
	@Scripts/setup.sh bench
	$(BUILD_BENCHMARK) inner-loop || $(BUILD_BENCHMARK) inner-loop
	Benchmarks/runner/inner.py
	swift package --package-path Benchmarks benchmark --no-progress

bench-inner-update:
	@Scripts/setup.sh bench
	$(BUILD_BENCHMARK) inner-loop || $(BUILD_BENCHMARK) inner-loop
	Benchmarks/runner/inner.py --update

clean:
	rm -rf .build .build-static .build-fuzz .build-bench Benchmarks/.build demo
