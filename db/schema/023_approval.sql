-- Approvals of every kind (CON-3, CON-11, ORG-4): paths by version, requests, who is asked at which place, what was done.

-- A path is edited while it is a draft and never afterwards: a request keeps the version with which it began.
CREATE TABLE approval_path (
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL, -- model/approval_kind
    version INTEGER NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('draft', 'current', 'past')),
    changed_at INTEGER NOT NULL,
    changed_by INTEGER REFERENCES person (id), -- NULL: it came with the program
    UNIQUE (kind, version)
) STRICT;
CREATE UNIQUE INDEX approval_path_current ON approval_path (kind) WHERE state = 'current';
CREATE UNIQUE INDEX approval_path_draft ON approval_path (kind) WHERE state = 'draft';

-- Which steps a request takes: those of the first branch, in their order, that its amount and flags fit.
CREATE TABLE approval_branch (
    path_id INTEGER NOT NULL REFERENCES approval_path (id),
    branch INTEGER NOT NULL, -- from 0
    name TEXT NOT NULL,
    flag TEXT NOT NULL,      -- that the request must have; '' = none
    at_least INTEGER,        -- fen; NULL = any
    below INTEGER,
    PRIMARY KEY (path_id, branch)
) STRICT, WITHOUT ROWID;
CREATE TABLE approval_step (
    path_id INTEGER NOT NULL,
    branch INTEGER NOT NULL,
    step INTEGER NOT NULL, -- from 0
    name TEXT NOT NULL,
    mode TEXT NOT NULL CHECK (mode IN ('all', 'any', 'quorum')),
    quorum INTEGER NOT NULL DEFAULT 0,
    days INTEGER NOT NULL DEFAULT 0,    -- working days until it is overdue; 0 = never
    together INTEGER NOT NULL DEFAULT 0 CHECK (together IN (0, 1)), -- several equal small ones may be approved at once
    PRIMARY KEY (path_id, branch, step),
    FOREIGN KEY (path_id, branch) REFERENCES approval_branch (path_id, branch)
) STRICT, WITHOUT ROWID;
CREATE TABLE approval_place (
    path_id INTEGER NOT NULL,
    branch INTEGER NOT NULL,
    step INTEGER NOT NULL,
    place INTEGER NOT NULL, -- from 0
    source TEXT NOT NULL CHECK (source IN ('line', 'company', 'superior', 'head')), -- of whom: the role nearest above the applicant, the role anywhere …
    role TEXT NOT NULL,     -- its key; '' for superior and head
    PRIMARY KEY (path_id, branch, step, place),
    FOREIGN KEY (path_id, branch, step) REFERENCES approval_step (path_id, branch, step)
) STRICT, WITHOUT ROWID;

CREATE TABLE approval (
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,
    subject_id INTEGER NOT NULL,               -- what is to be approved, by kind: the revision of a contract
    customer_id INTEGER REFERENCES customer (id),
    title TEXT NOT NULL,                       -- as inboxes tell it: no confidential value, ever
    amount INTEGER,                            -- fen; NULL = none
    flag TEXT NOT NULL DEFAULT '',             -- by which its branch was chosen
    digest BLOB NOT NULL,                      -- BLAKE2b-256 of what is judged
    path_id INTEGER NOT NULL,
    branch INTEGER NOT NULL,
    applicant_id INTEGER NOT NULL REFERENCES person (id),
    excluded_id INTEGER REFERENCES person (id),
    unit_id INTEGER NOT NULL REFERENCES unit (id), -- of the applicant then: from where the path is walked
    state TEXT NOT NULL CHECK (state IN ('open', 'approved', 'declined', 'withdrawn', 'void')),
    round INTEGER NOT NULL DEFAULT 0,
    step INTEGER NOT NULL DEFAULT 0,
    previous_id INTEGER REFERENCES approval (id), -- the request for the same thing before it
    created_at INTEGER NOT NULL,
    ended_at INTEGER,
    urged_at INTEGER,
    FOREIGN KEY (path_id, branch) REFERENCES approval_branch (path_id, branch)
) STRICT;
CREATE INDEX approval_applicant ON approval (applicant_id, id);
CREATE INDEX approval_subject ON approval (kind, subject_id, id);
CREATE INDEX approval_customer ON approval (customer_id, id);
CREATE INDEX approval_open ON approval (id) WHERE state = 'open';

