# 客档 Kedang. `make run` starts it with demo data, `make test` proves it, `make help` lists the rest.
# All paths are relative, so the folder may be called anything.

VARIANT ?= release
OUT := build/$(VARIANT)
PROGRAMS := login customer approval import audit admin custodian ctl
LIBS := app domain web store vault view sheet model base

CC ?= gcc
CXX ?= g++
WARN := -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wwrite-strings -Wvla -Werror
CPPFLAGS := -D_GNU_SOURCE -Icgi-bin/lib -Icgi-bin -Ibuild/generated
HARDEN := -fstack-protector-strong -D_FORTIFY_SOURCE=2 -fPIE
SANITIZE := -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer
CFLAGS.release := -O2 -g $(HARDEN)
CFLAGS.check := -O1 -g $(SANITIZE)
CFLAGS.cover := -O0 -g -fprofile-instr-generate -fcoverage-mapping
LDFLAGS.cover := -fprofile-instr-generate
LDFLAGS.release := -pie -Wl,-z,relro,-z,now
LDFLAGS.check := $(SANITIZE)
CFLAGS := -std=c17 $(WARN) $(CFLAGS.$(VARIANT))
CXXFLAGS := -std=c++17 -Wall -Wextra -Wshadow -Werror $(CFLAGS.$(VARIANT))
LDFLAGS := $(LDFLAGS.$(VARIANT))
LDLIBS := -lfcgi -lctemplate_nothreads -lsqlite3 -lsodium -lseccomp -lcsv -lstdc++ -lm -Wl,--as-needed -larchive -lzip -lexpat -lfreexl
# What one program alone needs; tests and fuzzers may need any of it.
LDLIBS.custodian := -loath
LDLIBS.login := -lqrencode
LDLIBS.any = $(LDLIBS) $(LDLIBS.custodian) $(LDLIBS.login)

