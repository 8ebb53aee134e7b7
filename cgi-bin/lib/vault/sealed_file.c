// Sealing and opening a stream of chunks.
#include "vault/sealed_file.h"

#include <sodium.h>
#include <string.h>

#include "base/io.h"
#include "base/log.h"

#define CHUNK_SEALED (SEALED_CHUNK + crypto_secretstream_xchacha20poly1305_ABYTES)
#define HASH_SIZE 32
static const char MAGIC[] = "kedang-backup 1\n";
static const char KIND[] = "kedang-backup "; // of any version

// Where in the header each part stands.
enum {
    AT_TIME = 16,
    AT_INSTALLATION = 24,
    AT_KEY = 56,
    AT_SEALED = 88,
    AT_STREAM = 168
};
_Static_assert(sizeof MAGIC - 1 == AT_TIME, "the magic fills its place");
_Static_assert(AT_SEALED + crypto_box_SEALBYTES + crypto_secretstream_xchacha20poly1305_KEYBYTES == AT_STREAM, "so does the key");
_Static_assert(AT_STREAM + crypto_secretstream_xchacha20poly1305_HEADERBYTES == SEALED_HEADER_SIZE, "the header's parts fill it");

// One stream in one direction. In locked memory, for the state holds the key.
struct stream {
    crypto_secretstream_xchacha20poly1305_state state;
    unsigned char header[SEALED_HEADER_SIZE];
    unsigned char bound[HASH_SIZE]; // what every chunk authenticates besides itself
    int fd;
    uint64_t place;
    size_t used; // of `plain`
    bool ended;
    unsigned char plain[SEALED_CHUNK];
    unsigned char sealed[CHUNK_SEALED];
};
struct sealing {
    struct stream stream;
};
struct opening {
    struct stream stream;
};

static void *stream_alloc(size_t size, int fd) {
    struct stream *stream = sodium_init() < 0 ? NULL : sodium_malloc(size);
    if (!stream)
        log_die("sealed_file.memory", "locked memory could not be had");
    memset(stream, 0, size);
    stream->fd = fd;
    return stream;
}

static void bind(struct stream *stream) {
    crypto_generichash(stream->bound, sizeof stream->bound, stream->header, sizeof stream->header, NULL, 0);
}

// --- Sealing

static bool write_out(struct stream *stream, const unsigned char *bytes, size_t length) {
    stream->place += length;
    return io_write(stream->fd, bytes, length);
}

static void fill_header(struct stream *stream, const struct sealed_header *header) {
    unsigned char *bytes = stream->header, key[crypto_secretstream_xchacha20poly1305_KEYBYTES];
    memcpy(bytes, MAGIC, AT_TIME);
    for (int i = 0; i < 8; i++)
        bytes[AT_TIME + i] = (unsigned char)((uint64_t)header->time >> (56 - 8 * i));
    memcpy(bytes + AT_INSTALLATION, header->installation, sizeof header->installation);
    memcpy(bytes + AT_KEY, header->key.key, sizeof header->key.key);
    crypto_secretstream_xchacha20poly1305_keygen(key);
    if (crypto_box_seal(bytes + AT_SEALED, key, sizeof key, header->key.key) != 0)
        log_die("sealed_file.key", "the backup key is no key");
    crypto_secretstream_xchacha20poly1305_init_push(&stream->state, bytes + AT_STREAM, key);
    sodium_memzero(key, sizeof key);
    bind(stream);
}

bool sealing_start(struct sealing **sealing, int fd, const struct sealed_header *header) {
    struct sealing *started = stream_alloc(sizeof *started, fd);
    fill_header(&started->stream, header);
    *sealing = started;
    return write_out(&started->stream, started->stream.header, SEALED_HEADER_SIZE);
}

static bool push(struct stream *stream, unsigned char tag) {
    unsigned long long length;
    crypto_secretstream_xchacha20poly1305_push(&stream->state, stream->sealed, &length, stream->plain, stream->used,
                                               stream->bound, sizeof stream->bound, tag);
    stream->used = 0;
    return write_out(stream, stream->sealed, (size_t)length);
}

// A full chunk is kept until more comes, because the last one carries the end.
bool sealing_add(struct sealing *sealing, const void *bytes, size_t length) {
    struct stream *stream = &sealing->stream;
    const unsigned char *from = bytes;
    while (length > 0) {
        if (stream->used == SEALED_CHUNK && !push(stream, crypto_secretstream_xchacha20poly1305_TAG_MESSAGE))
            return false;
        const size_t room = SEALED_CHUNK - stream->used, part = length < room ? length : room;
        memcpy(stream->plain + stream->used, from, part);
        stream->used += part;
        from += part;
        length -= part;
    }
    return true;
}

