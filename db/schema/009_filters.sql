-- ARC-9: lists are filtered by what may be read. Choices and dates of customers (facet 1) are found by an index, in which confidential
-- values never stand; other fields are looked at record by record.

ALTER TABLE field_value ADD COLUMN facet INTEGER NOT NULL DEFAULT 0 CHECK (facet IN (0, 1));
UPDATE field_value SET facet = 1 WHERE kind = 1 AND box IS NULL AND field IN ('nature', 'industry', 'transport', 'taxpayer', 'settlement',
    'established', 'license_issued', 'license_expires', 'tax_registered', 'cooperation_start', 'cooperation_end');
CREATE INDEX field_value_facet ON field_value (field, value, record_id) WHERE facet = 1 AND box IS NULL;

CREATE INDEX customer_kind ON customer (kind);
-- A province is the first two digits of a code, a prefecture the first four: each gives its customers in their order.
CREATE INDEX customer_region ON customer (region);
CREATE INDEX customer_prefecture ON customer (substr(region, 1, 4));
CREATE INDEX customer_province ON customer (substr(region, 1, 2));
CREATE INDEX customer_owner_region ON customer (owner_id, region);
CREATE INDEX customer_owner_prefecture ON customer (owner_id, substr(region, 1, 4));
CREATE INDEX customer_owner_province ON customer (owner_id, substr(region, 1, 2));
CREATE INDEX customer_updated ON customer (updated_at);
