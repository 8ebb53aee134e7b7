-- The access log (CONF-3, CONF-5): the custodian's own file, written by nobody else. How its chain and heads are made: vault/access.h.

CREATE TABLE log (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    log_id BLOB NOT NULL
) STRICT;

CREATE TABLE access (
    seq INTEGER PRIMARY KEY,
    time INTEGER NOT NULL,
    person_id INTEGER NOT NULL,
    login TEXT NOT NULL,
    behalf_id INTEGER NOT NULL,
    role TEXT NOT NULL,
    session TEXT NOT NULL,
    address TEXT NOT NULL,
    request TEXT NOT NULL,
    kind INTEGER NOT NULL,
    record_id INTEGER NOT NULL,
    customer_id INTEGER NOT NULL,
    field TEXT NOT NULL,
    level INTEGER NOT NULL,
    purpose TEXT NOT NULL,
    purpose_text TEXT NOT NULL,
    channel INTEGER NOT NULL,
    result INTEGER NOT NULL,
    approval_id INTEGER NOT NULL,
    value_hash TEXT NOT NULL,
    count INTEGER NOT NULL,
    link BLOB NOT NULL
) STRICT;

-- Against mistakes; against intent there are the chain and the heads.
CREATE TRIGGER access_stays BEFORE UPDATE ON access BEGIN SELECT RAISE (ABORT, 'the access log is append-only'); END;
CREATE TRIGGER access_remains BEFORE DELETE ON access BEGIN SELECT RAISE (ABORT, 'the access log is append-only'); END;

-- The signed head of the newest record, replaced in every commit.
CREATE TABLE tip (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    seq INTEGER NOT NULL,
    time INTEGER NOT NULL,
    link BLOB NOT NULL,
    signature BLOB NOT NULL
) STRICT;

-- The heads at intervals, the same as in the heads file.
CREATE TABLE head (
    seq INTEGER PRIMARY KEY,
    time INTEGER NOT NULL,
    link BLOB NOT NULL,
    signature BLOB NOT NULL
) STRICT;

-- What filters need. Filled behind the log, many records at a time and at the latest before the log is read, because an
-- entry for a random customer in every commit would cost more than the records themselves. Can be made anew from access.
CREATE TABLE access_of_customer (
    customer_id INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    PRIMARY KEY (customer_id, seq)
) STRICT, WITHOUT ROWID;

CREATE TABLE access_of_person (
    person_id INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    PRIMARY KEY (person_id, seq)
) STRICT, WITHOUT ROWID;

-- The times in each run of 1024 numbers: a filter by time looks only into the runs that may hold some of it, and stays right
-- when the clock was set back.
CREATE TABLE access_block (
    block INTEGER PRIMARY KEY, -- seq / 1024
    earliest INTEGER NOT NULL,
    latest INTEGER NOT NULL
) STRICT;

CREATE TABLE indexed (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    until INTEGER NOT NULL -- the newest record that the three tables above know
) STRICT;
INSERT INTO indexed (id, until) VALUES (1, 0);
