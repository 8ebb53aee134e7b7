// The two languages, and a piece of text in both of them.
// Text in templates is translated at build time; this is for text that lives in C tables: labels, messages, titles.
#ifndef BASE_TEXT_H
#define BASE_TEXT_H

enum lang {
    LANG_ZH,
    LANG_EN,
    LANG_COUNT
};

struct text {
    const char *zh;
    const char *en;
};

static inline const char *text_in(enum lang lang, struct text text) {
    return lang == LANG_EN ? text.en : text.zh;
}

// "zh" or "en": the folder of the localised templates and the value of html lang (zh-CN / en).
const char *lang_code(enum lang lang);

// The language an Accept-Language header prefers (RFC 9110 §12.5.4, by quality); LANG_ZH when it names neither.
enum lang lang_accepted(const char *accept_language);

#endif
