// A file that is sealed for a backup key while it is written, and opened chunk by chunk with the secret half. Its format:
//
//     "kedang-backup 1\n"              16 bytes: what it is, version of the format
//     time                              8, ms UTC, big-endian: when it was begun
//     installation                     32, id of the access log (custody/public): whose backup it is
//     backup key                       32, public half: which key opens it
//     sealed key                       80, random key of the stream, crypto_box_seal for the backup key
//     stream header                    24, crypto_secretstream_xchacha20poly1305
//     chunks       each SEALED_CHUNK + 17: the last one may be shorter and carries the tag "final"; nothing follows it
//
// Every chunk authenticates the hash of all that stands before the first chunk, and the stream ties each to the one before. So
// nothing can be altered, exchanged, left out, put in or cut off without being noticed. All chunks are of one size: no length
// in the file has to be believed. What is not proven by a key: who made it, for the public half is enough to make one.
// Not here: what the stream holds (domain/backup_archive.h), names and renaming of files (ctl/).
#ifndef VAULT_SEALED_FILE_H
#define VAULT_SEALED_FILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "vault/access.h"
#include "vault/backup_key.h"

#define SEALED_CHUNK 65536
#define SEALED_HEADER_SIZE 192

// What everybody can read of it.
struct sealed_header {
    int64_t time;
    unsigned char installation[ACCESS_LOG_ID_SIZE];
    struct backup_public key;
};

enum sealed_fault {
    SEALED_GOOD,
    SEALED_UNREADABLE, // reading failed: errno says why
    SEALED_FOREIGN,    // no such file at all
    SEALED_LATER,      // of a later version of this format
    SEALED_OTHER_KEY,  // sealed for another backup key
    SEALED_BROKEN,     // altered, or not all of it is there
};

// Only looks at the header: proves nothing.
enum sealed_fault sealed_header_read(int fd, struct sealed_header *header);

// Writing, from where `fd` stands. False: errno says why, and the file is worth nothing.
struct sealing;
bool sealing_start(struct sealing **sealing, int fd, const struct sealed_header *header) MUST_CHECK;
bool sealing_add(struct sealing *sealing, const void *bytes, size_t length) MUST_CHECK;
bool sealing_end(struct sealing *sealing) MUST_CHECK; // makes it whole; syncing is the caller's
void sealing_free(struct sealing *sealing);           // NULL is fine

// Reading, from the start of the file at `fd`.
struct opening;
enum sealed_fault opening_start(struct opening **opening, int fd, const struct backup_secret *secret);
// The next bytes, valid until the next call; *length 0: the proven end, and so it stays.
enum sealed_fault opening_next(struct opening *opening, const void **bytes, size_t *length);
uint64_t opening_place(const struct opening *opening); // how many bytes of the file were read
void opening_free(struct opening *opening);            // NULL is fine

#endif
