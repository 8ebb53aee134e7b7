// What a page says after a redirect: `?notice=saved` names one of these; any other text in the address says nothing.
#ifndef APP_NOTICE_H
#define APP_NOTICE_H

#include "base/text.h"

// The text for a key; NULL for an unknown one.
const char *notice_text(const char *key, enum lang lang);

#endif
