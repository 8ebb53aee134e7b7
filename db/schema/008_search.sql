-- ARC-9: customers are found by the names of their contacts, too, and by full pinyin.

-- What searches compare: the folded name and those of the contacts that are there, separated by '/', which folding drops.
ALTER TABLE customer ADD COLUMN found_by TEXT NOT NULL DEFAULT '';
UPDATE customer SET found_by = name_fold || coalesce((SELECT group_concat('/' || fold(name), '') FROM (SELECT k.name AS name
    FROM contact k WHERE k.customer_id = customer.id AND k.deleted_at IS NULL ORDER BY k.id)), '');

DROP INDEX customer_owner_new;
DROP INDEX customer_unit_new;
CREATE INDEX customer_owner_new ON customer (owner_id, id, found_by);
CREATE INDEX customer_unit_new ON customer (unit_id, id, found_by);

-- As before, rowid = customer.id and no copy of the text is kept; what is indexed is made of found_by.
DROP TABLE customer_index;
CREATE VIRTUAL TABLE customer_index USING fts5 (name, initials, readings, content='', tokenize='kedang', columnsize=0);
INSERT INTO customer_index (rowid, name, initials, readings)
    SELECT id, name_tokens(found_by), initials_tokens(found_by), reading_tokens(found_by) FROM customer ORDER BY id;
