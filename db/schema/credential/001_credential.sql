-- login's own file, which no other program can open: the passwords that people chose.

CREATE TABLE credential (
    person_id INTEGER PRIMARY KEY, -- of the store's person
    hash TEXT NOT NULL,            -- Argon2id, encoded
    changed_at INTEGER NOT NULL,
    offer_id INTEGER NOT NULL      -- the one-time password that it replaced, 0 = none: an offer of this id is over
) STRICT;
