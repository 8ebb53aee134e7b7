-- What the programs put before the auditor. The custodian, who alone has the access log, makes a case of each row (custodian/cases.h);
-- rows are only added. day is the local day: the same about the same person on one day is one notice.
CREATE TABLE audit_notice (
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('leaving', 'moving')), -- ORG-5
    person_id INTEGER NOT NULL REFERENCES person (id),
    since INTEGER NOT NULL, -- from when on the person's look-ups are to be gone through …
    until INTEGER NOT NULL, -- … up to the notice
    day TEXT NOT NULL,
    by_id INTEGER REFERENCES person (id), -- who gave it; NULL: the command kedang
    UNIQUE (person_id, kind, day)
) STRICT;
