-- ARC-9: what a person chose for the list of customers. A view that was deleted or is shared no more stays named here: the list says so.
CREATE TABLE list_choice (
    person_id INTEGER PRIMARY KEY REFERENCES person (id),
    columns TEXT NOT NULL DEFAULT '',    -- keys of fields with commas, '' = the usual ones
    view_id INTEGER NOT NULL DEFAULT 0   -- of saved_view, 0 = none
) STRICT;