CREATE TABLE approval_seat (
    id INTEGER PRIMARY KEY,
    approval_id INTEGER NOT NULL REFERENCES approval (id),
    round INTEGER NOT NULL,
    step INTEGER NOT NULL,
    place INTEGER NOT NULL,
    person_id INTEGER REFERENCES person (id), -- NULL = vacant
    state TEXT NOT NULL CHECK (state IN ('later', 'open', 'approved', 'declined', 'returned', 'forwarded', 'lapsed', 'void')),
    origin TEXT NOT NULL CHECK (origin IN ('path', 'forward', 'added', 'escalated', 'handed')),
    waits_for INTEGER, -- a place of the same round and step
    asked INTEGER NOT NULL DEFAULT 0,
    opened_at INTEGER,
    due_at INTEGER NOT NULL DEFAULT 9223372036854775807, -- that number = never
    acted_by INTEGER REFERENCES person (id), -- who acted: the person or a delegate
    acted_at INTEGER,
    escalated_at INTEGER -- when it was overdue and whoever stands above was asked, too
) STRICT;
CREATE INDEX approval_seat_request ON approval_seat (approval_id, id);
CREATE INDEX approval_seat_open ON approval_seat (person_id, due_at, id) WHERE state = 'open';
CREATE INDEX approval_seat_later ON approval_seat (person_id) WHERE state = 'later';
CREATE INDEX approval_seat_due ON approval_seat (due_at) WHERE state = 'open' AND escalated_at IS NULL;
CREATE INDEX approval_seat_done ON approval_seat (acted_by, acted_at) WHERE acted_by IS NOT NULL;

-- Everything that was done, for good. CON-11: each judgement has an opinion, a time and the version that was judged.
CREATE TABLE approval_event (
    id INTEGER PRIMARY KEY,
    approval_id INTEGER NOT NULL REFERENCES approval (id),
    at INTEGER NOT NULL,
    event TEXT NOT NULL,
    person_id INTEGER REFERENCES person (id), -- who did it; NULL = the system
    for_id INTEGER REFERENCES person (id),    -- for whom, as their delegate
    to_id INTEGER REFERENCES person (id),     -- forwarded to, added
    seat_id INTEGER REFERENCES approval_seat (id),
    round INTEGER NOT NULL,
    step INTEGER NOT NULL,
    to_step INTEGER, -- returned to
    opinion TEXT NOT NULL,
    digest BLOB NOT NULL
) STRICT;
CREATE INDEX approval_event_request ON approval_event (approval_id, id);
CREATE TRIGGER approval_event_stays BEFORE UPDATE ON approval_event BEGIN SELECT RAISE (ABORT, 'what was done stays'); END;
CREATE TRIGGER approval_event_remains BEFORE DELETE ON approval_event BEGIN SELECT RAISE (ABORT, 'what was done remains'); END;

-- CON-4: what a judgement finds by each criterion.
CREATE TABLE approval_finding (
    event_id INTEGER NOT NULL REFERENCES approval_event (id),
    criterion TEXT NOT NULL CHECK (criterion IN ('economic', 'technical', 'feasible', 'legal', 'other')),
    finding TEXT NOT NULL CHECK (finding IN ('yes', 'no', 'note')),
    opinion TEXT NOT NULL,
    PRIMARY KEY (event_id, criterion)
) STRICT, WITHOUT ROWID;

-- ORG-4: somebody acts for a colleague, for a time, in some kinds of requests.
CREATE TABLE delegation (
    id INTEGER PRIMARY KEY,
    from_id INTEGER NOT NULL REFERENCES person (id),
    to_id INTEGER NOT NULL REFERENCES person (id),
    kind TEXT NOT NULL,      -- '' = every
    from_date TEXT NOT NULL, -- the local days, both included
    to_date TEXT NOT NULL,
    reason TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    ended_at INTEGER,        -- taken back before its time
    CHECK (from_id <> to_id AND from_date <= to_date)
) STRICT;
CREATE INDEX delegation_from ON delegation (from_id, to_date);
CREATE INDEX delegation_to ON delegation (to_id, to_date);

