-- What is there and no longer for readers is told from what is gone.
CREATE TABLE change_anew (
    number BIGINT NOT NULL PRIMARY KEY,
    entity TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('taxonomy', 'organization', 'location', 'service')),
    what TEXT NOT NULL CHECK (what IN ('updated', 'deleted', 'closed')),
    at TIMESTAMP NOT NULL
);
INSERT INTO change_anew SELECT number, entity, kind, what, at FROM change;
DROP TABLE change;
ALTER TABLE change_anew RENAME TO change;
CREATE INDEX change_entity ON change (entity);
UPDATE change SET what = 'closed' WHERE what = 'deleted' AND entity IN (SELECT id FROM entity WHERE NOT published);
