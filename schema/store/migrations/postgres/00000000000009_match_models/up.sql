-- Match models that were taken into use, in order: the last one is in force. Only appended to.
CREATE TABLE match_model (
    number BIGINT NOT NULL PRIMARY KEY,
    version TEXT COLLATE "C" NOT NULL,
    body TEXT NOT NULL,
    who TEXT NOT NULL,
    at TIMESTAMP NOT NULL,
    reason TEXT NOT NULL
);
INSERT INTO counter (name, value) VALUES ('match_model', 0);

-- The rules by which what is published was matched and assembled: one row.
CREATE TABLE reconciliation (
    id BIGINT NOT NULL PRIMARY KEY,
    rules TEXT NOT NULL
);
