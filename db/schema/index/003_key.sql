-- CONF-8: under which token key the index is, told by a mark of the key; '' is the one before any rotation.
ALTER TABLE filled ADD COLUMN key TEXT NOT NULL DEFAULT '';
