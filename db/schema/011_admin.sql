-- Administration (ORG-1, ORG-3, ORG-5): heads of units, closed units, who changed what, and duties that nobody has together.

ALTER TABLE unit ADD COLUMN head_id INTEGER REFERENCES person (id);
ALTER TABLE unit ADD COLUMN state TEXT NOT NULL DEFAULT 'active' CHECK (state IN ('active', 'closed'));
ALTER TABLE unit ADD COLUMN version INTEGER NOT NULL DEFAULT 1;
ALTER TABLE person ADD COLUMN version INTEGER NOT NULL DEFAULT 1;
ALTER TABLE role ADD COLUMN version INTEGER NOT NULL DEFAULT 1;
CREATE INDEX unit_parent ON unit (parent_id);
CREATE INDEX unit_head ON unit (head_id);
CREATE INDEX person_unit ON person (unit_id, login);
CREATE INDEX person_superior ON person (superior_id);
CREATE INDEX person_role_role ON person_role (role_id);

-- What was changed in people, units, roles and settings: one row a field, with what was and what is. Words of the program are there
-- as keys (roles, permissions), names as they were then. Never a password or a secret.
CREATE TABLE admin_record (
    id INTEGER PRIMARY KEY,
    at INTEGER NOT NULL,
    person_id INTEGER REFERENCES person (id), -- who did it; NULL: at the command line
    by_name TEXT NOT NULL,                    -- what they were called; at the command line the system's user
    kind TEXT NOT NULL,                       -- of what: person, unit, role, setting
    subject_id INTEGER NOT NULL,              -- 0 of a setting
    subject TEXT NOT NULL,                    -- what it was called
    action TEXT NOT NULL,                     -- add, edit, close …
    field TEXT NOT NULL,                      -- '' = the act itself
    before TEXT NOT NULL,
    after TEXT NOT NULL
) STRICT;
CREATE INDEX admin_record_at ON admin_record (at);
CREATE INDEX admin_record_kind ON admin_record (kind, id);
CREATE INDEX admin_record_subject ON admin_record (kind, subject_id, id);
CREATE INDEX admin_record_person ON admin_record (person_id, id);
CREATE TRIGGER admin_record_stays BEFORE UPDATE ON admin_record BEGIN SELECT RAISE (ABORT, 'what was recorded stays'); END;
CREATE TRIGGER admin_record_remains BEFORE DELETE ON admin_record BEGIN SELECT RAISE (ABORT, 'what was recorded remains'); END;

-- ORG-3, for installations that exist. Being an administrator gave no right so far, so some may be one beside their own work: they
-- can't stay it, which is recorded.
INSERT INTO admin_record (at, person_id, by_name, kind, subject_id, subject, action, field, before, after)
    SELECT CAST(unixepoch() AS INTEGER) * 1000, NULL, 'kedang migrate', 'person', p.id, p.name, 'edit', 'roles', 'administrator', ''
    FROM person p JOIN person_role a ON a.person_id = p.id JOIN role r ON r.id = a.role_id AND r.key = 'administrator'
    WHERE EXISTS (SELECT 1 FROM person_role o JOIN role_permission x ON x.role_id = o.role_id
        WHERE o.person_id = p.id AND x.permission NOT GLOB 'admin.*');
DELETE FROM person_role WHERE role_id IN (SELECT id FROM role WHERE key = 'administrator')
    AND EXISTS (SELECT 1 FROM person_role o JOIN role_permission x ON x.role_id = o.role_id
        WHERE o.person_id = person_role.person_id AND x.permission NOT GLOB 'admin.*');
-- Likewise who reads the log and also works with customers.
INSERT INTO admin_record (at, person_id, by_name, kind, subject_id, subject, action, field, before, after)
    SELECT CAST(unixepoch() AS INTEGER) * 1000, NULL, 'kedang migrate', 'person', p.id, p.name, 'edit', 'roles', 'auditor', ''
    FROM person p JOIN person_role a ON a.person_id = p.id JOIN role r ON r.id = a.role_id AND r.key = 'auditor'
    WHERE EXISTS (SELECT 1 FROM person_role o JOIN role_permission x ON x.role_id = o.role_id
        WHERE o.person_id = p.id AND x.permission GLOB 'customer.*');
DELETE FROM person_role WHERE role_id IN (SELECT id FROM role WHERE key = 'auditor')
    AND EXISTS (SELECT 1 FROM person_role o JOIN role_permission x ON x.role_id = o.role_id
        WHERE o.person_id = person_role.person_id AND x.permission GLOB 'customer.*');
INSERT INTO role_permission (role_id, permission) SELECT id, 'admin.people' FROM role WHERE key = 'administrator';
INSERT INTO role_permission (role_id, permission) SELECT id, 'admin.roles' FROM role WHERE key = 'administrator';
INSERT INTO role_permission (role_id, permission) SELECT id, 'admin.settings' FROM role WHERE key = 'administrator';
INSERT INTO role_permission (role_id, permission) SELECT id, 'record.read' FROM role WHERE key IN ('administrator', 'auditor');

-- The duty that a permission belongs to; NULL goes with every other. The same table in C: model/permission.
ALTER TABLE role_permission ADD COLUMN duty TEXT GENERATED ALWAYS AS (CASE
    WHEN permission GLOB 'admin.*' THEN 'administration' WHEN permission GLOB 'log.*' THEN 'audit'
    WHEN permission NOT GLOB 'record.*' THEN 'business' END) VIRTUAL;

-- ORG-3 once more, below all programs: no role and no person has two duties.
CREATE TRIGGER role_permission_duty AFTER INSERT ON role_permission
WHEN (SELECT count(DISTINCT duty) FROM role_permission WHERE role_id = NEW.role_id) > 1
    OR EXISTS (SELECT 1 FROM person_role h WHERE h.role_id = NEW.role_id AND (SELECT count(DISTINCT p.duty)
        FROM person_role g JOIN role_permission p ON p.role_id = g.role_id WHERE g.person_id = h.person_id) > 1)
BEGIN SELECT RAISE (ABORT, 'ORG-3: these duties stay apart'); END;
CREATE TRIGGER person_role_duty AFTER INSERT ON person_role
WHEN (SELECT count(DISTINCT p.duty) FROM person_role g JOIN role_permission p ON p.role_id = g.role_id WHERE g.person_id = NEW.person_id) > 1
BEGIN SELECT RAISE (ABORT, 'ORG-3: these duties stay apart'); END;
CREATE TRIGGER role_permission_fixed BEFORE UPDATE ON role_permission BEGIN SELECT RAISE (ABORT, 'add and take away'); END;
CREATE TRIGGER person_role_fixed BEFORE UPDATE ON person_role BEGIN SELECT RAISE (ABORT, 'add and take away'); END;
