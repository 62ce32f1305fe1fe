-- What readers say is wrong with entities. Never public.
CREATE TABLE report (
    number BIGINT NOT NULL PRIMARY KEY,
    entity TEXT NOT NULL,
    at TIMESTAMP NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('wrong', 'closed', 'duplicate', 'harmful', 'other')),
    message TEXT NOT NULL,
    contact TEXT,
    state TEXT NOT NULL CHECK (state IN ('open', 'accepted', 'dismissed')),
    who TEXT,
    decided TIMESTAMP,
    note TEXT,
    CHECK (state = 'open' OR contact IS NULL)
);
CREATE INDEX report_entity ON report (entity);
CREATE INDEX report_state ON report (state, number);
INSERT INTO counter (name, value) VALUES ('report', 0);
