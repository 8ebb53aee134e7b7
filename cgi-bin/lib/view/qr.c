// Each run of dark modules in a row becomes a rectangle of the path. What libqrencode makes holds the text, so it is wiped.
#include "view/qr.h"

#include <errno.h>
#include <qrencode.h>
#include <string.h>

#include "base/log.h"

static int run_length(const unsigned char *modules, int left) {
    int length = 0;
    while (length < left && modules[length] & 1)
        length++;
    return length;
}

static void draw_row(struct buffer *path, const unsigned char *modules, int width, int y) {
    for (int x = 0; x < width;) {
        const int length = run_length(modules + x, width - x);
        if (length > 0)
            buffer_format(path, "M%d %dh%dv1h-%dz", x + QR_QUIET, y + QR_QUIET, length, length);
        x += length > 0 ? length : 1;
    }
}

enum status qr_draw(const char *text, struct qr *qr, struct arena *arena) {
    struct buffer path = {.arena = arena};
    errno = 0;
    QRcode *code = QRcode_encodeString8bit(text, 0, QR_ECLEVEL_M);
    if (code == NULL && errno == ENOMEM)
        log_die("memory.out", "qr_draw");
    if (code == NULL)
        return STATUS_TOO_LARGE;
    for (int y = 0; y < code->width; y++)
        draw_row(&path, code->data + (size_t)y * (size_t)code->width, code->width, y);
    *qr = (struct qr){.size = code->width + 2 * QR_QUIET, .path = path.data};
    explicit_bzero(code->data, (size_t)code->width * (size_t)code->width);
    QRcode_free(code);
    return STATUS_OK;
}
