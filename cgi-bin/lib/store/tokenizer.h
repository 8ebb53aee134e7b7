// The FTS5 tokenizer "kedang": tokens are what stands between spaces; '|' separates tokens of the same position.
// What the tokens are is decided in model/search; this only splits. Registered on every connection by store_open.
#ifndef STORE_TOKENIZER_H
#define STORE_TOKENIZER_H

struct sqlite3;
int tokenizer_register(struct sqlite3 *database); // an SQLite result code

#endif
