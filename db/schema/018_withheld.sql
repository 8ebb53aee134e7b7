-- Imports are written in many small transactions and become visible in one (ARC-13).

-- Which import brought the customer; 0 = none.
ALTER TABLE customer ADD COLUMN batch_id INTEGER NOT NULL DEFAULT 0;
CREATE INDEX customer_batch ON customer (batch_id) WHERE batch_id > 0;

-- Imports whose customers nobody may see: every statement that reads customers leaves them out (domain/withheld.h). Nearly always empty.
CREATE TABLE withheld_batch (
    batch_id INTEGER PRIMARY KEY,
    -- 'arriving' until alive_until, unless its process says so anew; 'failed' and 'undone' ones are removed, step by step
    state TEXT NOT NULL CHECK (state IN ('arriving', 'failed', 'undone')),
    alive_until INTEGER NOT NULL
) STRICT;

-- Whether a customer is withheld is asked of every one that a search goes through within a scope.
DROP INDEX customer_owner_new;
DROP INDEX customer_unit_new;
CREATE INDEX customer_owner_new ON customer (owner_id, id, batch_id, found_by);
CREATE INDEX customer_unit_new ON customer (unit_id, id, batch_id, found_by);

-- Removing a customer asks for all its contacts, those deleted too.
DROP INDEX contact_customer;
CREATE INDEX contact_customer ON contact (customer_id);

-- The custodian follows the history by the ids of its rows, so an id must not come again when the last rows were removed.
CREATE TABLE history_kept (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
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
INSERT INTO history_kept SELECT * FROM history;
DROP TABLE history;
ALTER TABLE history_kept RENAME TO history;
CREATE INDEX history_customer ON history (customer_id);
