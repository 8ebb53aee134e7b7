#include "model/amount_words.h"

#include <stdbool.h>

static const char *const DIGITS[] = {"零", "壹", "贰", "叁", "肆", "伍", "陆", "柒", "捌", "玖"};

#define PLACES 16 // digits of yuan

// What is said at the end of each four digits, of 万亿, 亿, 万 and single ones.
static const char *const ENDS[] = {"", "万", "亿", "万"};

struct writer {
    struct buffer *out;
    bool zero; // zeros were passed over, for which one 零 may have to stand
};

static void put_digit(struct writer *writer, int digit, int place) {
    static const char *const UNITS[] = {"", "拾", "佰", "仟"};
    if (writer->zero && writer->out->length > 0)
        buffer_text(writer->out, DIGITS[0]);
    writer->zero = false;
    buffer_text(writer->out, DIGITS[digit]);
    buffer_text(writer->out, UNITS[place]);
}

// Four digits. Zeros at their end want no 零 before the next four, unless all of them are zeros.
static void put_four(struct writer *writer, int four) {
    static const int WEIGHTS[] = {1, 10, 100, 1000};
    for (int place = 3; place >= 0; place--) {
        const int digit = four / WEIGHTS[place] % 10;
        if (digit != 0)
            put_digit(writer, digit, place);
        else
            writer->zero = true;
    }
    writer->zero &= four == 0;
}

static void put_yuan(struct buffer *out, int64_t yuan) {
    struct writer writer = {.out = out};
    int fours[PLACES / 4];
    for (int i = 0; i < PLACES / 4; i++, yuan /= 10000)
        fours[i] = (int)(yuan % 10000);
    for (int i = PLACES / 4 - 1; i >= 0; i--) {
        put_four(&writer, fours[i]);
        if (fours[i] > 0 || (i == 2 && fours[3] > 0)) // 壹万亿
            buffer_text(out, ENDS[i]);
    }
}

const char *amount_words(int64_t fen, struct arena *arena) {
    struct buffer yuan = {.arena = arena};
    const int jiao = (int)(fen / 10 % 10), last = (int)(fen % 10);
    const bool whole = fen >= 100;
    buffer_text(&yuan, "");
    if (fen < 0 || fen > AMOUNT_WORDS_MAX)
        return yuan.data;
    put_yuan(&yuan, fen / 100);
    const char *zero = whole && ((jiao == 0 && last != 0) || (jiao != 0 && fen / 100 % 10 == 0)) ? DIGITS[0] : "";
    return arena_format(arena, "人民币%s%s%s%s%s%s%s%s", yuan.data, whole ? "元" : fen == 0 ? "零元"
                                                                                            : "",
                        zero, jiao != 0 ? DIGITS[jiao] : "", jiao != 0 ? "角" : "", last != 0 ? DIGITS[last] : "", last != 0 ? "分" : "",
                        jiao == 0 && last == 0 ? "整" : "");
}
