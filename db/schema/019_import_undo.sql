-- Undoing an import (ARC-13): until when, what was changed since, and what became of it.

ALTER TABLE import_batch ADD COLUMN done_at INTEGER NOT NULL DEFAULT 0;    -- when its customers were published; 0 = never
ALTER TABLE import_batch ADD COLUMN history_id INTEGER NOT NULL DEFAULT 0; -- the last row of the history then: later ones are changes
ALTER TABLE import_batch ADD COLUMN undone_at INTEGER NOT NULL DEFAULT 0;  -- 0 = it stands
ALTER TABLE import_batch ADD COLUMN undone_by INTEGER NOT NULL DEFAULT 0;
ALTER TABLE import_batch ADD COLUMN removed INTEGER NOT NULL DEFAULT 0;    -- customers and contacts that went
ALTER TABLE import_batch ADD COLUMN removed_contacts INTEGER NOT NULL DEFAULT 0;
ALTER TABLE import_batch ADD COLUMN stayed INTEGER NOT NULL DEFAULT 0;     -- customers that did not

UPDATE import_batch SET done_at = changed_at,
    history_id = coalesce((SELECT max(h.id) FROM customer c JOIN history h ON h.customer_id = c.id
                           WHERE c.batch_id = import_batch.id AND c.batch_id > 0 AND h.at <= import_batch.changed_at), 0)
WHERE state = 'done';