bool sealing_end(struct sealing *sealing) {
    return push(&sealing->stream, crypto_secretstream_xchacha20poly1305_TAG_FINAL);
}

void sealing_free(struct sealing *sealing) {
    sodium_free(sealing);
}

// --- Opening

static enum sealed_fault parse_header(const unsigned char *bytes, ssize_t length, struct sealed_header *header) {
    if (length < 0)
        return SEALED_UNREADABLE;
    if (length < AT_TIME || sodium_memcmp(bytes, KIND, sizeof KIND - 1) != 0)
        return SEALED_FOREIGN;
    if (sodium_memcmp(bytes, MAGIC, AT_TIME) != 0)
        return SEALED_LATER;
    if (length < SEALED_HEADER_SIZE)
        return SEALED_BROKEN;
    uint64_t time = 0;
    for (int i = 0; i < 8; i++)
        time = time << 8 | bytes[AT_TIME + i];
    header->time = (int64_t)time;
    memcpy(header->installation, bytes + AT_INSTALLATION, sizeof header->installation);
    memcpy(header->key.key, bytes + AT_KEY, sizeof header->key.key);
    return SEALED_GOOD;
}

enum sealed_fault sealed_header_read(int fd, struct sealed_header *header) {
    unsigned char bytes[SEALED_HEADER_SIZE];
    return parse_header(bytes, io_read(fd, bytes, sizeof bytes), header);
}

static enum sealed_fault open_key(struct stream *stream, const struct backup_secret *secret) {
    unsigned char key[crypto_secretstream_xchacha20poly1305_KEYBYTES];
    struct sealed_header header;
    const ssize_t length = io_read(stream->fd, stream->header, SEALED_HEADER_SIZE);
    const enum sealed_fault fault = parse_header(stream->header, length, &header);
    if (fault != SEALED_GOOD)
        return fault;
    if (sodium_memcmp(header.key.key, secret->public.key, sizeof header.key.key) != 0)
        return SEALED_OTHER_KEY;
    const bool opens = crypto_box_seal_open(key, stream->header + AT_SEALED, sizeof key + crypto_box_SEALBYTES,
                                            secret->public.key, secret->key) == 0 &&
                       crypto_secretstream_xchacha20poly1305_init_pull(&stream->state, stream->header + AT_STREAM, key) == 0;
    sodium_memzero(key, sizeof key);
    bind(stream);
    stream->place = SEALED_HEADER_SIZE;
    return opens ? SEALED_GOOD : SEALED_BROKEN;
}

enum sealed_fault opening_start(struct opening **opening, int fd, const struct backup_secret *secret) {
    struct opening *started = stream_alloc(sizeof *started, fd);
    const enum sealed_fault fault = open_key(&started->stream, secret);
    if (fault == SEALED_GOOD)
        *opening = started;
    else
        opening_free(started);
    return fault;
}

static enum sealed_fault pull(struct stream *stream) {
    unsigned long long length;
    unsigned char tag, beyond;
    const ssize_t got = io_read(stream->fd, stream->sealed, CHUNK_SEALED);
    if (got < 0)
        return SEALED_UNREADABLE;
    if (got < (ssize_t)crypto_secretstream_xchacha20poly1305_ABYTES ||
        crypto_secretstream_xchacha20poly1305_pull(&stream->state, stream->plain, &length, &tag, stream->sealed, (size_t)got,
                                                   stream->bound, sizeof stream->bound) != 0)
        return SEALED_BROKEN;
    stream->ended = tag == crypto_secretstream_xchacha20poly1305_TAG_FINAL;
    if (!stream->ended && (tag != crypto_secretstream_xchacha20poly1305_TAG_MESSAGE || got != CHUNK_SEALED))
        return SEALED_BROKEN;
    if (stream->ended && io_read(stream->fd, &beyond, 1) != 0)
        return SEALED_BROKEN;
    stream->used = (size_t)length;
    stream->place += (uint64_t)got;
    return SEALED_GOOD;
}

// An empty last chunk only ends the stream.
enum sealed_fault opening_next(struct opening *opening, const void **bytes, size_t *length) {
    struct stream *stream = &opening->stream;
    const enum sealed_fault fault = stream->ended ? SEALED_GOOD : pull(stream);
    *bytes = stream->plain;
    *length = fault == SEALED_GOOD ? stream->used : 0;
    stream->used = 0;
    return fault;
}

uint64_t opening_place(const struct opening *opening) {
    return opening->stream.place;
}

void opening_free(struct opening *opening) {
    sodium_free(opening);
}
