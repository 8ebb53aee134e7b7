// The files of a backup as one stream and back: a pax archive, compressed by zstd. libarchive is included only here.
// What is unpacked is untrusted, though it came out of a sealed file: whoever has the public half of the key can seal one. So only
// the members of BACKUP_MEMBERS are taken, each once, as plain files of a believable size; no name in the archive becomes a path.
#ifndef DOMAIN_BACKUP_ARCHIVE_H
#define DOMAIN_BACKUP_ARCHIVE_H

#include "domain/backup.h"

// Takes the next bytes of the stream; false: it can't, and knows why.
struct backup_sink {
    bool (*add)(void *data, const void *bytes, size_t length);
    void *data;
};
// Gives the next bytes, valid until the next call; *length 0: the end. False: it can't, and knows why.
struct backup_source {
    bool (*next)(void *data, const void **bytes, size_t *length);
    void *data;
};

enum backup_fault {
    BACKUP_GOOD,
    BACKUP_STREAM,  // sink or source failed, and knows why
    BACKUP_FILE,    // a file could not be read or written: .path, .error
    BACKUP_CONTENT, // unpacking: this is not what a backup holds
    BACKUP_STOPPED  // by the listener
};

struct backup_passage {
    enum backup_fault fault;
    const char *path; // of BACKUP_MEMBERS, or NULL
    int error;        // errno
    bool found[BACKUP_PARTS];
};

// `time` is that of the files in the archive, in ms. Progress counts bytes of the files.
void backup_pack(const struct backup_copies *copies, int64_t time, const struct backup_sink *sink,
                 const struct backup_listener *listener, struct backup_passage *passage);
// Into the empty folder at the descriptor `folder`, durable on BACKUP_GOOD. On anything else the caller removes the folder.
void backup_unpack(const struct backup_source *source, int folder, const struct backup_listener *listener,
                   struct backup_passage *passage);

#endif
