# Installing by package name what is missing; instantly done when nothing is. KEDANG_INSTALL=no skips it.
# `make run` depends on install-run, `make test` and `make lint` on install-test. Where jobs run in parallel, what needs
# the packages must come after: install-run first, then $(MAKE) for the rest.
.PHONY: install-run install-test
install-run: ## install what building and running needs (Debian and npm packages)
	@sh .ci/install.sh run
install-test: ## install what the tests need, too
	@sh .ci/install.sh test
