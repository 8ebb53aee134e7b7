# The checks of `make lint`. Each is a target of its own, lint-NAME; what it holds is written at the top of its file in
# tests/lint/. Slow ones work file by file and keep a stamp in build/lint, so a second run looks only at what changed.
# The Makefile that includes this provides CPPFLAGS, WARN, GENERATED and the targets programs, front and install-test.

LINT := build/lint
LINT_SCRIPTS := layers templates sizes banned words asvs
LINT_CHECKS := $(LINT_SCRIPTS:%=lint-%) lint-bindings lint-docs lint-globals lint-format lint-clang lint-headers lint-tidy lint-cppcheck
LINT_SOURCES := $(sort $(shell find cgi-bin tests -name '*.c' -o -name '*.cc' 2>/dev/null))
LINT_HEADERS := $(sort $(shell find cgi-bin tests -name '*.h' 2>/dev/null))
LINT_FLAGS := $(CPPFLAGS) -Itests/unit
LINT_JOBS := $(if $(findstring jobserver,$(MAKEFLAGS)),,-j$(shell nproc 2>/dev/null || echo 2))

.PHONY: lint lint-list format $(LINT_CHECKS)

lint: install-test ## every check of the sources: layers, templates, sizes, banned, words, both compilers, tidy, cppcheck
	@$(MAKE) --no-print-directory $(LINT_JOBS) -k -O $(LINT_CHECKS) && echo "lint: all $(words $(LINT_CHECKS)) checks passed"
lint-list:
	@printf '%s\n' $(LINT_CHECKS)
format: ## lay out the C sources as .clang-format says
	clang-format -i $(LINT_SOURCES) $(LINT_HEADERS)

$(LINT_SCRIPTS:%=lint-%): lint-%:
	@node tests/lint/$*.mjs
lint-templates: front
lint-bindings: programs front
	@mkdir -p $(LINT)
	@build/release/bin/kedang views --json > $(LINT)/views.json
	@node tests/lint/bindings.mjs $(LINT)/views.json
# The generated tables say what the programs really use: make docs.
lint-docs: programs
	@rm -rf $(LINT)/docs && mkdir -p $(LINT)/docs && build/release/bin/kedang docs $(LINT)/docs > /dev/null
	@for f in $(LINT)/docs/*; do cmp -s "$$f" "docs/$${f##*/}" || { echo "docs/$${f##*/} is stale: make docs"; exit 1; }; done
lint-globals: programs
	@node tests/lint/globals.mjs

lint-format: $(LINT_SOURCES:%=$(LINT)/format/%.ok) $(LINT_HEADERS:%=$(LINT)/format/%.ok)
$(LINT)/format/%.ok: % .clang-format
	@mkdir -p "$(@D)"
	@clang-format $< | cmp -s - $< || { echo "$<: not laid out as .clang-format says: make format"; exit 1; }
	@touch $@

# gcc sees every file when it is built; clang reads them here with the same warnings. Its list of what a file includes
# serves clang-tidy too.
lint_language = $(if $(filter %.cc,$1),-std=c++17,-std=c17)
lint_warnings = $(if $(filter %.cc,$1),-Wall -Wextra -Wshadow -Werror,$(WARN))

lint-clang: $(LINT_SOURCES:%=$(LINT)/clang/%.ok)
$(LINT)/clang/%.ok: % | $(GENERATED)
	@mkdir -p "$(@D)"
	@clang $(LINT_FLAGS) $(call lint_language,$<) $(call lint_warnings,$<) -fsyntax-only -MMD -MP -MF $(@:.ok=.d) \
		-MT "$@ $(LINT)/tidy/$*.ok" $<
	@touch $@

# A header includes what it needs: it compiles alone.
lint-headers: $(LINT_HEADERS:%=$(LINT)/headers/%.ok)
$(LINT)/headers/%.ok: %
	@mkdir -p "$(@D)"
	@printf '#include "%s"\n' "$<" | clang $(LINT_FLAGS) -I. -std=c17 $(WARN) -Wno-empty-translation-unit -fsyntax-only \
		-MMD -MP -MF $(@:.ok=.d) -MT $@ -x c -
	@touch $@

lint-tidy: $(LINT_SOURCES:%=$(LINT)/tidy/%.ok)
$(LINT)/tidy/%.ok: % .clang-tidy tests/.clang-tidy | $(GENERATED)
	@mkdir -p "$(@D)"
	@clang-tidy --quiet $< -- $(LINT_FLAGS) $(call lint_language,$<) > $(@:.ok=.txt) 2>&1 \
		|| { grep -v 'warnings\? \(generated\|treated as\)' $(@:.ok=.txt); exit 1; }
	@touch $@

# What it is not asked about stands in cppcheck.txt with its reasons.
lint-cppcheck: | $(GENERATED)
	@mkdir -p $(LINT)/cppcheck
	@cppcheck --quiet --cppcheck-build-dir=$(LINT)/cppcheck --enable=warning,performance,portability --inline-suppr \
		--error-exitcode=1 --std=c17 --std=c++17 --library=posix,gnu,tests/lint/cppcheck.cfg \
		--suppressions-list=tests/lint/cppcheck.txt \
		--template='{file}:{line}: {severity}: {message} [{id}]' $(CPPFLAGS) cgi-bin

-include $(shell find $(LINT) -name '*.d' 2>/dev/null)
