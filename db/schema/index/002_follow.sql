-- The index follows the store's history (ARC-4): up to which of its rows everything was entered. A row of the history stands for a
-- record that came to be, or for a field that changed. mark says which row that was: a store restored from a backup has another one
-- there, or none, and then the index begins anew.

ALTER TABLE filled ADD COLUMN until INTEGER NOT NULL DEFAULT 0;
ALTER TABLE filled ADD COLUMN mark TEXT NOT NULL DEFAULT '';