-- CON-3: the paths that a company begins with.
INSERT INTO approval_path (id, kind, version, state, changed_at) VALUES (1, 'contract.sign', 1, 'current', 0);
INSERT INTO approval_branch (path_id, branch, name, flag, at_least, below) VALUES
    (1, 0, '口头/格式合同', 'oral', NULL, NULL),
    (1, 1, '特殊服务合同', 'special', NULL, NULL),
    (1, 2, '常规合同，10 万元以下', 'usual', NULL, 10000000),
    (1, 3, '常规合同，10 万至 50 万元', 'usual', 10000000, 50000000),
    (1, 4, '常规合同，50 万元以上', 'usual', 50000000, NULL);
INSERT INTO approval_step (path_id, branch, step, name, mode, days, together) VALUES
    (1, 0, 0, '销售经理签批', 'all', 1, 1),
    (1, 1, 0, '会审', 'all', 3, 0), (1, 1, 1, '销售总监', 'all', 2, 0), (1, 1, 2, '副总经理', 'any', 2, 0), (1, 1, 3, '总经理', 'any', 2, 0),
    (1, 2, 0, '销售经理', 'all', 1, 1), (1, 2, 1, '销售总监', 'all', 2, 1),
    (1, 3, 0, '销售经理', 'all', 1, 0), (1, 3, 1, '销售总监', 'all', 2, 0), (1, 3, 2, '财务与法务', 'all', 2, 0),
    (1, 4, 0, '销售经理', 'all', 1, 0), (1, 4, 1, '销售总监', 'all', 2, 0), (1, 4, 2, '财务与法务', 'all', 2, 0),
    (1, 4, 3, '副总经理', 'any', 2, 0), (1, 4, 4, '总经理', 'any', 2, 0);
INSERT INTO approval_place (path_id, branch, step, place, source, role) VALUES
    (1, 0, 0, 0, 'line', 'sales_manager'),
    (1, 1, 0, 0, 'line', 'sales_manager'), (1, 1, 0, 1, 'company', 'operations_manager'), (1, 1, 0, 2, 'company', 'technical'),
    (1, 1, 0, 3, 'company', 'finance'), (1, 1, 0, 4, 'company', 'legal'),
    (1, 1, 1, 0, 'line', 'sales_director'), (1, 1, 2, 0, 'company', 'deputy_general_manager'), (1, 1, 3, 0, 'company', 'general_manager'),
    (1, 2, 0, 0, 'line', 'sales_manager'), (1, 2, 1, 0, 'line', 'sales_director'),
    (1, 3, 0, 0, 'line', 'sales_manager'), (1, 3, 1, 0, 'line', 'sales_director'), (1, 3, 2, 0, 'company', 'finance'), (1, 3, 2, 1, 'company', 'legal'),
    (1, 4, 0, 0, 'line', 'sales_manager'), (1, 4, 1, 0, 'line', 'sales_director'), (1, 4, 2, 0, 'company', 'finance'), (1, 4, 2, 1, 'company', 'legal'),
    (1, 4, 3, 0, 'company', 'deputy_general_manager'), (1, 4, 4, 0, 'company', 'general_manager');

-- Who takes part, in installations that exist.
INSERT OR IGNORE INTO role_permission (role_id, permission) SELECT id, 'approval.take' FROM role WHERE key IN ('general_manager', 'deputy_general_manager', 'department_manager', 'sales_director', 'sales_manager', 'sales', 'service_manager', 'service', 'archive_clerk', 'sales_clerk', 'finance', 'legal', 'technical', 'operations_manager', 'marketing');
INSERT OR IGNORE INTO role_permission (role_id, permission) SELECT id, 'contract.read' FROM role WHERE key IN ('general_manager', 'deputy_general_manager', 'department_manager', 'sales_director', 'sales_manager', 'sales', 'service_manager', 'sales_clerk', 'finance', 'legal', 'technical', 'operations_manager');
INSERT OR IGNORE INTO role_permission (role_id, permission) SELECT id, 'contract.write' FROM role WHERE key IN ('sales_director', 'sales_manager', 'sales', 'sales_clerk');
