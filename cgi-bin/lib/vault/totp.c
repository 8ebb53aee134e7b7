// Each step's code is made and compared in constant time; all steps are always looked at.
#include "vault/totp.h"

#include <liboath/oath.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"

#define SECRET_SIZE 20 // bytes

static void start(void) {
    if (sodium_init() < 0 || oath_init() != OATH_OK)
        log_die("totp.start", "libsodium or liboath does not start");
}

const char *totp_secret(const struct random *random, struct arena *arena) {
    char bytes[SECRET_SIZE], *text = NULL;
    size_t length = 0;
    start();
    random_fill(random, bytes, sizeof bytes);
    if (oath_base32_encode(bytes, sizeof bytes, &text, &length) != OATH_OK || length != TOTP_SECRET_LENGTH)
        log_die("memory.out", "totp_secret");
    sodium_memzero(bytes, sizeof bytes);
    const char *secret = arena_copy(arena, text, length);
    sodium_memzero(text, length);
    free(text);
    return secret;
}

// No code is called wrong because there was no memory to make the right one.
static bool is_of_step(const char *bytes, size_t size, const char *code, int64_t step) {
    char made[TOTP_DIGITS + 1];
    if (oath_hotp_generate(bytes, size, (uint64_t)step, TOTP_DIGITS, false, OATH_HOTP_DYNAMIC_TRUNCATION, made) != OATH_OK)
        log_die("memory.out", "totp_step");
    const bool good = sodium_memcmp(made, code, TOTP_DIGITS) == 0;
    sodium_memzero(made, sizeof made);
    return good;
}

static bool decode(const char *secret, char **bytes, size_t *size) {
    const int result = oath_base32_decode(secret, strlen(secret), bytes, size);
    if (result == OATH_MALLOC_ERROR)
        log_die("memory.out", "totp_step");
    return result == OATH_OK;
}

int64_t totp_step(const char *secret, const char *code, int64_t now, int64_t last) {
    char *bytes = NULL;
    size_t size = 0;
    int64_t found = 0;
    start();
    if (strlen(code) != TOTP_DIGITS || !decode(secret, &bytes, &size))
        return 0;
    const int64_t present = now / TOTP_PERIOD;
    for (int64_t step = present - TOTP_DRIFT; step <= present + TOTP_DRIFT; step++)
        if (is_of_step(bytes, size, code, step) && step > last)
            found = step;
    sodium_memzero(bytes, size);
    free(bytes);
    return found;
}
