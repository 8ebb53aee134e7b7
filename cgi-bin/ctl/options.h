// Reads a command's options and operands by a table. Accepts --name value, --name=value, "--" before operands that
// begin with '-'.
#ifndef CTL_OPTIONS_H
#define CTL_OPTIONS_H

#include <stdbool.h>

#include "base/text.h"

enum option_type {
    OPTION_FLAG,
    OPTION_TEXT
};

struct option_spec {
    const char *name; // without the dashes; NULL ends the table
    enum option_type type;
    bool *flag;
    const char **text; // left alone when the option is not given
};

#define OPERANDS_MAX 8

struct options {
    const char *operands[OPERANDS_MAX];
    unsigned count;
    int exit_code; // when options_read gives false
};

// False when the command is over already: --help was printed (exit code 0), or the line is wrong and was faulted (exit
// code 2).
bool options_read(int argc, char **argv, const struct option_spec *specs, struct text usage, struct options *options);

// Faults the line with `usage`; returns EXIT_USAGE.
int options_wrong(struct text usage);

// A whole number in least … most, else false (nothing is said).
bool options_number(const char *text, long long least, long long most, long long *number);

#endif
