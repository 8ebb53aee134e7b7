// Memory by lifetime: everything allocated for one request (or one command) goes at once.
// Out of memory ends the process; the supervisor restarts it, so callers never see NULL.
// Under AddressSanitizer every allocation is a malloc of its own, so overruns are found.
// Not here: keys and passwords that outlive a request (sodium_malloc in vault/ and custodian/).
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include <stdarg.h>
#include <stddef.h>

struct arena;

// A new empty arena. The caller frees it with arena_free.
struct arena *arena_new(void);
void arena_free(struct arena *arena);

// Overwrites with zeros and gives back everything allocated so far; the arena stays usable.
void arena_wipe(struct arena *arena);

// `size` zeroed bytes, aligned for any type.
void *arena_alloc(struct arena *arena, size_t size);

// A NUL-terminated copy of `length` bytes.
char *arena_copy(struct arena *arena, const void *bytes, size_t length);
// A copy of `string`; NULL gives NULL.
char *arena_string(struct arena *arena, const char *string);
char *arena_format(struct arena *arena, const char *format, ...) __attribute__((format(printf, 2, 3)));
char *arena_vformat(struct arena *arena, const char *format, va_list args) __attribute__((format(printf, 2, 0), nonnull(2)));

#define ARENA_NEW(arena, type) ((type *)arena_alloc((arena), sizeof(type)))
#define ARENA_ARRAY(arena, type, count) ((type *)arena_array((arena), sizeof(type), (count)))
// `count` zeroed elements; ends the process when the product overflows.
void *arena_array(struct arena *arena, size_t size, size_t count);

// A string or byte sequence that grows, in an arena. `data` is always NUL-terminated once something was added.
struct buffer {
    struct arena *arena;
    char *data;
    size_t length;
    size_t capacity;
};

// Makes room for `more` bytes beyond those it holds, so that adding them moves nothing.
void buffer_reserve(struct buffer *buffer, size_t more);
void buffer_add(struct buffer *buffer, const void *bytes, size_t length);
void buffer_text(struct buffer *buffer, const char *string);
void buffer_format(struct buffer *buffer, const char *format, ...) __attribute__((format(printf, 2, 3)));

#endif
