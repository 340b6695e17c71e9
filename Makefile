# make help lists the targets. Each of `make run` and `make test` works alone on a fresh Debian 12.

BUILD ?= release
JOBS ?= $(shell nproc)
DIR = build/$(BUILD)
TEST_JOBS ?= $(JOBS)

CMAKE_release = -DCMAKE_BUILD_TYPE=Release
# Without precompiled headers: it is what finds that a source does not include what it uses.
CMAKE_dev = -DCMAKE_BUILD_TYPE=Debug -DTIENDO_PRECOMPILE=OFF
CMAKE_asan = -DCMAKE_BUILD_TYPE=RelWithDebInfo -DTIENDO_SANITIZE=address
CMAKE_tsan = -DCMAKE_BUILD_TYPE=RelWithDebInfo -DTIENDO_SANITIZE=thread

export TSAN_OPTIONS ?= ignore_noninstrumented_modules=1 suppressions=$(CURDIR)/tests/tsan.supp
export UBSAN_OPTIONS ?= print_stacktrace=1
SOURCES = $(shell git ls-files --cached --others --exclude-standard '*.cc' '*.h')

.PHONY: help setup configure build test asan tsan run demo fmt fmt-check tidy lint protos-check \
        protos-baseline bench soak planted clean deploy-check image programs

help: ## this list
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 18

setup: ## install the Debian packages and npm tools that are missing
	@deploy/run/setup.sh

configure: setup
	@test -f $(DIR)/build.ninja || cmake -S . -B $(DIR) -G Ninja $(CMAKE_$(BUILD)) >/dev/null

build: configure ## compile everything (BUILD=release|dev|asan|tsan)
	@cmake --build $(DIR) -j $(JOBS)

programs: configure ## compile the servers and tiendo only
	@cmake --build $(DIR) -j $(JOBS) --target tiendo $(addprefix tiendo-,units programs supervision status)

test: lint build ## compile and run all tests
	@ctest --test-dir $(DIR) --output-on-failure --no-tests=error -j $(TEST_JOBS)

asan: ## the tests under AddressSanitizer and UBSan
	@$(MAKE) --no-print-directory BUILD=asan build
	@ctest --test-dir build/asan --output-on-failure --no-tests=error -L 'unit|contract|integration'

tsan: ## the tests under ThreadSanitizer
	@$(MAKE) --no-print-directory BUILD=tsan build
	@ctest --test-dir build/tsan --output-on-failure --no-tests=error -L 'unit|contract|integration'

deploy-check: programs ## render the manifests, check them against Kubernetes and the programs
	@ctest --test-dir $(DIR) --output-on-failure --no-tests=error -R '^system_deploy'

image: programs ## make and try out the container image (root; names missing packages; COMPILE=1: inside)
	@deploy/image/image.sh $(DIR)/bin $(if $(COMPILE),--compile)

run: programs ## serve with the case of 2022 until Ctrl-C (data in ./run)
	@deploy/run/run.sh $(DIR)/bin

demo: programs ## load the case of 2022, print its figures, stop
	@deploy/run/run.sh $(DIR)/bin --demo

fmt: setup ## format the sources and protos
	@clang-format -i $(SOURCES)
	@protos/check.sh format

fmt-check: setup
	@clang-format --dry-run -Werror $(SOURCES)
	@protos/check.sh format-check

# Clang cannot read the headers that GCC precompiled.
tidy: setup ## clang-tidy over the sources (slow)
	@cmake -S . -B build/tidy -G Ninja $(CMAKE_release) -DTIENDO_PRECOMPILE=OFF >/dev/null
	@cmake --build build/tidy -j $(JOBS) --target generated
	@git ls-files 'common/*.cc' 'services/*.cc' | xargs -P $(JOBS) -n 4 clang-tidy -p build/tidy --quiet

protos-check: setup ## lint the protos and compare them with the committed baseline
	@protos/check.sh lint && protos/check.sh breaking

protos-baseline: setup ## make the baseline anew (at a release)
	@protos/check.sh baseline

lint: fmt-check protos-check ## format and proto checks

bench: build ## print the benchmarks, each beside its baseline
	@$(DIR)/bin/tiendo-bench

soak: build ## 1,000 kills and 1,000,000 watched changes under load (hours; SOAK="--minutes 40")
	@cd $(DIR)/tests && ./tiendo-soak $(SOAK)

planted: setup ## plant five faults in a scratch copy: each has to turn the fault tests red
	@tests/fault/planted/run.sh

clean: ## remove the build folders
	@rm -rf build
