// A browser in plain words, from what it says about itself (User-Agent): enough for somebody to know their own again.
// Not here: any decision. What a browser says is believed by nobody.
#ifndef MODEL_AGENT_H
#define MODEL_AGENT_H

#include "base/arena.h"
#include "base/text.h"

// "Chrome · Windows", "微信 · Android"; "未知浏览器" for what is in no table.
const char *agent_words(struct arena *arena, const char *agent, enum lang lang);

#endif
