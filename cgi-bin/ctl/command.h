// The commands of the tool `kedang`: one row each, in main.c. A command is called in the directory the user is in and
// goes into the home itself (ctl/home.h), because some take file names relative to where they were typed.
#ifndef CTL_COMMAND_H
#define CTL_COMMAND_H

#include "base/text.h"

struct command {
    const char *name;
    struct text summary;               // one line for `kedang help`
    int (*run)(int argc, char **argv); // argv[0] is the command's name; returns the exit code
};

// Each in the file of its name; routes_ and views_ in tables.c, fields_ in fields.c.
int init_command(int argc, char **argv);
int migrate_command(int argc, char **argv);
int run_command(int argc, char **argv);
int user_command(int argc, char **argv);
int role_command(int argc, char **argv);
int demo_command(int argc, char **argv);
int accounts_command(int argc, char **argv);
int import_command(int argc, char **argv);
int backup_key_command(int argc, char **argv);
int backup_command(int argc, char **argv);
int restore_command(int argc, char **argv);
int verify_command(int argc, char **argv);
int prune_log_command(int argc, char **argv);
int rotate_key_command(int argc, char **argv);
int routes_command(int argc, char **argv);
int views_command(int argc, char **argv);
int fields_command(int argc, char **argv);
int docs_command(int argc, char **argv);

#endif
