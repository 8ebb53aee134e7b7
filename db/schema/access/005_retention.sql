-- CONF-5: how long records are kept. What the store's setting says longer holds at once; what it says shorter waits for 30 days, on a clock
-- that runs with the system's but never ahead by leaps (custodian/retain.h). Without a row the usual three years hold.
CREATE TABLE retention (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    days INTEGER NOT NULL,   -- what holds
    wanted INTEGER NOT NULL, -- what was set last
    due INTEGER NOT NULL,    -- when it holds, where it is shorter; 0: nothing waits
    clock INTEGER NOT NULL
) STRICT;
