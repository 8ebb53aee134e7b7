// Lists of customers that people keep and share (ARC-9). A view holds what an address holds; whoever opens one sees their own customers
// only (ORG-2), and filters only by what may be filtered by (CONF-4). Not here: what stands in an address (customer/filters.h).
#ifndef DOMAIN_SAVED_VIEW_H
#define DOMAIN_SAVED_VIEW_H

#include "domain/ctx.h"

extern const struct sql *const SAVED_VIEW_STATEMENTS[];
extern const struct sql *const SAVED_VIEW_LIST_STATEMENTS[]; // for who only lists

enum sharing {
    SHARED_NO,
    SHARED_UNIT, // with those who belong to the owner's unit
    SHARED_ALL,
    SHARING_COUNT
};
const char *sharing_key(enum sharing sharing);
// SHARING_COUNT for anything else.
enum sharing sharing_of(const char *key);

struct saved_view {
    int64_t id;
    const char *name, *query, *owner_name;
    enum sharing shared;
    bool own;
    bool orphaned; // its owner has left: whoever it is shared with can take it over
};

#define VIEW_NAME_MAX 40    // characters
#define VIEW_QUERY_MAX 4000 // bytes
#define VIEWS_MAX 100       // of one person; one more is STATUS_TOO_LARGE

// Those the actor may open: own ones first, then shared ones, by name; VIEWS_LISTED at most, *more tells of further ones. One statement.
#define VIEWS_LISTED 200
enum status saved_view_list(struct ctx *ctx, struct saved_view **views, unsigned *count, bool *more) MUST_CHECK;
// STATUS_NOT_FOUND also for what the actor may not open.
enum status saved_view_find(struct ctx *ctx, int64_t id, struct saved_view *view) MUST_CHECK;

// Checks a name: STATUS_INVALID with the message for people.
enum status saved_view_check(struct ctx *ctx, const char *typed, const char **name, struct text *message) MUST_CHECK;
enum status saved_view_create(struct ctx *ctx, const char *name, const char *query, enum sharing shared, int64_t *id) MUST_CHECK;
// Of one's own only: else STATUS_NOT_FOUND.
enum status saved_view_change(struct ctx *ctx, int64_t id, const char *name, enum sharing shared) MUST_CHECK;
// What it asks for. STATUS_TOO_LARGE: more than VIEW_QUERY_MAX.
enum status saved_view_requery(struct ctx *ctx, int64_t id, const char *query) MUST_CHECK;
// Makes a shared view whose owner has left the actor's own, as it is; their own stays theirs. STATUS_NOT_FOUND: it is none;
// STATUS_TOO_LARGE: they have VIEWS_MAX.
enum status saved_view_take(struct ctx *ctx, int64_t id) MUST_CHECK;
// One's own, or a shared one whose owner has left. Can be taken back by saved_view_restore. STATUS_TOO_LARGE: they have VIEWS_MAX by now.
enum status saved_view_delete(struct ctx *ctx, int64_t id) MUST_CHECK;
enum status saved_view_restore(struct ctx *ctx, int64_t id) MUST_CHECK;

#endif
