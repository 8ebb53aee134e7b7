// Making, reading and hashing recovery codes.
#include "vault/recovery.h"

#include <sodium.h>
#include <string.h>

#include "base/utf8.h"

#define CODE_BYTES 10
_Static_assert(CODE_BYTES * 8 == RECOVERY_LENGTH * 5, "bits of a code");

static const char LETTERS[] = "0123456789abcdefghjkmnpqrstvwxyz"; // no i, l, o, u

const char *recovery_make(const struct random *random, struct arena *arena) {
    unsigned char bytes[CODE_BYTES];
    struct buffer code = {.arena = arena};
    random_fill(random, bytes, sizeof bytes);
    for (unsigned i = 0; i < RECOVERY_LENGTH; i++) {
        unsigned five = 0;
        for (unsigned bit = 5 * i; bit < 5 * i + 5; bit++)
            five = five << 1 | (bytes[bit / 8] >> (7 - bit % 8) & 1);
        if (i > 0 && i % 4 == 0)
            buffer_text(&code, "-");
        buffer_add(&code, &LETTERS[five], 1);
    }
    sodium_memzero(bytes, sizeof bytes);
    return code.data;
}

static char canonical(char letter) {
    if (letter == 'o')
        return '0';
    return letter == 'i' || letter == 'l' ? '1' : letter;
}

const char *recovery_read(const char *typed, struct arena *arena) {
    char *code = utf8_fold(arena, typed);
    if (strlen(code) != RECOVERY_LENGTH)
        return NULL;
    for (char *at = code; *at; at++) {
        *at = canonical(*at);
        if (!strchr(LETTERS, *at))
            return NULL;
    }
    return code;
}

void recovery_hash(int64_t person_id, const char *code, unsigned char hash[RECOVERY_HASH_SIZE]) {
    static const unsigned char LABEL[] = "kedang-recovery-1";
    crypto_generichash_state state;
    crypto_generichash_init(&state, LABEL, sizeof LABEL, RECOVERY_HASH_SIZE);
    crypto_generichash_update(&state, (const unsigned char *)&person_id, sizeof person_id);
    crypto_generichash_update(&state, (const unsigned char *)code, strlen(code));
    crypto_generichash_final(&state, hash, RECOVERY_HASH_SIZE);
    sodium_memzero(&state, sizeof state);
}
