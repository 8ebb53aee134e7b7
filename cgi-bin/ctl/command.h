// The commands of the tool `kedang`: one row each, in main.c. A command is called in the directory the user is in and goes
// into the home itself (ctl/home.h), because some take file names relative to where they were typed.
#ifndef CTL_COMMAND_H
#define CTL_COMMAND_H

#include "base/text.h"

struct command {
    const char *name;
    struct text summary;                 // one line for `kedang help`
    int (*run)(int argc, char **argv);   // argv[0] is the command's name; returns the exit code
};

#endif
