// A form that carries a file (multipart/form-data, RFC 7578), as browsers send it: its fields, and one file. Nothing is copied
// but names and fields: the file stays where the body is. Fuzzed. Not here: how much may come in (request.h).
#ifndef WEB_MULTIPART_H
#define WEB_MULTIPART_H

#include "web/request.h"

#define MULTIPART_NAME_MAX 255 // bytes of a file's name

// `type`: the Content-Type header. STATUS_BAD_REQUEST: no such form, cut, more than one file, more than REQUEST_PARAMS_MAX fields,
// or a text that is not UTF-8. STATUS_TOO_LARGE: the fields beside the file exceed REQUEST_BODY_MAX.
enum status multipart_parse(const char *type, const char *body, size_t length, struct params *form, struct upload *upload,
                            struct arena *arena) MUST_CHECK;
// Whether it is the type of such a form.
bool multipart_is(const char *type);

#endif