LIB_SOURCES := $(foreach l,$(LIBS),$(wildcard cgi-bin/lib/$(l)/*.c cgi-bin/lib/$(l)/*.cc))
LIB_OBJECTS := $(patsubst cgi-bin/%,$(OUT)/%.o,$(LIB_SOURCES)) $(OUT)/generated/pinyin_table.c.o
LIBRARY := $(OUT)/libkedang.a
BINARIES := $(patsubst %,$(OUT)/bin/%,$(filter-out ctl,$(PROGRAMS)) kedang)
# V=1 shows the commands.
Q := $(if $(V),,@)
GENERATED := build/generated/pinyin_table.c


.PHONY: help all run demo test check bench bench-mixed bench-million fuzz faults cover docs clean programs front
.DEFAULT_GOAL := help
.SECONDARY:
.DELETE_ON_ERROR:

help: ## this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /  make \1	/' | expand -t 20

KEDANG := ./build/release/bin/kedang
PORT ?= 8080
N ?= 3000
SECONDS ?= 60
KINDS ?= all
JOBS ?= $(shell nproc 2>/dev/null || echo 2)
export KEDANG_HOME ?= home

run: install-run ## start everything with demo data: make run PORT=8080; Ctrl-C stops it
	@$(MAKE) --no-print-directory -j$(JOBS) all
	@$(KEDANG) init --if-needed && $(KEDANG) demo --if-needed $(N) && exec $(KEDANG) run --port $(PORT)
demo: install-run ## make the demo data anew, any size: make demo N=100000
	@$(MAKE) --no-print-directory -j$(JOBS) all
	@$(KEDANG) init --if-needed && $(KEDANG) demo --again $(N)
test: install-test ## everything: lint, unit tests, tables, fuzz corpora, faults, HTTP, browser
	@$(MAKE) --no-print-directory -j$(JOBS) all tests
	@node tests/run.mjs
check: install-test ## the quick part: unit tests, tables and fuzz corpora, under ASan and UBSan
	@$(MAKE) --no-print-directory -j$(JOBS) all tests
	@node tests/run.mjs unit tables fuzz
bench: install-test ## measure, and write docs/benchmarks.md
	@$(MAKE) --no-print-directory -j$(JOBS) all tests
	@node tests/bench/bench.mjs
bench-mixed: install-test ## 200 people at once for 5 minutes at a million customers: docs/benchmarks.md
	@$(MAKE) --no-print-directory -j$(JOBS) all tests
	@node tests/bench/mixed.mjs
bench-million: install-test ## measure a million customers against ten thousand (builds them once: minutes, some GB)
	@$(MAKE) --no-print-directory -j$(JOBS) all
	@node tests/bench/million.mjs
fuzz: install-test ## fuzz each parser for SECONDS (60); RECORD=1 adds to docs/benchmarks.md: make fuzz SECONDS=600
	@$(MAKE) --no-print-directory -j$(JOBS) fuzzers
	@node tests/fuzz/fuzz.mjs $(SECONDS) $(if $(RECORD),--record)
faults: install-test ## fail every single operation of every command and page: hours; make faults KINDS=write,sync
	@$(MAKE) --no-print-directory -j$(JOBS) all tests
	@for f in commands routes; do KEDANG_FAULTS=$(KINDS) node tests/fault/$$f.test.mjs || exit 1; done
docs: all ## write the tables in docs/ anew from what the programs really use
	@$(KEDANG) docs docs
all: programs front ## build the programs and the front end
programs: $(BINARIES) $(OUT)/share
	@rm -f $(filter-out $(BINARIES),$(wildcard $(OUT)/bin/*))

# --- programs ---

$(OUT)/%.c.o: cgi-bin/%.c | $(GENERATED)
	@mkdir -p "$(@D)"
	$(Q)$(CC) $(CPPFLAGS) $(CFLAGS) -MMD -MP -c $< -o $@
$(OUT)/%.cc.o: cgi-bin/%.cc
	@mkdir -p "$(@D)"
	$(Q)$(CXX) $(CPPFLAGS) $(CXXFLAGS) -MMD -MP -c $< -o $@
$(OUT)/generated/%.c.o: build/generated/%.c
	@mkdir -p "$(@D)"
	$(Q)$(CC) $(CPPFLAGS) $(CFLAGS) -MMD -MP -c $< -o $@
$(LIBRARY): $(LIB_OBJECTS)
	@rm -f $@
	$(Q)ar rcs $@ $^

define program_rule
$(OUT)/bin/$(1): $(patsubst cgi-bin/%,$(OUT)/%.o,$(wildcard cgi-bin/$(2)/*.c)) $(LIBRARY)
	@mkdir -p "$$(@D)"
	$(Q)$$(CC) $$(LDFLAGS) $$^ $$(LDLIBS) $$(LDLIBS.$(1)) -o $$@
endef
$(foreach p,$(filter-out ctl,$(PROGRAMS)),$(eval $(call program_rule,$(p),$(p))))
$(eval $(call program_rule,kedang,ctl))

$(OUT)/share:
	@mkdir -p build/share "$(OUT)"
	@ln -sfn ../share $@

build/generated/pinyin_table.c: cgi-bin/lib/model/pinyin_generate.mjs
	@mkdir -p "$(@D)"
	$(Q)node $< > $@

-include $(shell find build -name '*.d' -not -path '*/node_modules/*' 2>/dev/null)

# --- front end and reference data: templates per language, static files, regions, common passwords ---

# Folders, too: one is newer when a file in it went.
FRONT_SOURCES := $(shell find templates static db nginx.conf cgi-bin/ctl/systemd \( -type f -o -type d \) -not -path '*/node_modules*' 2>/dev/null)
front: build/share/.built
build/share/.built: $(FRONT_SOURCES)
	$(Q)node static/build/build.mjs
	@rm -rf build/share/schema build/share/demo build/share/systemd
	@cp -R db/schema db/demo cgi-bin/ctl/systemd build/share/
	@cp nginx.conf build/share/nginx.conf
	@touch $@

# --- tests: every tests/{unit,tables,fault}/NAME_test.c is a program of its own, under ASan and UBSan ---

# What is confined is tried as it is installed, too: the sanitizers need more than the product.
tests:
	@$(MAKE) --no-print-directory VARIANT=check test-programs
	@$(MAKE) --no-print-directory VARIANT=release build/release/tests/fault/sandbox_test
.PHONY: tests test-programs fuzzers
TEST_SOURCES := $(wildcard tests/unit/*_test.c tests/tables/*_test.c tests/fault/*_test.c)
TEST_PROGRAMS := $(patsubst tests/%.c,$(OUT)/tests/%,$(TEST_SOURCES))
TEST_SUPPORT := $(patsubst %.c,$(OUT)/%.o,$(wildcard tests/unit/support.c))
FUZZ_SOURCES := $(wildcard tests/fuzz/*_fuzz.c)
FUZZ_REPLAYS := $(patsubst tests/fuzz/%_fuzz.c,$(OUT)/tests/fuzz/%,$(FUZZ_SOURCES))
test-programs: programs $(TEST_PROGRAMS) $(FUZZ_REPLAYS) build/release/tests/failio.so build/release/tests/nth.so \
  build/release/tests/bare build/release/tests/load build/release/tests/custodian_bench

$(OUT)/tests/%.o: tests/%.c
	@mkdir -p "$(@D)"
	$(Q)$(CC) $(CPPFLAGS) -Itests/unit $(CFLAGS) -MMD -MP -c $< -o $@
# A test that includes fake_custody.h is linked with that instead of the client of the custodian.
double = $(if $(shell grep -l fake_custody.h tests/$*.c),$(OUT)/tests/unit/fake_custody.o)
# One that looks into a program names its part so: "import/board.h".
part = $(patsubst %.h,$(OUT)/%.c.o,$(shell sed -n 's,^.include "\(import/[a-z_]*\.h\)".*,\1,p' tests/$*.c))
.SECONDEXPANSION:
$(TEST_PROGRAMS): $(OUT)/tests/%: $(OUT)/tests/%.o $$(double) $$(part) $(TEST_SUPPORT) $(LIBRARY)
	$(Q)$(CC) $(LDFLAGS) $^ $(LDLIBS.any) -lcmocka -o $@
$(FUZZ_REPLAYS): $(OUT)/tests/fuzz/%: $(OUT)/tests/fuzz/%_fuzz.o $(OUT)/tests/fuzz/replay.o $(LIBRARY)
	$(Q)$(CC) $(LDFLAGS) $^ $(LDLIBS.any) -o $@
build/release/tests/failio.so build/release/tests/nth.so: build/release/tests/%.so: tests/fault/%.c
	@mkdir -p "$(@D)"
	$(Q)$(CC) -std=c17 -D_GNU_SOURCE $(WARN) -O2 -fPIC -shared $< -ldl -o $@
build/release/tests/%: tests/bench/%.c build/release/libkedang.a
	@mkdir -p "$(@D)"
	$(Q)$(CC) $(CPPFLAGS) -std=c17 $(WARN) $(CFLAGS.release) $(LDFLAGS.release) $^ $(LDLIBS.any) -o $@

# libFuzzer needs everything compiled by clang.
FUZZ_FLAGS := -std=c17 -g -O1 -fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=all
fuzzers: $(patsubst tests/fuzz/%_fuzz.c,build/fuzz/bin/%,$(FUZZ_SOURCES))
FUZZ_OBJECTS := $(patsubst cgi-bin/%.c,build/fuzz/%.o,$(filter %.c,$(LIB_SOURCES))) build/fuzz/pinyin_table.o
build/fuzz/%.o: cgi-bin/%.c | $(GENERATED)
	@mkdir -p "$(@D)"
	$(Q)clang $(CPPFLAGS) $(FUZZ_FLAGS) -c $< -o $@
build/fuzz/pinyin_table.o: $(GENERATED)
	@mkdir -p "$(@D)"
	$(Q)clang $(CPPFLAGS) $(FUZZ_FLAGS) -c $< -o $@
build/fuzz/lib.a: $(FUZZ_OBJECTS)
	$(Q)rm -f $@ && ar rcs $@ $^
build/fuzz/bin/%: tests/fuzz/%_fuzz.c build/fuzz/lib.a
	@mkdir -p "$(@D)" tests/fuzz/corpus/$*
	$(Q)clang $(CPPFLAGS) $(FUZZ_FLAGS) -fsanitize=fuzzer $^ $(LDLIBS.any) -o $@

# --- coverage of the unit tests, by clang ---

cover: install-test ## which lines the unit tests reach: build/cover/report.txt
	@$(MAKE) --no-print-directory -j$(JOBS) VARIANT=cover CC=clang CXX=clang++ test-programs
	@rm -rf build/cover/raw && mkdir -p build/cover/raw
	@for t in build/cover/tests/unit/*_test build/cover/tests/tables/*_test; do \
	  LLVM_PROFILE_FILE="build/cover/raw/%p.profraw" "$$t" >/dev/null 2>&1 || true; done
	@llvm-profdata-14 merge -o build/cover/all.profdata build/cover/raw/*.profraw
	@llvm-cov-14 report $$(printf ' -object %s' build/cover/tests/*/*_test) -instr-profile=build/cover/all.profdata cgi-bin \
	  > build/cover/report.txt && tail -n 1 build/cover/report.txt

include .ci/install.mk tests/lint/lint.mk

clean: ## remove what was built (never the data)
	rm -rf build
