CREATE TABLE change_anew (
    number BIGINT NOT NULL PRIMARY KEY,
    entity TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('taxonomy', 'organization', 'location', 'service')),
    what TEXT NOT NULL CHECK (what IN ('updated', 'deleted')),
    at TIMESTAMP NOT NULL
);
INSERT INTO change_anew SELECT number, entity, kind, CASE what WHEN 'closed' THEN 'deleted' ELSE what END, at FROM change;
DROP TABLE change;
ALTER TABLE change_anew RENAME TO change;
CREATE INDEX change_entity ON change (entity);
