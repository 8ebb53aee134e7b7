// The second factor of one's own account: setting it up with an authenticator app, recovery codes, switching it off.
#include "domain/second_factor.h"

#include <string.h>

#include "login/pages.h"
#include "view/qr.h"

// A form that needs password and code.
struct proof_view {
    const char *key; // of its address and its inputs
    const char *heading, *note, *button;
    bool dangerous, harmless;
    bool password_invalid, code_invalid;
    const char *message;
};
struct factor_view {
    struct layout_view layout;
    bool on, off, forced;
    const char *since;
    int64_t codes_left;
    bool few_codes;
    bool has_faults;
    bool begin_invalid; // the password of the form that begins
    const char *message;
    const char *next;        // where to go on
    struct view_rows proofs; // of proof_view
};
static const struct binding PROOF_BINDINGS[] = {
    VIEW(struct proof_view, KEY, key),
    VIEW(struct proof_view, HEADING, heading),
    VIEW(struct proof_view, NOTE, note),
    VIEW(struct proof_view, BUTTON, button),
    VIEW(struct proof_view, DANGEROUS, dangerous),
    VIEW(struct proof_view, HARMLESS, harmless),
    VIEW(struct proof_view, PASSWORD_INVALID, password_invalid),
    VIEW(struct proof_view, CODE_INVALID, code_invalid),
    VIEW(struct proof_view, PROOF_MESSAGE, message),
    VIEW_END,
};
static const struct binding FACTOR_BINDINGS[] = {
    VIEW_PART(struct factor_view, layout, LAYOUT),
    VIEW(struct factor_view, ON, on),
    VIEW(struct factor_view, OFF, off),
    VIEW(struct factor_view, FORCED, forced),
    VIEW(struct factor_view, SINCE, since),
    VIEW(struct factor_view, CODES_LEFT, codes_left),
    VIEW(struct factor_view, FEW_CODES, few_codes),
    VIEW(struct factor_view, HAS_FAULTS, has_faults),
    VIEW(struct factor_view, BEGIN_INVALID, begin_invalid),
    VIEW(struct factor_view, MESSAGE, message),
    VIEW(struct factor_view, NEXT, next),
    VIEW_ROWS(struct factor_view, PROOF, proofs, PROOF_BINDINGS),
    VIEW_END,
};
const struct view FACTOR_VIEW = {"login/second_factor.tpl", FACTOR_BINDINGS};

#define TOGETHER 4 // characters of the secret that are read together
struct group_view {
    struct disclosed part;
};
struct setup_view {
    struct layout_view layout;
    const char *next;
    bool shown; // the secret: only when it was made just now
    bool again; // the code did not fit; the secret is not shown once more
    int qr_size;
    const char *qr_path;
    struct view_rows groups; // of group_view
};
static const struct binding GROUP_BINDINGS[] = {VIEW_DISCLOSED(struct group_view, PART, part), VIEW_END};
static const struct binding SETUP_BINDINGS[] = {
    VIEW_PART(struct setup_view, layout, LAYOUT),
    VIEW(struct setup_view, NEXT, next),
    VIEW(struct setup_view, SHOWN, shown),
    VIEW(struct setup_view, AGAIN, again),
    VIEW(struct setup_view, QR_SIZE, qr_size),
    VIEW(struct setup_view, QR_PATH, qr_path),
    VIEW_ROWS(struct setup_view, GROUP, groups, GROUP_BINDINGS),
    VIEW_END,
};
const struct view SETUP_VIEW = {"login/second_factor_setup.tpl", SETUP_BINDINGS};

struct recovery_view {
    const char *code;
};
struct codes_view {
    struct layout_view layout;
    const char *login;
    const char *next;
    struct view_rows codes; // of recovery_view
    bool first;             // the second factor was set up just now
};
static const struct binding RECOVERY[] = {VIEW(struct recovery_view, CODE, code), VIEW_END};
static const struct binding CODES_BINDINGS[] = {
    VIEW_PART(struct codes_view, layout, LAYOUT),
    VIEW(struct codes_view, LOGIN, login),
    VIEW(struct codes_view, NEXT, next),
    VIEW_ROWS(struct codes_view, CODES, codes, RECOVERY),
    VIEW(struct codes_view, FIRST, first),
    VIEW_END,
};
const struct view CODES_VIEW = {"login/recovery_codes.tpl", CODES_BINDINGS};

