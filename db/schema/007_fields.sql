-- Fields as data (ARC-10). What stands here joins the lines of the program (model/field_customer.c, field_contact.c) in the field
-- catalogue that every program holds.

-- Grows with every change of the tables below, so that whoever holds an older catalogue knows it. 0: nothing was ever changed.
CREATE TABLE field_version (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    version INTEGER NOT NULL
) STRICT;
INSERT INTO field_version (id, version) VALUES (1, 0);

-- Chapters of pages and forms. Below 100: one of the program's, with another label or place.
CREATE TABLE field_group (
    id INTEGER PRIMARY KEY,
    label_zh TEXT NOT NULL,
    label_en TEXT NOT NULL,
    position INTEGER NOT NULL
) STRICT;

-- own = 1: a field of the administrator's. own = 0: a line of the program, of which what is NULL stays as it is there.
CREATE TABLE field_definition (
    kind INTEGER NOT NULL CHECK (kind IN (1, 2)),
    key TEXT NOT NULL,
    own INTEGER NOT NULL CHECK (own IN (0, 1)),
    type TEXT NOT NULL,
    label_zh TEXT,
    label_en TEXT,
    hint_zh TEXT,
    hint_en TEXT,
    level INTEGER CHECK (level BETWEEN 0 AND 3),
    group_id INTEGER,
    position INTEGER,
    min_length INTEGER NOT NULL DEFAULT 0,
    max_length INTEGER NOT NULL DEFAULT 0,
    pattern INTEGER NOT NULL DEFAULT 0,
    prefix TEXT NOT NULL DEFAULT '',
    lowest TEXT NOT NULL DEFAULT '',
    highest TEXT NOT NULL DEFAULT '',
    no_future INTEGER NOT NULL DEFAULT 0 CHECK (no_future IN (0, 1)),
    required INTEGER NOT NULL DEFAULT 0 CHECK (required IN (0, 1)),
    required_for TEXT NOT NULL DEFAULT '', -- keys of customer kinds, separated by blanks
    findable INTEGER NOT NULL DEFAULT 0 CHECK (findable IN (0, 1)),
    listed INTEGER NOT NULL DEFAULT 0 CHECK (listed IN (0, 1)),
    private INTEGER NOT NULL DEFAULT 0 CHECK (private IN (0, 1)),
    template TEXT NOT NULL DEFAULT '', -- the template it was loaded with
    used INTEGER NOT NULL DEFAULT 0 CHECK (used IN (0, 1)), -- something was stored in it once
    retired_at INTEGER,
    PRIMARY KEY (kind, key)
) STRICT, WITHOUT ROWID;

-- Choices of own fields, and those that were added to a line of the program or relabelled there.
CREATE TABLE field_choice (
    kind INTEGER NOT NULL,
    field TEXT NOT NULL,
    key TEXT NOT NULL,
    label_zh TEXT NOT NULL,
    label_en TEXT NOT NULL,
    position INTEGER NOT NULL,
    retired INTEGER NOT NULL DEFAULT 0 CHECK (retired IN (0, 1)), -- still read, no longer offered
    PRIMARY KEY (kind, field, key)
) STRICT, WITHOUT ROWID;

-- What is being sealed because a level was raised, or was: how far it is. Kept as the proof that it was done.
CREATE TABLE field_sealing (
    kind INTEGER NOT NULL CHECK (kind IN (1, 2)),
    field TEXT NOT NULL,
    started_at INTEGER NOT NULL,
    phase TEXT NOT NULL CHECK (phase IN ('values', 'history', 'scrub', 'done')),
    position INTEGER NOT NULL DEFAULT 0, -- of the record or row of history that was last gone through
    sealed INTEGER NOT NULL DEFAULT 0,   -- values that were sealed
    rest INTEGER NOT NULL DEFAULT 0,     -- of these, in this round: a round that finds none is the last
    finished_at INTEGER,
    PRIMARY KEY (kind, field)
) STRICT, WITHOUT ROWID;

INSERT INTO role_permission (role_id, permission) SELECT id, 'admin.fields' FROM role WHERE key = 'administrator';
-- What administrators changed in the fields (ARC-10): one row for each thing that became another. Never a value of a customer.
CREATE TABLE field_change (
    id INTEGER PRIMARY KEY,
    at INTEGER NOT NULL,
    person_id INTEGER NOT NULL REFERENCES person (id),
    kind INTEGER NOT NULL,
    label TEXT NOT NULL,  -- what the field was called then
    action TEXT NOT NULL, -- add, set, up, down, retire, return, level, choice, choice-retire, template
    what TEXT NOT NULL,   -- the setting; the key of an added field
    before TEXT NOT NULL,
    after TEXT NOT NULL
) STRICT;
CREATE TRIGGER field_change_stays BEFORE UPDATE ON field_change BEGIN SELECT RAISE (ABORT, 'what was recorded stays'); END;
CREATE TRIGGER field_change_remains BEFORE DELETE ON field_change BEGIN SELECT RAISE (ABORT, 'what was recorded remains'); END;
