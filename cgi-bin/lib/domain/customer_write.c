// Creating and saving customers: numbers, the unique code, columns, search index, history. Rules: ARC-1, ARC-2, ARC-4,
// OPS-2.
#include <string.h>

#include "base/utf8.h"
#include "domain/change.h"
#include "domain/contract_unit.h"
#include "domain/customer.h"
#include "domain/customer_name.h"
#include "domain/customer_sql.h"
#include "domain/reach.h"
#include "domain/sequence.h"

// A customer belongs to the unit of its account manager: taken when it is written, because whoever was named may have left or moved to
// another unit since the form was read (ORG-5).
#define OWNER_AND_UNIT "p.id, p.unit_id"
const struct sql CUSTOMER_INSERT = {
    "customer.insert",
    "INSERT INTO customer (id, archive_no, code, name, name_fold, name_key, found_by, credit_code, kind, region, phone, "
    "owner_id, unit_id, batch_id, "
    "created_at, created_by, updated_at, updated_by) SELECT :id, :archive_no, :code, :name, :name_fold, :name_key, :found_by, "
    "nullif(:credit_code, ''), :kind, :region, :phone, " OWNER_AND_UNIT ", :batch, :now, :person, :now, :person "
    "FROM person p WHERE p.id = :owner AND p.state = 'active'",
};
const struct sql CUSTOMER_UPDATE = {
    "customer.update",
    "UPDATE customer SET name = :name, name_fold = :name_fold, name_key = :name_key, credit_code = "
    "nullif(:credit_code, ''), "
    "kind = :kind, region = :region, phone = :phone, (owner_id, unit_id) = (SELECT " OWNER_AND_UNIT " FROM person p WHERE p.id = :owner), "
    "version = version + 1, updated_at = :now, updated_by = :person "
    "WHERE id = :id AND version = :version AND (owner_id = :owner OR EXISTS (SELECT 1 FROM person p WHERE p.id = :owner AND p.state = 'active')) "
    "AND " SHOWN("customer"),
};
const struct sql CUSTOMER_AT_VERSION = {"customer.at_version", "SELECT 1 FROM customer WHERE id = :id AND version = :version AND " SHOWN("customer")};
const struct sql CUSTOMER_WITH_CREDIT_CODE = {
    "customer.with_credit_code",
    "SELECT c.archive_no, c.name, " IN_REACH ", NOT " SHOWN("c") " FROM customer c WHERE c.credit_code = :credit_code",
};

#define ID_TRIES 3

// 440300-2026-000123: the prefecture, or 000000 while the region is unknown; the year of entry; counted within both.
static enum status next_archive_no(struct ctx *ctx, const char *region, int64_t at, const char **archive_no) {
    int64_t number = 0;
    const char *part = arena_format(ctx->arena, "%.4s00-%d", *region ? region : "0000", time_year(at));
    TRY(sequence_next(ctx, arena_format(ctx->arena, "archive/%s", part), &number));
    *archive_no = arena_format(ctx->arena, "%s-%06lld", part, (long long)number);
    return STATUS_OK;
}

static enum status next_code(struct ctx *ctx, const char **code) {
    int64_t number = 0;
    TRY(sequence_next(ctx, "customer", &number));
    *code = arena_format(ctx->arena, "C%08lld", (long long)number);
    return STATUS_OK;
}

static const char *value_of(const struct change_set *set, const char *key) {
    return change_value(set, (size_t)field_index(set->table, key));
}

// The columns that creating and saving have in common. `region` is a code.
static void bind_columns(struct query *query, const struct change_set *set, const char *region, int64_t at,
                         struct ctx *ctx) {
    const char *name = value_of(set, "name");
    query_bind_int(query, ":id", set->record_id);
    query_bind_text(query, ":name", name);
    query_bind_text(query, ":name_fold", utf8_fold(ctx->arena, name));
    query_bind_text(query, ":name_key", customer_name_key(ctx->arena, name));
    query_bind_text(query, ":credit_code", value_of(set, "credit_code"));
    query_bind_text(query, ":kind", value_of(set, "kind"));
    query_bind_text(query, ":region", region);
    query_bind_text(query, ":phone", value_of(set, "phone")); // the mask
    query_bind_int(query, ":now", at);
    query_bind_int(query, ":owner", set->owner_id);
    query_bind_int(query, ":person", ctx->actor->person_id);
}

