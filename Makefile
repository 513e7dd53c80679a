# The README's two commands, and what CI adds to them.
# Tests reach the library by `package` access: without testable imports their release build is the
# command's own, and neither builds anew what the other has built.

BUILD = swift build -c release
SYNCHROMESH = .build/release/synchromesh
JOBS ?= $(shell getconf _NPROCESSORS_ONLN)

# A sanitizer, and the tests it watches: all that has to do with tiers or with threads.
SANITIZER ?= thread
SANITIZED = Tier|CompilePool|CodeCache|JITScheduler|ProfileStore|RingBuffer|RecencyTable|Monitor
# XCTest itself leaks; what our tests free, they count.
SANITIZER_OPTIONS = TSAN_OPTIONS=halt_on_error=1 ASAN_OPTIONS=detect_leaks=0
TIERED = tiered,calls=0,gas=0,minimum-size=0

# The plug-in exports what clients look for, and has no more symbols than that takes. No package may
# ask the linker for this, but whoever builds it may.
PLUGIN = .build/release/libsynchromesh-evmc.so
PLUGIN_LINK = -Xlinker --version-script=Sources/EVMCPlugin/exports.map -Xlinker --strip-all
ifeq ($(shell uname -s),Darwin)
PLUGIN = .build/release/libsynchromesh-evmc.dylib
PLUGIN_LINK =
endif
CLIENT = .build/evmc-host

.PHONY: run bench test test-debug sanitize plugin example lint format clean

## Every suite and every finding in every tier, with a switch forced at every head.
run: setup-libraries
	$(BUILD) --product synchromesh
	$(SYNCHROMESH) run spec-fixtures corpus benchmarks --subject interpreter \
		--subject method@x86-64 --subject method@aarch64 --subject method@lir \
		--subject $(TIERED) --schedule every-head --jobs $(JOBS)

## The project's own benchmarks in the interpreter, method and tiered.
bench: setup-libraries
	$(BUILD) --product synchromesh
	$(SYNCHROMESH) bench benchmarks

## All tests, optimised.
test: setup-libraries
	swift test -c release --disable-testable-imports

## All tests, unoptimised and with every internal check.
test-debug: setup-libraries
	swift test

## What threads share, with races (SANITIZER=thread) or misuse of memory (address) reported: its
## tests, and every suite tiered, compiled in the background and with a cache that is too small.
## A worker that a sanitizer has something to say of ends there, which is a failure.
sanitize: setup-libraries
	$(SANITIZER_OPTIONS) swift test --sanitize=$(SANITIZER) \
		--scratch-path .build/$(SANITIZER) --filter '$(SANITIZED)'
	$(SANITIZER_OPTIONS) swift run --sanitize=$(SANITIZER) \
		--scratch-path .build/$(SANITIZER) synchromesh \
		run spec-fixtures corpus --subject interpreter \
		--subject $(TIERED),compile=background --subject $(TIERED),cache=16k --jobs $(JOBS)

## Our machine as a plug-in of EVMC clients: its tests, optimised (which hold the native stack of a
## call to its limit), then the library to hand on, and a client in C that has it execute and reload.
plugin: setup-libraries
	swift test -c release --disable-testable-imports --filter '^EVMCTests'
	$(BUILD) --product synchromesh-evmc $(PLUGIN_LINK)
	clang -std=c11 -O2 -Wall -Wextra -Werror -I Sources/CEVMC/include Examples/evmc-host/host.c \
		-ldl -o $(CLIENT)
	for tier in interpreter method tiered; do \
		$(CLIENT) $(PLUGIN) tier=$$tier 60026003015f5260205ff3 || exit 1; done
	$(CLIENT) $(PLUGIN) 6002600301
	$(CLIENT) $(PLUGIN) --reload 100

## A package of its own that runs a folder of suites through the library.
example: setup-libraries
	swift test --package-path Examples/SuiteRunner --scratch-path .build/examples

lint:
	swift format lint --strict --recursive Package.swift Sources Tests Examples

format:
	swift format --in-place --recursive Package.swift Sources Tests Examples

clean:
	rm -rf .build

.PHONY: setup-libraries
setup-libraries:
	@./setup
