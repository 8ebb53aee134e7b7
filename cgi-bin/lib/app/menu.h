// The main menu: the entry pages of all programs. An entry is shown to those who hold its permission.
#ifndef APP_MENU_H
#define APP_MENU_H

#include "base/text.h"
#include "model/permission.h"

struct menu_entry {
    const char *path;
    struct text label;
    const char *icon;           // name in the icon sprite
    enum permission permission; // as its route has it: a test compares
};

extern const struct menu_entry MENU[];
extern const unsigned MENU_COUNT;

#endif
