// For the analyzers: fail() and fail_msg() of cmocka end the test, which its header does not say.
#ifndef LINT_CMOCKA_H
#define LINT_CMOCKA_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

// NOLINTNEXTLINE(readability-redundant-declaration): it says more than cmocka's
void _fail(const char *file, int line) __attribute__((noreturn));

#endif
