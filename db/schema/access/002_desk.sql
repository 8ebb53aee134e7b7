-- The auditor's desk: cases (CONF-6, ORG-5) and figures. Kept beside the log because only the custodian can make them, and because what
-- opens or decides a case is a record of the log, written in the same commit. How unusual use is found: domain/watch.h.

CREATE TABLE audit_case (
    id INTEGER PRIMARY KEY,
    rule TEXT NOT NULL,         -- key of the rule, or 'leaving' or 'moving'
    person_id INTEGER NOT NULL, -- whom it is about …
    login TEXT NOT NULL,        -- … as they were called then
    detail TEXT NOT NULL,       -- what keeps patterns of one rule apart (the text given as purpose, the day of leaving), or ''
    weight INTEGER NOT NULL CHECK (weight BETWEEN 1 AND 3),
    threshold INTEGER NOT NULL, -- the rule as it was when the case was opened; 0 = none
    minutes INTEGER NOT NULL,
    since INTEGER NOT NULL,     -- its records lie between these times
    until INTEGER NOT NULL,
    count INTEGER NOT NULL,     -- of its records
    by_id INTEGER NOT NULL,     -- who gave the notice of leaving; 0 = nobody, a rule opened it
    opened_at INTEGER NOT NULL,
    opened_seq INTEGER NOT NULL, -- the record of its opening
    decision TEXT NOT NULL DEFAULT '', -- '' = open
    decision_text TEXT NOT NULL DEFAULT '',
    decided_by INTEGER NOT NULL DEFAULT 0,
    decided_at INTEGER NOT NULL DEFAULT 0,
    decided_seq INTEGER NOT NULL DEFAULT 0 -- the record of the decision
) STRICT;
CREATE INDEX audit_case_open ON audit_case (weight DESC, id) WHERE decision = '';
CREATE INDEX audit_case_decided ON audit_case (decided_seq) WHERE decision <> '';
CREATE INDEX audit_case_pattern ON audit_case (person_id, rule, detail, id);
CREATE INDEX audit_case_opened ON audit_case (opened_seq);

CREATE TABLE case_record (
    case_id INTEGER NOT NULL REFERENCES audit_case (id),
    seq INTEGER NOT NULL,
    PRIMARY KEY (case_id, seq)
) STRICT, WITHOUT ROWID;

-- Cases stay, and a decision stands.
CREATE TRIGGER case_stays BEFORE DELETE ON audit_case BEGIN SELECT RAISE (ABORT, 'a case is not removed'); END;
CREATE TRIGGER case_decided BEFORE UPDATE ON audit_case WHEN old.decision <> ''
BEGIN SELECT RAISE (ABORT, 'a decided case is not changed'); END;

-- Rules that were changed from their defaults; each change is a record of the log, too.
CREATE TABLE watch_rule (
    key TEXT PRIMARY KEY,
    threshold INTEGER NOT NULL,
    minutes INTEGER NOT NULL,
    active INTEGER NOT NULL CHECK (active IN (0, 1))
) STRICT, WITHOUT ROWID;

CREATE TABLE watched (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    until INTEGER NOT NULL -- the newest record that the rules were held against
) STRICT;
INSERT INTO watched (id, until) VALUES (1, 0);

-- How many looks, searches by value and refusals an hour (UTC) had; filled with the other tables for filters.
CREATE TABLE access_hour (
    hour INTEGER PRIMARY KEY, -- ms / 3600000
    looks INTEGER NOT NULL,
    searches INTEGER NOT NULL,
    refused INTEGER NOT NULL
) STRICT;
INSERT INTO access_hour (hour, looks, searches, refused)
SELECT time / 3600000, sum(result = 1 AND customer_id <> 0 AND channel IN (1, 3, 4, 5, 6)), sum(channel = 2),
    sum(result BETWEEN 2 AND 8 OR result = 14)
FROM access WHERE seq <= (SELECT until FROM indexed) GROUP BY time / 3600000;

-- The last verification that was asked for from the desk.
CREATE TABLE verification (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    at INTEGER NOT NULL,
    fault INTEGER NOT NULL, -- enum verify_fault
    first INTEGER NOT NULL,
    last INTEGER NOT NULL,
    line INTEGER NOT NULL,
    records INTEGER NOT NULL,
    newest INTEGER NOT NULL,
    newest_at INTEGER NOT NULL,
    heads INTEGER NOT NULL,
    witnessed INTEGER NOT NULL
) STRICT;
