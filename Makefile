# 客档 Kedang. `make run` starts it with demo data, `make test` proves it, `make help` lists the rest.
# All paths are relative, so the folder may be called anything.

VARIANT ?= release
OUT := build/$(VARIANT)
PROGRAMS := login customer audit custodian ctl
LIBS := app domain web store vault view model base

CC ?= gcc
CXX ?= g++
WARN := -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wwrite-strings -Wvla -Werror
CPPFLAGS := -D_GNU_SOURCE -Icgi-bin/lib -Icgi-bin -Ibuild/generated
HARDEN := -fstack-protector-strong -D_FORTIFY_SOURCE=2 -fPIE
SANITIZE := -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer
CFLAGS.release := -O2 -g $(HARDEN)
CFLAGS.check := -O1 -g $(SANITIZE)
LDFLAGS.release := -pie -Wl,-z,relro,-z,now
LDFLAGS.check := $(SANITIZE)
CFLAGS := -std=c17 $(WARN) $(CFLAGS.$(VARIANT))
CXXFLAGS := -std=c++17 -Wall -Wextra -Wshadow -Werror $(CFLAGS.$(VARIANT))
LDFLAGS := $(LDFLAGS.$(VARIANT))
LDLIBS := -lfcgi -lctemplate_nothreads -lsqlite3 -lsodium -lcsv -lstdc++ -lm

LIB_SOURCES := $(foreach l,$(LIBS),$(wildcard cgi-bin/lib/$(l)/*.c cgi-bin/lib/$(l)/*.cc))
LIB_OBJECTS := $(patsubst cgi-bin/%,$(OUT)/%.o,$(LIB_SOURCES)) $(OUT)/generated/pinyin_table.c.o
LIBRARY := $(OUT)/libkedang.a
BINARIES := $(patsubst %,$(OUT)/bin/%,$(filter-out ctl,$(PROGRAMS)) kedang)
# V=1 shows the commands.
Q := $(if $(V),,@)
GENERATED := build/generated/pinyin_table.c


.PHONY: help all run demo test check lint bench fuzz cover docs clean programs front
.DEFAULT_GOAL := help
.SECONDARY:
.DELETE_ON_ERROR:

help: ## this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /  make \1	/' | expand -t 20

KEDANG := ./build/release/bin/kedang
PORT ?= 8080
N ?= 3000
export KEDANG_HOME ?= home

run: install-run all ## start everything with demo data: make run PORT=8080; Ctrl-C stops it
	@$(KEDANG) init --if-needed && $(KEDANG) demo --if-needed $(N) && exec $(KEDANG) run --port $(PORT)
demo: install-run all ## make the demo data anew: make demo N=100000
	@$(KEDANG) init --if-needed && $(KEDANG) demo --again $(N)
all: programs front ## build the programs and the front end
programs: $(BINARIES) $(OUT)/share

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
	$(Q)$$(CC) $$(LDFLAGS) $$^ $$(LDLIBS) -o $$@
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

FRONT_SOURCES := $(shell find templates static db nginx.conf -type f -not -path '*/node_modules/*' 2>/dev/null)
front: build/share/.built
build/share/.built: $(FRONT_SOURCES)
	$(Q)node static/build/build.mjs
	@mkdir -p build/share/schema && rm -rf build/share/schema && cp -R db/schema build/share/schema
	@cp nginx.conf build/share/nginx.conf
	@touch $@

clean: ## remove what was built (never the data)
	rm -rf build
