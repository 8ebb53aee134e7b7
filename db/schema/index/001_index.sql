-- The custodian's index of findable confidential values (CONF-4): keyed hashes, useless without the key. It can be made anew from
-- the store. An entry may be out of date: what it points at is opened and compared before anybody is told.

CREATE TABLE token (
    kind INTEGER NOT NULL,
    field TEXT NOT NULL,
    token BLOB NOT NULL,
    record_id INTEGER NOT NULL,
    PRIMARY KEY (token, record_id, kind, field)
) STRICT, WITHOUT ROWID;

-- The fields of which every value in the store was entered once; when it is not there or names others, the index is made anew.
CREATE TABLE filled (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    fields TEXT NOT NULL
) STRICT;
