// The custodian: the only process that has the keys. It seals, opens and searches confidential values for the other
// programs, decides by itself whether it may, and writes the access log before it answers. Runs in KEDANG_HOME.
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/harden.h"
#include "base/log.h"
#include "base/paths.h"
#include "custodian/rotate.h"
#include "custodian/server.h"

#define KEY "custody/key"
#define PUBLIC "custody/public"
#define LOCK "custody/lock"
#define LOG "custody/access.db"

// Nobody else is to see the keys.
static void harden(void) {
    umask(077);
    harden_memory();
}

// Two custodians would write two chains. The lock is on a file of its own, because that of the key is replaced when keys are rotated; it
// goes with the process. The lock is its descriptor.
static int lock_out_others(void) {
    const int fd = open(LOCK, O_RDONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (fd < 0 || flock(fd, LOCK_EX | LOCK_NB) != 0)
        log_die("start.lock", errno == EWOULDBLOCK ? "another custodian is running in this home" : strerror(errno));
    return fd;
}

// With another installation's key (put beside a restored log, say) no value opens, and every record would be one that the public
// file does not prove: the log would be spoilt. Whether the key may sign this log now, the log itself says (signing.c).
static void check_key(const struct keys *keys) {
    struct access_public public;
    if (access_public_read(PUBLIC, &public) == STATUS_OK && memcmp(public.log_id, keys->public.log_id, sizeof public.log_id) != 0)
        log_die("keys.foreign", "the key does not belong to custody/public: it is another installation's");
}

// Nobody but `kedang init` makes a log: one that was removed would otherwise begin anew as if there had been none.
static void check_log(const char *path) {
    if (access(path, F_OK) != 0 && errno == ENOENT)
        log_die("start.no_log", "custody/access.db is missing: restore it from a backup; kedang init --new-log begins a new one, which the auditor sees");
}

int main(void) {
    log_program("custodian");
    harden();
    struct keys *keys;
    if (keys_load(&keys, KEY) != STATUS_OK)
        return EXIT_FAILURE;
    check_key(keys);
    check_log(LOG);
    const int lock = lock_out_others();
    struct arena *arena = arena_new();
    const char *share = paths_share(arena);
    struct custodian custodian = {.keys = keys,
                                  .key_path = KEY,
                                  .clock = clock_system(),
                                  .fields = {.now = &BUILT_IN_CATALOGUE},
                                  .store_path = "db/kedang.db"};
    custodian.ledger = (struct ledger){
        .keys = keys,
        .clock = &custodian.clock,
        .path = LOG,
        .heads = "heads/heads",
        .public = PUBLIC,
        .key_path = KEY,
        .schema = arena_format(arena, "%s/schema/access", share),
    };
    custodian.tokens = (struct tokens){
        .keys = keys,
        .clock = &custodian.clock,
        .fields = &BUILT_IN_CATALOGUE,
        .path = "custody/index.db",
        .heir = "custody/index-new.db",
        .schema = arena_format(arena, "%s/schema/index", share),
    };
    custodian.fresh = custodian.tokens;
    custodian.fresh.path = custodian.tokens.heir;
    custodian.fresh.heir = NULL;
    rotate_take_token_keys(&custodian);
    const int code = server_serve(&custodian, "run/custodian.sock");
    keys_free(keys);
    arena_free(arena);
    close(lock);
    return code;
}
