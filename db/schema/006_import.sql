-- Imports of spreadsheets in the browser (ARC-13). The file itself is only in the memory of the process that works on it; here stand
-- its name, what its columns were taken for, and what the dry run had to say.

CREATE TABLE import_batch (
    id INTEGER PRIMARY KEY,
    person_id INTEGER NOT NULL REFERENCES person (id),
    file_name TEXT NOT NULL,
    file_size INTEGER NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('reading', 'columns', 'checking', 'checked', 'writing', 'done', 'refused', 'stopped')),
    created_at INTEGER NOT NULL,
    changed_at INTEGER NOT NULL,
    sheet TEXT NOT NULL DEFAULT '',            -- '' = the file has none
    heading INTEGER NOT NULL DEFAULT 0,        -- number of the row that names the columns
    owner TEXT NOT NULL DEFAULT '',            -- whose customers they become where the file names nobody
    skip_existing INTEGER NOT NULL DEFAULT 0,
    row_count INTEGER NOT NULL DEFAULT 0,
    created INTEGER NOT NULL DEFAULT 0,
    contacts INTEGER NOT NULL DEFAULT 0,
    existing INTEGER NOT NULL DEFAULT 0,
    faults INTEGER NOT NULL DEFAULT 0,
    faulty_rows INTEGER NOT NULL DEFAULT 0,
    message_zh TEXT NOT NULL DEFAULT '',       -- why it was refused
    message_en TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX import_batch_person ON import_batch (person_id, id);

CREATE TABLE import_sheet (
    batch_id INTEGER NOT NULL REFERENCES import_batch (id),
    number INTEGER NOT NULL,
    name TEXT NOT NULL,
    hidden INTEGER NOT NULL,
    PRIMARY KEY (batch_id, number)
) STRICT, WITHOUT ROWID;

-- field: 'customer.name', 'contact.mobile'; '' = left out. sample: of the first row, masked unless the field is open to everybody.
CREATE TABLE import_column (
    batch_id INTEGER NOT NULL REFERENCES import_batch (id),
    number INTEGER NOT NULL,
    heading TEXT NOT NULL,
    sample TEXT NOT NULL,
    field TEXT NOT NULL,
    PRIMARY KEY (batch_id, number)
) STRICT, WITHOUT ROWID;

-- The first faults of the dry run; batch.faults counts all of them.
CREATE TABLE import_fault (
    batch_id INTEGER NOT NULL REFERENCES import_batch (id),
    number INTEGER NOT NULL,
    line INTEGER NOT NULL,
    place INTEGER NOT NULL, -- number of the column, 0 = the row
    heading TEXT NOT NULL,
    message_zh TEXT NOT NULL,
    message_en TEXT NOT NULL,
    PRIMARY KEY (batch_id, number)
) STRICT, WITHOUT ROWID;

-- What a person took a heading for the last time.
CREATE TABLE import_habit (
    person_id INTEGER NOT NULL REFERENCES person (id),
    heading TEXT NOT NULL, -- folded
    field TEXT NOT NULL,
    PRIMARY KEY (person_id, heading)
) STRICT, WITHOUT ROWID;

INSERT INTO role_permission (role_id, permission) SELECT role_id, 'customer.import' FROM role_permission WHERE permission = 'customer.create';
