-- ARC-9: lists of customers that people keep: what is searched for, filtered and sorted by, as an address has it. Never a confidential
-- value: such a search has no address. Levels and scope are asked for anew by whoever opens one.
CREATE TABLE saved_view (
    id INTEGER PRIMARY KEY,
    person_id INTEGER NOT NULL REFERENCES person (id),
    name TEXT NOT NULL CHECK (name <> ''),
    query TEXT NOT NULL, -- without '?'
    shared TEXT NOT NULL DEFAULT 'no' CHECK (shared IN ('no', 'unit', 'all')),
    unit_id INTEGER NOT NULL REFERENCES unit (id), -- of the owner when it was shared
    deleted_at INTEGER,                            -- NULL = there
    created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX saved_view_person ON saved_view (person_id) WHERE deleted_at IS NULL;
CREATE INDEX saved_view_shared ON saved_view (shared, unit_id) WHERE deleted_at IS NULL;
