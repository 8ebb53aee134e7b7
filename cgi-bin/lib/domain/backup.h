// A backup of a home (OPS-1): which files belong to it, copies of them that fit together though everything runs on, and the check
// of what came out of a backup. Paths are relative to the home, or to the folder a backup was unpacked into.
// Not here: how they become one stream (backup_archive.h), the sealed file (vault/sealed_file.h), the commands (ctl/).
#ifndef DOMAIN_BACKUP_H
#define DOMAIN_BACKUP_H

#include <stdbool.h>
#include <stdint.h>

#include "base/status.h"
#include "domain/verify.h"

// In the order in which they are copied and stand in the archive: why, see backup_copy.c.
enum backup_part {
    BACKUP_STORE,
    BACKUP_CREDENTIALS,
    BACKUP_INDEX,
    BACKUP_HEADS,
    BACKUP_LOG,
    BACKUP_PUBLIC,
    BACKUP_KEY, // the custodian's key, only when asked for
    BACKUP_PARTS
};

struct backup_member {
    const char *path; // in the home and in the archive
    int64_t most;     // bytes that are believed
    bool database;
    bool required;
};
extern const struct backup_member BACKUP_MEMBERS[BACKUP_PARTS];

// --- Making one

struct backup_copies {
    int files[BACKUP_PARTS];   // descriptors; -1: the home has none
    int64_t customers, newest; // in the copies; number of the newest access record
    const char *path;          // what went wrong, with which file …
    int error;                 // … and errno; EINTR: stopped; ESTALE: a key was rotated meanwhile
};

// False: stop.
struct backup_listener {
    bool (*progress)(void *data, uint64_t done);
    void *data;
};

// Bytes there are to copy, about.
uint64_t backup_size(void);
// Fills `copies`, whatever becomes of it; copies lie without a name in `folder`, which is in the home. False: see above.
bool backup_copy(struct backup_copies *copies, const char *folder, bool with_key, const struct backup_listener *listener);
void backup_copies_close(struct backup_copies *copies);

// --- Checking what one held

enum backup_verdict {
    BACKUP_SOUND,
    BACKUP_STORE_LATER,   // made by a later program
    BACKUP_STORE_DAMAGED, // SQLite finds faults, or it is no database
    BACKUP_STORE_ALTERED, // its tables are not the shipped ones
    BACKUP_INDEX_DAMAGED, // either of both
    BACKUP_CREDENTIALS_MISSING,
    BACKUP_CREDENTIALS_DAMAGED, // or changed
    BACKUP_LOG_MISSING,         // though heads of it were signed, or the store was used
    BACKUP_LOG_FAULTY,          // see .log
    BACKUP_VERDICT_COUNT
};

struct backup_findings {
    enum backup_verdict verdict;
    int version;       // of the store
    int64_t customers; // in it
    bool has_log;      // an installation that never ran has none
    bool has_key;
    struct verify_result log;
};

// Looks at the files below `folder`: versions, tables, pages, the proof of the log.
void backup_check(const char *folder, struct backup_findings *findings);
// Ends every session, and every signing in under way, of the store (of that version) below `folder`: one that was signed out after the
// backup was made must not be good again after a restore.
enum status backup_end_sessions(const char *folder, int version) MUST_CHECK;
// One sentence each way.
const char *backup_words(const struct backup_findings *findings, enum lang lang, struct arena *arena);

#endif
