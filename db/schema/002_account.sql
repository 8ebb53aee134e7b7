-- One's own account: how pages look, the second factor of signing in, roles that demand it.

ALTER TABLE person ADD COLUMN density TEXT NOT NULL DEFAULT 'compact' CHECK (density IN ('compact', 'comfortable'));
ALTER TABLE person ADD COLUMN appearance TEXT NOT NULL DEFAULT 'system' CHECK (appearance IN ('system', 'light', 'dark'));

-- Whoever holds the role must have a second factor.
ALTER TABLE role ADD COLUMN second_factor INTEGER NOT NULL DEFAULT 0 CHECK (second_factor IN (0, 1));

-- The secret that somebody's authenticator app shares with the custodian, who alone can open the box. last_step is the period of the
-- last code that was taken: none of it or of one before it is taken again.
CREATE TABLE second_factor (
    person_id INTEGER PRIMARY KEY REFERENCES person (id),
    box BLOB NOT NULL,
    confirmed_at INTEGER, -- NULL: being set up, without any effect yet
    last_step INTEGER NOT NULL DEFAULT 0
) STRICT;

-- Hashes of the codes for a lost phone (80 random bits each); one that was used is gone.
CREATE TABLE recovery_code (
    person_id INTEGER NOT NULL REFERENCES person (id),
    hash BLOB NOT NULL,
    PRIMARY KEY (person_id, hash)
) STRICT, WITHOUT ROWID;

-- Signing in, between the password and the code. Apart from session, so that nobody can be anybody with it.
CREATE TABLE sign_in_step (
    token_hash BLOB PRIMARY KEY, -- as in session
    person_id INTEGER NOT NULL REFERENCES person (id),
    created_at INTEGER NOT NULL,
    tried INTEGER NOT NULL DEFAULT 0 -- 1: the try that was counted with the password has been used for a code
) STRICT, WITHOUT ROWID;
CREATE INDEX sign_in_step_person ON sign_in_step (person_id);
CREATE INDEX sign_in_step_created ON sign_in_step (created_at);
