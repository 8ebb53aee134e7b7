// Why a list did not leave as a file: a banner on the list, to which one comes back (/customer?…&export=busy).
#ifndef CUSTOMER_EXPORT_H
#define CUSTOMER_EXPORT_H

#include "app/page.h"

// The words for the key in the address; NULL: nothing was refused.
const char *export_refusal(const struct page *page);

#endif
