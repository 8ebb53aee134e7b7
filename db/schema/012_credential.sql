-- The passwords that people chose have gone into a file that only login can open (db/schema/credential; domain/credential.h moves them
-- there before this is applied). What stays here is what others have to know: one-time passwords, and who has set one of their own.

-- At most one a person; an administrator writes it, login takes it away when the person has set an own password.
CREATE TABLE credential_offer (
    person_id INTEGER PRIMARY KEY REFERENCES person (id),
    id INTEGER NOT NULL, -- which one, so that login can tell one that is over from a new one
    hash TEXT,           -- of a random password …
    void INTEGER NOT NULL CHECK (void = (hash IS NULL)), -- … or 1: none, and the one before is over (the account was closed)
    created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX credential_offer_void ON credential_offer (person_id) WHERE void = 1;

ALTER TABLE person ADD COLUMN password_at INTEGER; -- an own password was last set; NULL = there is none

INSERT INTO credential_offer (person_id, id, hash, void, created_at)
    SELECT c.person_id, c.person_id, c.hash, 0, c.changed_at FROM credential c JOIN person p ON p.id = c.person_id
    WHERE c.must_change = 1 AND p.state = 'active';
UPDATE person SET password_at = (SELECT c.changed_at FROM credential c WHERE c.person_id = person.id AND c.must_change = 0)
    WHERE state = 'active';
DROP TABLE credential;