// Names the other customer only to those who may see it.
static struct text say_taken(struct arena *arena, const char *archive_no, const char *name, bool withheld) {
    if (withheld)
        return (struct text){"正在导入或刚刚撤销的一批客户里已有这个统一社会信用代码，请过几分钟再试",
                             "A customer of an import under way, or just undone, has this unified social credit code: try again in a few minutes."};
    if (archive_no == NULL)
        return (struct text){"另一客户已使用这个统一社会信用代码",
                             "Another customer already has this unified social credit code."};
    return (struct text){
        arena_format(arena, "客户 %s %s 已使用这个统一社会信用代码", archive_no, name),
        arena_format(arena, "Customer %s %s already has this unified social credit code.", archive_no, name),
    };
}

// A changed code is never the customer's own.
static enum status check_credit_code(struct ctx *ctx, const struct change_set *set) {
    size_t field = (size_t)field_index(set->table, "credit_code");
    if (!set->changed[field] || *set->after[field] == '\0')
        return STATUS_OK;
    struct reach reach = reach_of(ctx, PERM_CUSTOMER_READ);
    struct query query = query_start(ctx->store, &CUSTOMER_WITH_CREDIT_CODE);
    query_bind_text(&query, ":credit_code", set->after[field]);
    reach_bind(&query, &reach);
    bool taken = query_row(&query);
    bool named = taken && query_int(&query, 2) != 0;
    const char *archive_no = named ? query_text(&query, 0, ctx->arena) : NULL;
    const char *name = named ? query_text(&query, 1, ctx->arena) : NULL;
    const bool withheld = taken && query_int(&query, 3) != 0;
    TRY(query_end(&query));
    if (!taken)
        return STATUS_OK;
    draft_fault(set->draft, field, say_taken(ctx->arena, archive_no, name, withheld));
    return STATUS_CONFLICT;
}

static const char *found_by(struct ctx *ctx, const struct change_set *set) {
    const char *name = customer_found_by(ctx->arena, "", value_of(set, "name"));
    return set->people ? arena_format(ctx->arena, "%s/%s", name, set->people) : name;
}

// Whoever was to be the account manager has left since the form was read. One's own account: there is nobody to tell it to.
static enum status refuse_leaver(const struct ctx *ctx, const struct change_set *set) {
    if (set->owner_id == ctx->actor->person_id)
        return STATUS_UNAUTHENTICATED;
    draft_fault(set->draft, (size_t)field_index(set->table, "owner"),
                (struct text){"这位同事的账号刚刚停用，请另写一位", "This colleague's account was closed just now; name another one."});
    return STATUS_INVALID;
}

static enum status insert_row(struct ctx *ctx, const struct change_set *set, int64_t at) {
    const char *archive_no = NULL;
    const char *code = NULL;
    const char *region = set->region.code ? set->region.code : "";
    int64_t inserted = 0;
    TRY(next_archive_no(ctx, region, at, &archive_no));
    TRY(next_code(ctx, &code));
    struct query query = query_start(ctx->store, &CUSTOMER_INSERT);
    bind_columns(&query, set, region, at, ctx);
    query_bind_text(&query, ":found_by", found_by(ctx, set));
    query_bind_text(&query, ":archive_no", archive_no);
    query_bind_text(&query, ":code", code);
    query_bind_int(&query, ":batch", set->batch_id);
    TRY(query_run(&query, &inserted));
    return inserted == 1 ? STATUS_OK : refuse_leaver(ctx, set);
}

static void take_id(struct ctx *ctx, struct change_set *set) {
    set->record_id = set->customer_id = id_new(ctx->ids);
}

enum status customer_prepare(struct ctx *ctx, struct draft *draft, struct change_set *set) {
    TRY(change_find(ctx, draft, NULL, set));
    take_id(ctx, set);
    return STATUS_OK;
}

