-- Setting up a second factor ends after a while and after a few wrong codes.
ALTER TABLE second_factor ADD COLUMN begun_at INTEGER NOT NULL DEFAULT 0;
ALTER TABLE second_factor ADD COLUMN tried INTEGER NOT NULL DEFAULT 0; -- codes, before one confirmed it
