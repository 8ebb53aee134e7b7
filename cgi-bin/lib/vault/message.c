// The pieces of a message, and nothing that could read past its end.
#include "vault/message.h"

#include <string.h>

#include "base/utf8.h"

void write_byte(struct writer *writer, unsigned value) {
    const unsigned char byte = (unsigned char)value;
    buffer_add(&writer->bytes, &byte, 1);
}

static void put_big_endian(struct writer *writer, uint64_t value, unsigned size) {
    unsigned char bytes[8];
    for (unsigned i = 0; i < size; i++)
        bytes[i] = (unsigned char)(value >> (8 * (size - 1 - i)));
    buffer_add(&writer->bytes, bytes, size);
}

void write_int(struct writer *writer, int64_t value) {
    put_big_endian(writer, (uint64_t)value, 8);
}

void write_bytes(struct writer *writer, const void *bytes, size_t length) {
    put_big_endian(writer, length, 4);
    buffer_add(&writer->bytes, bytes, length);
}

void write_text(struct writer *writer, const char *text) {
    write_bytes(writer, text ? text : "", text ? strlen(text) : 0);
}

// The next `length` bytes; NULL when there are not so many, and from then on.
static const unsigned char *take(struct reader *reader, size_t length) {
    if (reader->broken || reader->left < length) {
        reader->broken = true;
        return NULL;
    }
    const unsigned char *bytes = reader->cursor;
    reader->cursor += length;
    reader->left -= length;
    return bytes;
}

static uint64_t get_big_endian(struct reader *reader, unsigned size) {
    const unsigned char *bytes = take(reader, size);
    uint64_t value = 0;
    for (unsigned i = 0; bytes && i < size; i++)
        value = value << 8 | bytes[i];
    return value;
}

unsigned read_byte(struct reader *reader) {
    return (unsigned)get_big_endian(reader, 1);
}

int64_t read_int(struct reader *reader) {
    return (int64_t)get_big_endian(reader, 8);
}

int64_t read_int_between(struct reader *reader, int64_t low, int64_t high) {
    const int64_t value = read_int(reader);
    if (value >= low && value <= high && !reader->broken)
        return value;
    reader->broken = true;
    return 0;
}

static const unsigned char *take_counted(struct reader *reader, size_t most, size_t *length) {
    *length = (size_t)get_big_endian(reader, 4);
    if (*length > most)
        reader->broken = true;
    const unsigned char *bytes = take(reader, *length);
    if (!bytes)
        *length = 0;
    return bytes;
}

const unsigned char *read_bytes(struct reader *reader, size_t most, size_t *length) {
    const unsigned char *bytes = take_counted(reader, most, length);
    return (const unsigned char *)arena_copy(reader->arena, bytes, *length);
}

const char *read_text(struct reader *reader, size_t most) {
    size_t length;
    const unsigned char *bytes = take_counted(reader, most, &length);
    if (bytes && !utf8_valid((const char *)bytes, length)) {
        reader->broken = true;
        length = 0;
    }
    return arena_copy(reader->arena, bytes, length);
}

bool read_done(const struct reader *reader) {
    return !reader->broken && reader->left == 0;
}
