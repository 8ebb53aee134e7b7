-- Browsers in which somebody has signed in before (OWASP "device cookies"): wrong tries from them are counted apart, so that nobody
-- else's can keep the owner out. It opens nothing.
CREATE TABLE device (
    token_hash BLOB NOT NULL, -- as in session; one browser may be several people's
    person_id INTEGER NOT NULL REFERENCES person (id),
    seen_at INTEGER NOT NULL, -- signed in with it
    PRIMARY KEY (token_hash, person_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX device_person ON device (person_id);
CREATE INDEX device_seen ON device (seen_at);

ALTER TABLE sign_in_failure RENAME TO sign_in_failure_before;
CREATE TABLE sign_in_failure (
    kind TEXT NOT NULL CHECK (kind IN ('account', 'address', 'device')),
    subject TEXT NOT NULL,
    failures INTEGER NOT NULL,
    last_at INTEGER NOT NULL,
    PRIMARY KEY (kind, subject)
) STRICT, WITHOUT ROWID;
INSERT INTO sign_in_failure (kind, subject, failures, last_at) SELECT kind, subject, failures, last_at FROM sign_in_failure_before;
DROP TABLE sign_in_failure_before;
