-- What a dry run found worth a look, though it is no fault: telephone numbers that stand in several rows (ARC-8).

ALTER TABLE import_batch ADD COLUMN hints INTEGER NOT NULL DEFAULT 0;
ALTER TABLE import_fault ADD COLUMN hint INTEGER NOT NULL DEFAULT 0 CHECK (hint IN (0, 1));
