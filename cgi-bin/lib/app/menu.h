// The main menu, in the bar on top and as tasks on the home page: the entry pages of all programs. An entry is shown to those who
// hold its permission.
#ifndef APP_MENU_H
#define APP_MENU_H

#include <stdbool.h>

#include "base/text.h"
#include "model/permission.h"

struct menu_entry {
    const char *path;
    const char *icon;           // name in the icon sprite (static/icons.txt)
    enum permission permission; // as its route has it: tests/http/permissions.test.mjs follows every entry
    bool in_bar;                // else it is a task of the home page only
    struct text label;
    struct text note; // what one does there, below the task; .zh NULL: it is none
};

extern const struct menu_entry MENU[];
extern const unsigned MENU_COUNT;

#endif
