-- CONF-5: records older than the retention are removed from the beginning, some thousands at a time, each time in one commit with a
-- signed statement of it (here) and a record that says the same (in the log). Without the statement a missing beginning is a removal.
CREATE TABLE pruned (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    seq INTEGER NOT NULL,  -- the records up to here were removed; …
    time INTEGER NOT NULL, -- … when the last of them was written …
    link BLOB NOT NULL,    -- … and its link, to which the first record left is chained
    signature BLOB NOT NULL
) STRICT;
CREATE TRIGGER pruned_grows BEFORE UPDATE ON pruned WHEN new.seq <= old.seq
BEGIN SELECT RAISE (ABORT, 'what was pruned does not come back'); END;
CREATE TRIGGER pruned_stays BEFORE DELETE ON pruned BEGIN SELECT RAISE (ABORT, 'what was pruned does not come back'); END;

-- Only what is under the statement may go.
DROP TRIGGER access_remains;
CREATE TRIGGER access_remains BEFORE DELETE ON access WHEN old.seq > COALESCE ((SELECT seq FROM pruned), 0)
BEGIN SELECT RAISE (ABORT, 'the access log is append-only'); END;

CREATE INDEX case_record_seq ON case_record (seq);

-- What else a verification found.
ALTER TABLE verification ADD COLUMN pruned INTEGER NOT NULL DEFAULT 0;
ALTER TABLE verification ADD COLUMN pruned_at INTEGER NOT NULL DEFAULT 0;
ALTER TABLE verification ADD COLUMN before_at INTEGER NOT NULL DEFAULT 0;
