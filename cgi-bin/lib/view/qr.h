// A text as a QR code: the data of one SVG path, one unit a module, drawn by a template.
#ifndef VIEW_QR_H
#define VIEW_QR_H

#include "base/arena.h"
#include "base/status.h"

#define QR_QUIET 4 // empty modules around it, as readers want them

struct qr {
    int size;         // of the square, with what is around it
    const char *path; // "M4 4h7v1h-7z…"
};

// STATUS_TOO_LARGE: the text does not fit into a QR code.
enum status qr_draw(const char *text, struct qr *qr, struct arena *arena) MUST_CHECK;

#endif
