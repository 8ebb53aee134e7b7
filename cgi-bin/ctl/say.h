// What the tool says to the person at the terminal: whole lines, in one language.
// The language is English when --lang, KEDANG_LANG, LC_ALL, LC_MESSAGES or LANG (the first that is set) starts with
// "en", else Chinese. Faults go to standard error with the tool's name in front, everything else to standard output.
#ifndef CTL_SAY_H
#define CTL_SAY_H

#include <stdio.h>

#include "base/text.h"

enum {
    EXIT_USAGE = 2
}; // the command line itself is wrong; 1 is every other failure

enum lang say_lang(void);

// A literal in the language of the terminal; both branches are checked against the arguments as formats.
#define TEXT(zh_, en_) (say_lang() == LANG_EN ? (en_) : (zh_))

void say(const char *format, ...) __attribute__((format(printf, 1, 2)));
// Says "kedang: …" on standard error; always returns 1, so that a command can end with it.
int say_fault(const char *format, ...) __attribute__((format(printf, 1, 2)));

// A table of texts with aligned columns (a Han character is two cells wide); cells[row * columns + column], the first
// row is the heading.
void say_table(const char *const *cells, unsigned rows, unsigned columns);
void say_table_to(FILE *out, const char *const *cells, unsigned rows, unsigned columns);

#endif
