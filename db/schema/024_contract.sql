-- Contracts as they are drafted, revised and submitted (CON-1, CON-2, CON-5, CON-9).

CREATE TABLE contract (
    id INTEGER PRIMARY KEY,
    number TEXT NOT NULL UNIQUE, -- HT2026-000123: by year, never reused
    customer_id INTEGER NOT NULL REFERENCES customer (id),
    unit_id INTEGER NOT NULL REFERENCES unit (id),    -- of the customer: follows it, for lists by unit (domain/contract_unit.c)
    owner_id INTEGER NOT NULL REFERENCES person (id), -- 承办人
    state TEXT NOT NULL CHECK (state IN ('draft', 'submitted', 'approved')),
    revision INTEGER NOT NULL DEFAULT 1,              -- which one counts
    approval_id INTEGER REFERENCES approval (id),     -- the last request for it
    signed_on TEXT NOT NULL DEFAULT '',
    version INTEGER NOT NULL DEFAULT 1,               -- grows with every save
    created_at INTEGER NOT NULL,
    created_by INTEGER NOT NULL REFERENCES person (id),
    updated_at INTEGER NOT NULL,
    updated_by INTEGER NOT NULL REFERENCES person (id)
) STRICT;
CREATE INDEX contract_owner ON contract (owner_id, id);
CREATE INDEX contract_owner_state ON contract (owner_id, state, id);
CREATE INDEX contract_unit ON contract (unit_id, id);
CREATE INDEX contract_unit_state ON contract (unit_id, state, id);
CREATE INDEX contract_customer ON contract (customer_id, id);
CREATE INDEX contract_state ON contract (state, id);

-- The text, by number; of each field of model/field_contract.c a column, "" = nothing.
CREATE TABLE contract_revision (
    id INTEGER PRIMARY KEY,
    contract_id INTEGER NOT NULL REFERENCES contract (id),
    number INTEGER NOT NULL,
    title TEXT NOT NULL DEFAULT '',
    kind TEXT NOT NULL DEFAULT '' CHECK (kind IN ('', 'oral', 'usual', 'special')), -- as chosen; '' = as proposed
    our_party TEXT NOT NULL DEFAULT '',
    other_party TEXT NOT NULL DEFAULT '',
    subject TEXT NOT NULL DEFAULT '',
    amount INTEGER,                         -- fen; NULL = not yet said
    valid_from TEXT NOT NULL DEFAULT '',
    valid_to TEXT NOT NULL DEFAULT '',
    payment TEXT NOT NULL DEFAULT '',
    delivery TEXT NOT NULL DEFAULT '',
    special_quantity TEXT NOT NULL DEFAULT '', -- 'yes': CON-1, demands of the customer beyond the usual
    special_date TEXT NOT NULL DEFAULT '',
    special_marking TEXT NOT NULL DEFAULT '',
    special_packing TEXT NOT NULL DEFAULT '',
    special_work TEXT NOT NULL DEFAULT '',
    credit_on TEXT NOT NULL DEFAULT '',     -- CON-2
    credit_result TEXT NOT NULL DEFAULT '',
    license TEXT NOT NULL DEFAULT '',
    certificates TEXT NOT NULL DEFAULT '',
    note TEXT NOT NULL DEFAULT '',
    settled_kind TEXT NOT NULL CHECK (settled_kind IN ('oral', 'usual', 'special')), -- the stricter of chosen and proposed
    created_at INTEGER NOT NULL,
    created_by INTEGER NOT NULL REFERENCES person (id),
    digest BLOB,                            -- BLAKE2b-256, since it was submitted
    frozen_at INTEGER,
    UNIQUE (contract_id, number)
) STRICT;
CREATE TABLE contract_line (
    revision_id INTEGER NOT NULL REFERENCES contract_revision (id),
    position INTEGER NOT NULL, -- from 0
    item TEXT NOT NULL,
    unit TEXT NOT NULL,
    quantity TEXT NOT NULL,  -- decimal, canonical
    price INTEGER NOT NULL,  -- fen, of one
    amount INTEGER NOT NULL, -- fen
    PRIMARY KEY (revision_id, position)
) STRICT, WITHOUT ROWID;
CREATE TABLE contract_due (
    revision_id INTEGER NOT NULL REFERENCES contract_revision (id),
    position INTEGER NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('payment', 'delivery')),
    date TEXT NOT NULL,
    amount INTEGER, -- fen; NULL = none
    note TEXT NOT NULL,
    PRIMARY KEY (revision_id, position)
) STRICT, WITHOUT ROWID;

-- What was submitted stays as it was (CON-5, CON-11).
CREATE TRIGGER contract_revision_stays BEFORE UPDATE ON contract_revision WHEN old.frozen_at IS NOT NULL BEGIN
    SELECT RAISE (ABORT, 'what was submitted stays');
END;
CREATE TRIGGER contract_revision_remains BEFORE DELETE ON contract_revision BEGIN SELECT RAISE (ABORT, 'a revision remains'); END;
CREATE TRIGGER contract_line_comes BEFORE INSERT ON contract_line
WHEN (SELECT frozen_at FROM contract_revision WHERE id = new.revision_id) IS NOT NULL BEGIN SELECT RAISE (ABORT, 'what was submitted stays'); END;
CREATE TRIGGER contract_line_stays BEFORE UPDATE ON contract_line BEGIN SELECT RAISE (ABORT, 'lines are written anew'); END;
CREATE TRIGGER contract_line_goes BEFORE DELETE ON contract_line
WHEN (SELECT frozen_at FROM contract_revision WHERE id = old.revision_id) IS NOT NULL BEGIN SELECT RAISE (ABORT, 'what was submitted stays'); END;
CREATE TRIGGER contract_due_comes BEFORE INSERT ON contract_due
WHEN (SELECT frozen_at FROM contract_revision WHERE id = new.revision_id) IS NOT NULL BEGIN SELECT RAISE (ABORT, 'what was submitted stays'); END;
CREATE TRIGGER contract_due_stays BEFORE UPDATE ON contract_due BEGIN SELECT RAISE (ABORT, 'instalments are written anew'); END;
CREATE TRIGGER contract_due_goes BEFORE DELETE ON contract_due
WHEN (SELECT frozen_at FROM contract_revision WHERE id = old.revision_id) IS NOT NULL BEGIN SELECT RAISE (ABORT, 'what was submitted stays'); END;

-- CON-1: the open prices, each from a day on.
CREATE TABLE price_range (
    item TEXT NOT NULL,
    unit TEXT NOT NULL,
    from_date TEXT NOT NULL,
    low INTEGER NOT NULL,  -- fen
    high INTEGER NOT NULL,
    cost INTEGER NOT NULL,
    PRIMARY KEY (item, unit, from_date),
    CHECK (low <= high AND cost >= 0)
) STRICT, WITHOUT ROWID;
