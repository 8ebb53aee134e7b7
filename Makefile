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
BINARIES := $(PROGRAMS:%=$(OUT)/bin/%)
GENERATED := build/generated/pinyin_table.c

.PHONY: all
all: $(BINARIES) front

.SECONDARY:
.DELETE_ON_ERROR:

$(OUT)/%.c.o: cgi-bin/%.c | $(GENERATED)
	@mkdir -p "$(@D)"
	$(CC) $(CPPFLAGS) $(CFLAGS) -MMD -MP -c $< -o $@
$(OUT)/%.cc.o: cgi-bin/%.cc
	@mkdir -p "$(@D)"
	$(CXX) $(CPPFLAGS) $(CXXFLAGS) -MMD -MP -c $< -o $@
$(OUT)/generated/%.c.o: build/generated/%.c
	@mkdir -p "$(@D)"
	$(CC) $(CPPFLAGS) $(CFLAGS) -MMD -MP -c $< -o $@
$(LIBRARY): $(LIB_OBJECTS)
	@rm -f $@
	ar rcs $@ $^

define program_rule
$(OUT)/bin/$(1): $(patsubst cgi-bin/%,$(OUT)/%.o,$(wildcard cgi-bin/$(1)/*.c)) $(LIBRARY)
	@mkdir -p "$$(@D)"
	$$(CC) $$(LDFLAGS) $$^ $$(LDLIBS) -o $$@
endef
$(foreach p,$(PROGRAMS),$(eval $(call program_rule,$(p))))

-include $(shell find build -name '*.d' 2>/dev/null | grep -v node_modules)
