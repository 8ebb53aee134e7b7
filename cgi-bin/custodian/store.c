// The custodian's view of the store: opened when it is there, anew when it was replaced; the fields as they are in each view; and the
// index of values that follows it.
#include "custodian/batch.h"

#include <sys/stat.h>

#include "base/log.h"
#include "custodian/rotate.h"
#include "domain/entitlement.h"
#include "domain/retention.h"
#include "domain/session.h"
#include "domain/workday.h"

static bool same_store(const struct custodian *custodian) {
    struct stat now;
    return stat(custodian->store_path, &now) == 0 && now.st_dev == custodian->store_device && now.st_ino == custodian->store_inode;
}

static enum status open_store(struct custodian *custodian) {
    static const struct sql *const *const LISTS[] = {SESSION_FIND_STATEMENTS, ENTITLEMENT_STATEMENTS, BATCH_STATEMENTS,
                                                     TOKENS_STATEMENTS, ACTORS_STATEMENTS, DECIDE_CODE_STATEMENTS,
                                                     WATCH_STORE_STATEMENTS, RETENTION_STATEMENTS, RETAIN_STORE_STATEMENTS,
                                                     WORKDAY_READ_STATEMENTS, ROTATE_STATEMENTS, NULL};
    const struct store_options options = {.path = custodian->store_path, .read_only = true, .lists = LISTS};
    struct stat now;
    if (stat(custodian->store_path, &now) != 0)
        return STATUS_UNAVAILABLE;
    TRY(store_open(&custodian->store, &options));
    custodian->store_device = now.st_dev;
    custodian->store_inode = now.st_ino;
    return STATUS_OK;
}

bool custodian_has_store(struct custodian *custodian) {
    if (custodian->store && !same_store(custodian)) {
        LOG_EVENT(LOG_WARN, "store.replaced", LOG_TEXT("path", custodian->store_path));
        store_close(custodian->store);
        custodian->store = NULL;
        custodian->store_retry_at = 0;
        // A new connection may lie at the old one's address and count alike: then the next view would not forget. Not at once,
        // because the records of this batch may still name them.
        custodian->actors.store = NULL;
        tokens_close(&custodian->tokens);
        tokens_close(&custodian->fresh);
        custodian->stalled_at = clock_now(&custodian->clock);
        custodian->behind = custodian->stalled = true; // not at once: what was refused meanwhile is told in a quiet moment
    }
    const int64_t now = clock_now(&custodian->clock), left = custodian->store_retry_at - now;
    if (!custodian->store && (left <= 0 || left > STORE_RETRY) && open_store(custodian) != STATUS_OK) {
        custodian->store_retry_at = now + STORE_RETRY;
        LOG_EVENT(LOG_ERROR, "store.missing", LOG_TEXT("path", custodian->store_path));
    }
    return custodian->store != NULL;
}

// The catalogue of the view: a level that was raised a moment ago counts in the next decision.
static enum status see_fields(struct custodian *custodian) {
    int64_t version;
    if (!custodian->actors.renewed)
        return STATUS_OK;
    const struct field_catalogue *before = custodian->fields.now;
    enum status status = catalogue_version(custodian->store, &version);
    if (status == STATUS_OK)
        status = catalogue_refresh(&custodian->fields, custodian->store, version);
    if (status != STATUS_OK)
        custodian->actors.store = NULL; // the next view looks again
    if (status != STATUS_OK || custodian->fields.now == before)
        return status;
    tokens_close(&custodian->tokens); // other fields may be findable now
    tokens_close(&custodian->fresh);
    custodian->tokens.fields = custodian->fresh.fields = custodian->fields.now;
    custodian->behind = true;
    return STATUS_OK;
}

// One view of the store, as new as it can be: ended with store_rollback.
bool custodian_sees_store(struct custodian *custodian) {
    return custodian_has_store(custodian) && store_begin_read(custodian->store) == STATUS_OK &&
           actors_begin(&custodian->actors, custodian->store) == STATUS_OK && see_fields(custodian) == STATUS_OK;
}

// --- Following the store

// What was sealed is stored soon after, or never; a large import takes a while.
#define STORED_WITHIN (2 * TIME_MINUTE)

bool custodian_is_following(const struct custodian *custodian) {
    const int64_t since = clock_now(&custodian->clock) - custodian->sealed_at;
    return custodian->behind || custodian->keys->has_token_old || (since >= 0 && since < STORED_WITHIN);
}

bool custodian_follows_on(const struct custodian *custodian) {
    const int64_t since = clock_now(&custodian->clock) - custodian->stalled_at;
    const bool rests = since >= 0 && since < TOKENS_RETRY;
    return (custodian->behind && !(custodian->stalled && rests)) ||
           (custodian->keys->has_token_old && !((custodian->stalled || custodian->fresh_stalled) && rests));
}

// The index under the new token key, made beside the other; when both know all of this view, the new one is the one.
static void follow_anew(struct custodian *custodian) {
    bool more = true;
    custodian->fresh_stalled = tokens_follow(&custodian->fresh, custodian->store, 1, &more) != STATUS_OK;
    if (!more && !custodian->fresh_stalled && !custodian->behind && rotate_token_end(custodian) != STATUS_OK)
        custodian->fresh_stalled = true; // until the next tick
}

void custodian_follow_store(struct custodian *custodian) {
    bool more = true;
    if (!custodian_is_following(custodian))
        return;
    const bool seen = custodian_sees_store(custodian);
    custodian->stalled = !seen || tokens_follow(&custodian->tokens, custodian->store, 1, &more) != STATUS_OK;
    custodian->behind = seen ? custodian->stalled || more : custodian->behind;
    if (seen && custodian->keys->has_token_old)
        follow_anew(custodian);
    if (seen)
        store_rollback(custodian->store);
    if (custodian->stalled || custodian->fresh_stalled)
        custodian->stalled_at = clock_now(&custodian->clock);
}
