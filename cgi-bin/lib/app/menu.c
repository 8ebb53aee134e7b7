#include "app/menu.h"

const struct menu_entry MENU[] = {
    {"/", {"首页", "Home"}, "home", PERM_SIGNED_IN},
    {"/customer", {"客户档案", "Customers"}, "archive", PERM_CUSTOMER_READ},
    {"/audit", {"访问记录", "Access log"}, "eye-check", PERM_LOG_READ},
};
const unsigned MENU_COUNT = sizeof MENU / sizeof *MENU;
