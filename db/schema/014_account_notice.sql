-- What administrators do to somebody's account that would let them act as that person is told: to the auditor, as a case, and to the
-- person. Added to and never taken away: who did it could do that, too.
CREATE TABLE account_notice (
    id INTEGER PRIMARY KEY,
    person_id INTEGER NOT NULL REFERENCES person (id), -- to whom it was done
    kind TEXT NOT NULL,                                -- what: domain/account_notice.h
    at INTEGER NOT NULL,
    by_id INTEGER REFERENCES person (id), -- who did it; NULL: at the command line, or nobody is on record for it
    by_name TEXT NOT NULL,                -- what they were called; at the command line the system's user
    address TEXT NOT NULL,                -- from where; '' at the command line
    detail TEXT NOT NULL,                 -- of roles: the duties that came to them, by comma
    offer_id INTEGER NOT NULL             -- the one-time password that was given with it, 0 = none
) STRICT;
CREATE INDEX account_notice_person ON account_notice (person_id, id);
CREATE TRIGGER account_notice_stays BEFORE UPDATE ON account_notice BEGIN SELECT RAISE (ABORT, 'what was done to an account stays told'); END;
CREATE TRIGGER account_notice_remains BEFORE DELETE ON account_notice BEGIN SELECT RAISE (ABORT, 'what was done to an account stays told'); END;

-- The person said that they have seen it.
CREATE TABLE account_notice_seen (
    notice_id INTEGER PRIMARY KEY REFERENCES account_notice (id),
    at INTEGER NOT NULL
) STRICT;
CREATE TRIGGER account_notice_seen_stays BEFORE UPDATE ON account_notice_seen BEGIN SELECT RAISE (ABORT, 'what was seen stays seen'); END;
CREATE TRIGGER account_notice_seen_remains BEFORE DELETE ON account_notice_seen BEGIN SELECT RAISE (ABORT, 'what was seen stays seen'); END;

-- Each signing in with the one-time password of such a notice.
CREATE TABLE account_notice_use (
    id INTEGER PRIMARY KEY,
    notice_id INTEGER NOT NULL REFERENCES account_notice (id),
    at INTEGER NOT NULL,
    address TEXT NOT NULL,
    agent TEXT NOT NULL,            -- what the browser says about itself
    known INTEGER NOT NULL CHECK (known IN (0, 1)) -- the person had used that browser before
) STRICT;
CREATE INDEX account_notice_use_notice ON account_notice_use (notice_id, id);
CREATE TRIGGER account_notice_use_stays BEFORE UPDATE ON account_notice_use BEGIN SELECT RAISE (ABORT, 'what was noted of a sign-in stays'); END;
CREATE TRIGGER account_notice_use_remains BEFORE DELETE ON account_notice_use BEGIN SELECT RAISE (ABORT, 'what was noted of a sign-in stays'); END;

-- Those who were given a one-time password before this.
INSERT INTO account_notice (person_id, kind, at, by_id, by_name, address, detail, offer_id)
    SELECT person_id, 'added', created_at, NULL, '', '', '', id FROM credential_offer WHERE void = 0;

-- A new password no longer forgets which browsers somebody has used: they only count as unknown when tries are counted.
ALTER TABLE device ADD COLUMN trusted INTEGER NOT NULL DEFAULT 1 CHECK (trusted IN (0, 1));

-- The kinds of notices are a table of the program (domain/watch.h): here any may stand.
ALTER TABLE audit_notice RENAME TO audit_notice_before;
CREATE TABLE audit_notice (
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind <> ''),
    person_id INTEGER NOT NULL REFERENCES person (id),
    since INTEGER NOT NULL, -- from when on the person's look-ups are to be gone through …
    until INTEGER NOT NULL, -- … up to the notice
    day TEXT NOT NULL,      -- what makes it another one of its kind: the local day, or the number of an account_notice
    by_id INTEGER REFERENCES person (id), -- who gave it; NULL: the command kedang
    UNIQUE (person_id, kind, day)
) STRICT;
INSERT INTO audit_notice (id, kind, person_id, since, until, day, by_id) SELECT id, kind, person_id, since, until, day, by_id FROM audit_notice_before;
DROP TABLE audit_notice_before;
