-- CONF-8: signing keys one after the other. The record `seq` names the new key; old and new key certify it together, with the record's
-- link and time (vault/access.h). From that record on the new key signs: its tip in the same commit is the first it signs.
CREATE TABLE succession (
    seq INTEGER PRIMARY KEY,
    time INTEGER NOT NULL,
    link BLOB NOT NULL,
    key BLOB NOT NULL,
    by_old BLOB NOT NULL,
    by_new BLOB NOT NULL
) STRICT;
CREATE TRIGGER succession_stays BEFORE UPDATE ON succession BEGIN SELECT RAISE (ABORT, 'a certificate is not changed'); END;
CREATE TRIGGER succession_remains BEFORE DELETE ON succession BEGIN SELECT RAISE (ABORT, 'a certificate is not removed'); END;

-- Each key signs the statement of what was removed anew.
DROP TRIGGER pruned_grows;
CREATE TRIGGER pruned_grows BEFORE UPDATE ON pruned
WHEN new.seq < old.seq OR (new.seq = old.seq AND (new.time <> old.time OR new.link <> old.link))
BEGIN SELECT RAISE (ABORT, 'what was pruned does not come back'); END;

ALTER TABLE verification ADD COLUMN keys INTEGER NOT NULL DEFAULT 0;
