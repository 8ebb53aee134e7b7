// Messages between programs and the custodian: one SOCK_SEQPACKET packet each, at most MESSAGE_MAX bytes.
// A packet is: version u8, operation u8, number i64 (answers: version u8, status u8, the number of the call), then fields in a fixed
// order per operation: integers i64 big-endian, texts and bytes u32 length + bytes. Decoding checks every length and refuses
// what is left over: its input is untrusted on both sides, and tests/fuzz/message_fuzz feeds it anything.
// Here: the pieces. Not here: which pieces make up an operation (exchange.h).
#ifndef VAULT_MESSAGE_H
#define VAULT_MESSAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"

#define MESSAGE_VERSION 1
#define MESSAGE_MAX 131072

enum operation {
    OPERATION_SEAL = 1,
    OPERATION_OPEN,
    OPERATION_FIND,
    OPERATION_RECORD,
    OPERATION_LOG,
    OPERATION_HEAD,
    OPERATION_SECRET,
    OPERATION_CODE,
    OPERATION_DESK,
    OPERATION_UPKEEP,
    OPERATION_RESEAL,
    OPERATION_DEED,
    OPERATION_TWINS,
    OPERATION_COUNT
};

struct writer {
    struct buffer bytes;
};
void write_byte(struct writer *writer, unsigned value);
void write_int(struct writer *writer, int64_t value);
void write_text(struct writer *writer, const char *text); // NULL is written as ""
void write_bytes(struct writer *writer, const void *bytes, size_t length);

// Errors stick: after the first short or over-long read everything is 0 / "" and `broken` is true.
struct reader {
    const unsigned char *cursor;
    size_t left;
    bool broken;
    struct arena *arena;
};
unsigned read_byte(struct reader *reader);
int64_t read_int(struct reader *reader);
// As read_int, broken unless it lies in low … high.
int64_t read_int_between(struct reader *reader, int64_t low, int64_t high);
// At most `most` bytes, valid UTF-8 without NUL, else broken.
const char *read_text(struct reader *reader, size_t most);
const unsigned char *read_bytes(struct reader *reader, size_t most, size_t *length);
// Whether everything was read and nothing was wrong.
bool read_done(const struct reader *reader);

#endif
