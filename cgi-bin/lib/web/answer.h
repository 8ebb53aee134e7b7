// Sending an answer to nginx. By hand, because libfcgi's stream sends 8 KB at a time and the end of the request by itself: a page of 10 or
// 30 KB then wakes nginx two or five times instead of once.
// Source: the FastCGI specification 1.0, sections 3.3 (records), 5.1 (FCGI_STDOUT), 5.5 (FCGI_END_REQUEST).
// Not here: reading requests, which libfcgi does (worker.c); what is answered (response.h).
#ifndef WEB_ANSWER_H
#define WEB_ANSWER_H

#include <stdbool.h>

#include "web/response.h"

// Sends the answer as the output of request `request_id` of the connection, and that the request has ended; `head_only`: without its body.
// `fd` blocks. False: nginx has closed the connection, as it does when the browser has.
bool answer_send(int fd, int request_id, const struct response *response, bool head_only);

#endif