#define FEW_CODES 3 // left: time for new ones

static const char *fault_in_words(const struct page *page, enum factor_fault fault) {
    static const struct text WORDS[] = {
        [FACTOR_GOOD] = {"", ""},
        [FACTOR_PASSWORD] = {"密码不对。", "The password is wrong."},
        [FACTOR_CODE_FORM] = {"请填写 6 位验证码，或一个恢复码。", "Enter a code of 6 digits, or a recovery code."},
        [FACTOR_CODE] = {"验证码不对，或已经用过。", "The code is wrong, or was used before."},
    };
    return text_in(page->ctx.lang, WORDS[fault]);
}

enum form {
    FORM_BEGIN,
    FORM_CODES,
    FORM_OFF
};
static const struct {
    enum form form;
    const char *key;
    struct text heading, note, button;
    bool dangerous;
} PROOFS[] = {
    {FORM_CODES,
     "codes",
     {"新的恢复码", "New recovery codes"},
     {"换一组新的，原来剩下的全部作废。", "Those that are left become void."},
     {"生成新的恢复码", "Make new recovery codes"},
     false},
    {FORM_OFF,
     "off",
     {"关闭二次验证", "Switch the second factor off"},
     {"换手机时，先关闭，再用新手机重新设置。", "For a new phone, switch it off and set it up again there."},
     {"关闭二次验证", "Switch the second factor off"},
     true},
};
#define PROOF_COUNT (sizeof PROOFS / sizeof *PROOFS)

static struct view_rows proof_rows(const struct page *page, enum form form, enum factor_fault fault) {
    enum lang lang = page->ctx.lang;
    struct proof_view *rows = ARENA_ARRAY(page->ctx.arena, struct proof_view, PROOF_COUNT);
    for (size_t i = 0; i < PROOF_COUNT; i++) {
        enum factor_fault here = PROOFS[i].form == form ? fault : FACTOR_GOOD;
        rows[i] = (struct proof_view){
            .key = PROOFS[i].key,
            .heading = text_in(lang, PROOFS[i].heading),
            .note = text_in(lang, PROOFS[i].note),
            .button = text_in(lang, PROOFS[i].button),
            .dangerous = PROOFS[i].dangerous,
            .harmless = !PROOFS[i].dangerous,
            .password_invalid = here == FACTOR_PASSWORD,
            .code_invalid = here == FACTOR_CODE || here == FACTOR_CODE_FORM,
            .message = fault_in_words(page, here),
        };
    }
    return VIEW_ARRAY(rows, PROOF_COUNT);
}

// What was asked for before a second factor had to be set up: in the address at first, then in each form.
static const char *next_of(const struct page *page) {
    return own_path(page->request->method == METHOD_GET ? page_query(page, "next") : page_form(page, "next"));
}

// The page, with what was wrong in the form that was sent.
static enum status show(struct page *page, enum form form, enum factor_fault fault) {
    struct second_factor factor;
    TRY(factor_find(&page->ctx, &factor));
    bool on = factor.since != 0;
    struct factor_view view = {
        .layout = page_layout(page),
        .on = on,
        .off = !on,
        .forced = actor_owes_second_factor(page->ctx.actor),
        .since = time_minute(page->ctx.arena, factor.since),
        .codes_left = factor.codes_left,
        .few_codes = factor.codes_left < FEW_CODES,
        .has_faults = fault != FACTOR_GOOD,
        .begin_invalid = !on && fault != FACTOR_GOOD,
        .message = fault_in_words(page, fault),
        .next = next_of(page),
        .proofs = proof_rows(page, form, fault),
    };
    return page_render(page, fault == FACTOR_GOOD ? 200 : 422, &FACTOR_VIEW, &view);
}

enum status factor_page(struct page *page) {
    return show(page, FORM_BEGIN, FACTOR_GOOD);
}

