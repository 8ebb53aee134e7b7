// The heads file: signed heads outside of the database, one a line, only ever appended to. It is what shows that the end of the
// log was cut off or that the log was replaced by an older copy, the better the more often somebody else copies it.
#ifndef VAULT_HEADS_H
#define VAULT_HEADS_H

#include "vault/access.h"

// The last whole line that carries the log's signature; false: there is none.
bool heads_last(const char *path, const struct access_public *public, struct access_head *head);
// Appends `count` heads, durable on STATUS_OK. A line that was left unfinished is ended first.
enum status heads_append(const char *path, const struct access_head *heads, unsigned count) MUST_CHECK;

#endif