// Two processes may have made the same id (base/random.h): then another one, for which the values are sealed again.
enum status customer_insert(struct ctx *ctx, struct change_set *set) {
    int64_t at = clock_now(ctx->clock);
    if (set->owner_id == 0)
        set->owner_id = ctx->actor->person_id;
    TRY(check_credit_code(ctx, set));
    enum status status = insert_row(ctx, set, at);
    for (int tries = 1; status == STATUS_CONFLICT && tries < ID_TRIES; tries++) {
        take_id(ctx, set);
        TRY(change_seal(ctx, set, 1));
        status = insert_row(ctx, set, at);
    }
    if (status != STATUS_OK)
        return status == STATUS_CONFLICT ? STATUS_FAULT : status;
    const char *name = value_of(set, "name");
    TRY(change_write(ctx, set, 1, at));
    TRY(change_note(ctx, set, 1, at, "", name));
    return customer_index_add(ctx, set->record_id, found_by(ctx, set));
}

enum status customer_create(struct ctx *ctx, struct draft *draft, int64_t *id) {
    struct change_set set;
    if (!actor_may(ctx->actor, PERM_CUSTOMER_CREATE))
        return STATUS_FORBIDDEN;
    TRY(customer_prepare(ctx, draft, &set));
    TRY(owner_resolve(ctx, NULL, draft, &set.owner_id));
    TRY(change_seal(ctx, &set, 1));
    TRY(store_begin(ctx->store));
    TRY(change_end(ctx, customer_insert(ctx, &set)));
    *id = set.record_id;
    return STATUS_OK;
}

// Nothing was updated: a colleague saved first, or the new account manager has left.
static enum status say_why_not(struct ctx *ctx, const struct change_set *set) {
    bool same = false;
    struct query query = query_start(ctx->store, &CUSTOMER_AT_VERSION);
    query_bind_int(&query, ":id", set->record_id);
    query_bind_int(&query, ":version", set->stored->version);
    same = query_row(&query);
    TRY(query_end(&query));
    return same ? refuse_leaver(ctx, set) : STATUS_CONFLICT;
}

static enum status update_row(struct ctx *ctx, const struct change_set *set, const char *region, int64_t at) {
    int64_t changed = 0;
    size_t field = (size_t)field_index(set->table, "region");
    if (set->changed[field])
        region = set->region.code ? set->region.code : "";
    struct query query = query_start(ctx->store, &CUSTOMER_UPDATE);
    bind_columns(&query, set, region, at, ctx);
    query_bind_int(&query, ":version", set->stored->version);
    TRY(query_run(&query, &changed));
    return changed == 1 ? STATUS_OK : say_why_not(ctx, set);
}

static enum status update(struct ctx *ctx, const struct customer *now, const struct change_set *set) {
    int64_t at = clock_now(ctx->clock);
    size_t name = (size_t)field_index(set->table, "name");
    TRY(check_credit_code(ctx, set));
    TRY(update_row(ctx, set, now->region, at));
    if (set->owner_id != now->owner_id)
        TRY(contract_follow(ctx, set->record_id));
    TRY(change_write(ctx, set, now->record.version + 1, at));
    return set->changed[name] ? customer_index_again(ctx, now->record.id) : STATUS_OK;
}

enum status customer_save(struct ctx *ctx, int64_t id, int64_t version, struct draft *draft) {
    struct customer now;
    struct change_set set;
    TRY(customer_find(ctx, id, PERM_CUSTOMER_EDIT, &now));
    if (now.record.version != version)
        return STATUS_CONFLICT;
    TRY(change_find(ctx, draft, &now.record, &set));
    TRY(owner_resolve(ctx, &now, draft, &set.owner_id));
    change_find_owner(ctx, &set, now.owner_id, set.owner_id);
    if (set.count == 0)
        return STATUS_OK;
    set.customer_id = id;
    TRY(change_guard(ctx, &set));
    TRY(change_seal(ctx, &set, 1));
    TRY(store_begin(ctx->store));
    return change_end(ctx, update(ctx, &now, &set));
}