// The secret in groups of four, as it is typed in where no camera is.
static struct view_rows group_rows(const struct page *page, const struct disclosed *secret) {
    size_t length = strlen(secret->value), count = (length + TOGETHER - 1) / TOGETHER;
    struct group_view *rows = ARENA_ARRAY(page->ctx.arena, struct group_view, count);
    for (size_t i = 0; i < count; i++) {
        size_t left = length - i * TOGETHER;
        rows[i].part = (struct disclosed){
            arena_copy(page->ctx.arena, secret->value + i * TOGETHER, left < TOGETHER ? left : TOGETHER), secret->access_seq};
    }
    return VIEW_ARRAY(rows, count);
}

// The address that authenticator apps agree on. A login has nothing that would have to be encoded.
static const char *key_address(const struct page *page, const struct disclosed *secret) {
    return arena_format(page->ctx.arena, "otpauth://totp/Kedang:%s?secret=%s&issuer=Kedang", page->ctx.actor->login, secret->value);
}

enum status factor_begin_do(struct page *page) {
    struct custody_secret secret;
    enum status status = factor_begin(&page->ctx, page_form(page, "password"), &secret);
    if (status == STATUS_INVALID)
        return show(page, FORM_BEGIN, FACTOR_PASSWORD);
    if (status == STATUS_CONFLICT)
        return page_redirect(page, "/account/second-factor");
    TRY(status);
    struct qr qr;
    TRY(qr_draw(key_address(page, &secret.disclosed), &qr, page->ctx.arena));
    struct setup_view view = {
        .layout = page_layout(page),
        .next = next_of(page),
        .shown = true,
        .qr_size = qr.size,
        .qr_path = qr.path,
        .groups = group_rows(page, &secret.disclosed),
    };
    return page_render(page, 200, &SETUP_VIEW, &view);
}

static enum status show_codes(struct page *page, const char *const codes[RECOVERY_CODES], bool first) {
    struct recovery_view *rows = ARENA_ARRAY(page->ctx.arena, struct recovery_view, RECOVERY_CODES);
    for (unsigned i = 0; i < RECOVERY_CODES; i++)
        rows[i].code = codes[i];
    struct codes_view view = {
        .layout = page_layout(page),
        .login = page->ctx.actor->login,
        .next = next_of(page),
        .codes = VIEW_ARRAY(rows, RECOVERY_CODES),
        .first = first,
    };
    return page_render(page, 200, &CODES_VIEW, &view);
}

enum status factor_confirm_do(struct page *page) {
    const char *codes[RECOVERY_CODES];
    enum status status = factor_confirm(&page->ctx, page_form(page, "code"), codes);
    if (status == STATUS_INVALID) {
        struct setup_view view = {.layout = page_layout(page), .next = next_of(page), .again = true, .qr_path = ""};
        return page_render(page, 422, &SETUP_VIEW, &view);
    }
    if (status == STATUS_NOT_FOUND)
        return page_redirect(page, "/account/second-factor?notice=second-factor-anew");
    TRY(status);
    return show_codes(page, codes, true);
}

enum status factor_codes_do(struct page *page) {
    const char *codes[RECOVERY_CODES];
    enum factor_fault fault = FACTOR_GOOD;
    enum status status = factor_renew_codes(&page->ctx, page_form(page, "password"), page_form(page, "code"), &fault, codes);
    if (status == STATUS_INVALID)
        return show(page, FORM_CODES, fault);
    if (status == STATUS_NOT_FOUND)
        return page_redirect(page, "/account/second-factor");
    TRY(status);
    return show_codes(page, codes, false);
}

enum status factor_off_do(struct page *page) {
    enum factor_fault fault = FACTOR_GOOD;
    enum status status = factor_switch_off(&page->ctx, page_form(page, "password"), page_form(page, "code"), &fault);
    if (status == STATUS_INVALID)
        return show(page, FORM_OFF, fault);
    if (status == STATUS_NOT_FOUND)
        return page_redirect(page, "/account/second-factor");
    TRY(status);
    return page_redirect(page, "/account?notice=second-factor-off");
}
