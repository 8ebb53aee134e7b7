// One structured line (logfmt) per event on standard error, which the supervisor keeps in a file.
// Never log a value that a user typed into a form or a field's content: keys, ids, codes and counts only.
#ifndef BASE_LOG_H
#define BASE_LOG_H

#include <stdint.h>

enum log_level {
    LOG_ERROR,
    LOG_WARN,
    LOG_INFO
};

struct log_pair {
    const char *key;
    const char *text; // NULL: `number` is meant
    int64_t number;
};

// NULL is logged as "". A function, because clang objects to a literal as a condition.
static inline const char *log_text_of(const char *text) {
    return text ? text : "";
}
#define LOG_TEXT(key_, text_) ((struct log_pair){.key = (key_), .text = log_text_of(text_)})
#define LOG_NUMBER(key_, number_) ((struct log_pair){.key = (key_), .number = (number_)})

// Writes `time=… level=… program=… event=… key=value …` with one write(2); text is quoted and escaped, cut at 512 bytes.
void log_event(enum log_level level, const char *event, const struct log_pair *pairs, unsigned count);
#define LOG_EVENT(level, event, ...)                                    \
    log_event((level), (event), (const struct log_pair[]){__VA_ARGS__}, \
              (unsigned)(sizeof((const struct log_pair[]){__VA_ARGS__}) / sizeof(struct log_pair)))

// The name in every line of this process, set once at start ("customer").
void log_program(const char *name);

// Logs and ends the process: for conditions under which nothing sensible can be done (out of memory, a statement that does not prepare).
void log_die(const char *event, const char *detail) __attribute__((noreturn));

#endif
