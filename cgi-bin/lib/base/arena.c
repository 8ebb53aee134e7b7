// Memory by lifetime: a list of blocks, each filled from its start. What is unused in a block is always zero, so that an
// allocation needs no clearing: blocks come from calloc, and a wipe clears what was used.
#include "base/arena.h"

#include <stdalign.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"

#if defined(__SANITIZE_ADDRESS__)
#define ARENA_SINGLE 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define ARENA_SINGLE 1
#endif
#endif

// Under AddressSanitizer a block holds one allocation only and ends with it exactly, so that one byte too far is found.
#ifdef ARENA_SINGLE
#define BLOCK_SIZE ((size_t)0)
#define ALIGNMENT ((size_t)1)
#else
#define BLOCK_SIZE ((size_t)128 * 1024) // what a page needs, list and search included
#define ALIGNMENT alignof(max_align_t)
#endif

struct block {
    struct block *next;
    size_t size;
    size_t used;
    alignas(max_align_t) unsigned char bytes[];
};

struct arena {
    struct block *blocks; // the one being filled comes first
};

static void *memory_new(size_t size) {
    void *memory = calloc(1, size);
    if (memory == NULL)
        log_die("memory.out", "calloc");
    return memory;
}

static void block_push(struct arena *arena, size_t size) {
    struct block *block = memory_new(sizeof(struct block) + size);
    block->size = size;
    block->next = arena->blocks;
    arena->blocks = block;
}

struct arena *arena_new(void) {
    return memory_new(sizeof(struct arena));
}

void arena_wipe(struct arena *arena) {
    struct block *kept = NULL;
    for (struct block *block = arena->blocks; block != NULL;) {
        struct block *next = block->next;
        explicit_bzero(block->bytes, block->used);
        block->used = 0;
        // One ordinary block stays: most requests need no more, and then never call malloc.
        if (kept == NULL && block->size == BLOCK_SIZE && BLOCK_SIZE > 0) {
            kept = block;
            kept->next = NULL;
        } else {
            free(block);
        }
        block = next;
    }
    arena->blocks = kept;
}

void arena_free(struct arena *arena) {
    if (arena == NULL)
        return;
    arena_wipe(arena);
    free(arena->blocks);
    free(arena);
}

static size_t aligned(size_t size) {
    return (size + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
}

void *arena_alloc(struct arena *arena, size_t size) {
    if (size > SIZE_MAX / 2)
        log_die("memory.out", "size");
    const size_t step = aligned(size);
    struct block *block = arena->blocks;
    if (block == NULL || block->size - block->used < step || BLOCK_SIZE == 0) {
        block_push(arena, step > BLOCK_SIZE ? step : BLOCK_SIZE);
        block = arena->blocks;
    }
    void *memory = block->bytes + block->used;
    block->used += step;
    return memory;
}

void *arena_array(struct arena *arena, size_t size, size_t count) {
    size_t total;
    if (__builtin_mul_overflow(size, count, &total))
        log_die("memory.out", "array");
    return arena_alloc(arena, total);
}

char *arena_copy(struct arena *arena, const void *bytes, size_t length) {
    char *copy = arena_alloc(arena, length + 1);
    if (length > 0)
        memcpy(copy, bytes, length);
    return copy;
}

char *arena_string(struct arena *arena, const char *string) {
    return string == NULL ? NULL : arena_copy(arena, string, strlen(string));
}

#define SHORT_TEXT 256 // bytes; what is longer is formatted a second time

char *arena_vformat(struct arena *arena, const char *format, va_list args) {
    char text[SHORT_TEXT];
    va_list again;
    va_copy(again, args);
    const int length = vsnprintf(text, sizeof text, format, args);
    if (length < 0)
        log_die("format.broken", format);
    char *made = arena_alloc(arena, (size_t)length + 1);
    if ((size_t)length < sizeof text)
        memcpy(made, text, (size_t)length);
    else
        (void)vsnprintf(made, (size_t)length + 1, format, again);
    va_end(again);
    explicit_bzero(text, (size_t)length < sizeof text ? (size_t)length : sizeof text);
    return made;
}

char *arena_format(struct arena *arena, const char *format, ...) {
    va_list args;
    va_start(args, format);
    char *text = arena_vformat(arena, format, args);
    va_end(args);
    return text;
}

// Whether the newest allocation could be made larger where it is: a page that is being rendered grows so, without leaving copies behind.
static bool extend(struct arena *arena, const void *memory, size_t size, size_t larger) {
    struct block *block = arena->blocks;
    if (block == NULL || BLOCK_SIZE == 0 || (const unsigned char *)memory + aligned(size) != block->bytes + block->used)
        return false;
    const size_t more = aligned(larger) - aligned(size);
    if (block->size - block->used < more)
        return false;
    block->used += more;
    return true;
}

void buffer_reserve(struct buffer *buffer, size_t more) {
    if (more > SIZE_MAX / 4 || buffer->length > SIZE_MAX / 4)
        log_die("memory.out", "buffer");
    const size_t needed = buffer->length + more + 1;
    if (needed <= buffer->capacity)
        return;
    size_t capacity = buffer->capacity > 0 ? buffer->capacity * 2 : 64;
    if (capacity < needed)
        capacity = needed;
    if (buffer->capacity > 0 && extend(buffer->arena, buffer->data, buffer->capacity, capacity)) {
        buffer->capacity = capacity;
        return;
    }
    char *data = arena_alloc(buffer->arena, capacity);
    if (buffer->length > 0)
        memcpy(data, buffer->data, buffer->length);
    buffer->data = data;
    buffer->capacity = capacity;
}

void buffer_add(struct buffer *buffer, const void *bytes, size_t length) {
    if (length >= buffer->capacity - buffer->length) // a page is put together of thousands of pieces, nearly all of which fit
        buffer_reserve(buffer, length);
    if (length > 0)
        memcpy(buffer->data + buffer->length, bytes, length);
    buffer->length += length;
    buffer->data[buffer->length] = '\0';
}

void buffer_text(struct buffer *buffer, const char *string) {
    buffer_add(buffer, string, strlen(string));
}

void buffer_format(struct buffer *buffer, const char *format, ...) {
    buffer_reserve(buffer, 0);
    va_list args;
    va_start(args, format);
    const size_t room = buffer->capacity - buffer->length;
    const int length = vsnprintf(buffer->data + buffer->length, room, format, args);
    va_end(args);
    if (length < 0)
        log_die("format.broken", format);
    if ((size_t)length >= room) {
        buffer_reserve(buffer, (size_t)length);
        va_start(args, format);
        (void)vsnprintf(buffer->data + buffer->length, (size_t)length + 1, format, args);
        va_end(args);
    }
    buffer->length += (size_t)length;
}
