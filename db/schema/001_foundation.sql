-- The foundation: organisation, accounts, customers with their contacts, confidential values, history, search.
-- Times are ms UTC; ids of records are made by the program (base/random.h id_new); dates are YYYY-MM-DD.

CREATE TABLE setting (
    key TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT;

-- ORG-1. path lists the ancestors and the unit itself: '/1/4/'; a subtree is what starts with it.
CREATE TABLE unit (
    id INTEGER PRIMARY KEY,
    parent_id INTEGER REFERENCES unit (id),
    name TEXT NOT NULL,
    path TEXT NOT NULL UNIQUE
) STRICT;

CREATE TABLE person (
    id INTEGER PRIMARY KEY,
    login TEXT NOT NULL UNIQUE, -- lower case
    name TEXT NOT NULL,
    unit_id INTEGER NOT NULL REFERENCES unit (id),
    superior_id INTEGER REFERENCES person (id),
    language TEXT NOT NULL DEFAULT '' CHECK (language IN ('', 'zh', 'en')),
    state TEXT NOT NULL DEFAULT 'active' CHECK (state IN ('active', 'closed')),
    created_at INTEGER NOT NULL
) STRICT;

-- Apart from person, so that only the login program is let near it.
CREATE TABLE credential (
    person_id INTEGER PRIMARY KEY REFERENCES person (id),
    hash TEXT NOT NULL,
    must_change INTEGER NOT NULL DEFAULT 1,
    changed_at INTEGER NOT NULL
) STRICT;

-- ORG-2
CREATE TABLE role (
    id INTEGER PRIMARY KEY,
    key TEXT NOT NULL UNIQUE,
    name_zh TEXT NOT NULL,
    name_en TEXT NOT NULL,
    scope INTEGER NOT NULL CHECK (scope BETWEEN 0 AND 4),
    level INTEGER NOT NULL CHECK (level BETWEEN 0 AND 3)
) STRICT;

CREATE TABLE role_permission (
    role_id INTEGER NOT NULL REFERENCES role (id),
    permission TEXT NOT NULL,
    PRIMARY KEY (role_id, permission)
) STRICT, WITHOUT ROWID;

CREATE TABLE person_role (
    person_id INTEGER NOT NULL REFERENCES person (id),
    role_id INTEGER NOT NULL REFERENCES role (id),
    PRIMARY KEY (person_id, role_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE session (
    token_hash BLOB PRIMARY KEY, -- BLAKE2b-256 of the token; the token itself is only in the cookie
    person_id INTEGER NOT NULL REFERENCES person (id),
    created_at INTEGER NOT NULL,
    seen_at INTEGER NOT NULL,
    address TEXT NOT NULL,
    agent TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX session_person ON session (person_id);
CREATE INDEX session_seen ON session (seen_at);

-- Failed sign-ins per account name (whether it exists or not) and per client address.
CREATE TABLE sign_in_failure (
    kind TEXT NOT NULL CHECK (kind IN ('account', 'address')),
    subject TEXT NOT NULL,
    failures INTEGER NOT NULL,
    last_at INTEGER NOT NULL,
    PRIMARY KEY (kind, subject)
) STRICT, WITHOUT ROWID;

-- Administrative regions: province, prefecture, county; filled from share/reference/regions.tsv at init.
CREATE TABLE region (
    code TEXT PRIMARY KEY,
    parent TEXT,
    name TEXT NOT NULL,
    full_name TEXT NOT NULL -- 广东省深圳市南山区
) STRICT, WITHOUT ROWID;
CREATE INDEX region_name ON region (name);
CREATE INDEX region_full_name ON region (full_name);

-- Numbers that are given once and never again (ARC-1). next is the one that will be given.
CREATE TABLE sequence (
    name TEXT PRIMARY KEY,
    next INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- ARC-1. Only what lists, filters and unique numbers need is a column; the other fields are in field_value.
CREATE TABLE customer (
    id INTEGER PRIMARY KEY,
    archive_no TEXT NOT NULL UNIQUE,
    code TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    name_fold TEXT NOT NULL,          -- the name as searches compare it: utf8_fold
    name_key TEXT NOT NULL,           -- how it sorts: by pinyin
    credit_code TEXT UNIQUE,          -- NULL while unknown
    kind TEXT NOT NULL DEFAULT '',    -- ARC-11
    region TEXT NOT NULL DEFAULT '',  -- code
    phone TEXT NOT NULL DEFAULT '',   -- the mask again, for lists: fifty look-ups less a page
    owner_id INTEGER NOT NULL REFERENCES person (id),
    unit_id INTEGER NOT NULL REFERENCES unit (id),
    version INTEGER NOT NULL DEFAULT 1,
    created_at INTEGER NOT NULL,
    created_by INTEGER NOT NULL REFERENCES person (id),
    updated_at INTEGER NOT NULL,
    updated_by INTEGER NOT NULL REFERENCES person (id)
) STRICT;
-- For each scope (all, one unit, one owner) one index a sort: newest first, by name, by number. Those that lead to the newest also hold
-- the folded name, so that a search within a scope reads nothing but the index until it has a hit.
CREATE INDEX customer_name ON customer (name_key);
CREATE INDEX customer_owner_new ON customer (owner_id, id, name_fold);
CREATE INDEX customer_owner_name ON customer (owner_id, name_key);
CREATE INDEX customer_owner_number ON customer (owner_id, archive_no);
CREATE INDEX customer_unit_new ON customer (unit_id, id, name_fold);
CREATE INDEX customer_unit_name ON customer (unit_id, name_key);
CREATE INDEX customer_unit_number ON customer (unit_id, archive_no);

CREATE TABLE contact (
    id INTEGER PRIMARY KEY,
    customer_id INTEGER NOT NULL REFERENCES customer (id),
    name TEXT NOT NULL,
    deleted_at INTEGER, -- NULL = there
    version INTEGER NOT NULL DEFAULT 1,
    created_at INTEGER NOT NULL,
    created_by INTEGER NOT NULL REFERENCES person (id),
    updated_at INTEGER NOT NULL,
    updated_by INTEGER NOT NULL REFERENCES person (id)
) STRICT;
CREATE INDEX contact_customer ON contact (customer_id) WHERE deleted_at IS NULL;

-- The fields of customers (kind 1) and contacts (kind 2) by key; none that is empty. Level 0-1: value is the value and box is NULL.
-- Level 2-3: value is the mask and box the ciphertext that only the custodian can open (CONF-8).
CREATE TABLE field_value (
    kind INTEGER NOT NULL CHECK (kind IN (1, 2)),
    record_id INTEGER NOT NULL,
    field TEXT NOT NULL,
    value TEXT NOT NULL CHECK (value <> ''),
    box BLOB,
    PRIMARY KEY (kind, record_id, field)
) STRICT, WITHOUT ROWID;

-- ARC-4: per field what was, what is, who, when. Masks and boxes for confidential ones.
CREATE TABLE history (
    id INTEGER PRIMARY KEY,
    customer_id INTEGER NOT NULL REFERENCES customer (id),
    kind INTEGER NOT NULL CHECK (kind IN (1, 2)),
    record_id INTEGER NOT NULL,
    version INTEGER NOT NULL,
    field TEXT NOT NULL, -- '' = the record itself: created (after is its name) or deleted (before is its name)
    before TEXT NOT NULL,
    before_box BLOB,
    after TEXT NOT NULL,
    after_box BLOB,
    person_id INTEGER NOT NULL REFERENCES person (id),
    at INTEGER NOT NULL
) STRICT;
CREATE INDEX history_customer ON history (customer_id);

-- ARC-9; rowid = customer.id; what is indexed is made by model/search. It keeps no copy of the text, so a change
-- must first take out what was put in (domain/customer_name).
CREATE VIRTUAL TABLE customer_index USING fts5 (name, initials, content='', tokenize='kedang', columnsize=0);
