-- One row for each sort of number that is given out without gaps.
CREATE TABLE counter (
    name TEXT NOT NULL PRIMARY KEY,
    value BIGINT NOT NULL
);
INSERT INTO counter (name, value) VALUES ('change', 0), ('dirty', 0), ('issue', 0), ('judgement', 0), ('run', 0);

CREATE TABLE source (
    id TEXT NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    publisher TEXT NOT NULL,
    licence TEXT NOT NULL,
    visibility TEXT NOT NULL CHECK (visibility IN ('public', 'partner', 'private')),
    precedence INTEGER NOT NULL,
    duplicate_free BOOLEAN NOT NULL,
    config TEXT NOT NULL,
    harvest_state TEXT
);

CREATE TABLE run (
    number BIGINT NOT NULL PRIMARY KEY,
    source TEXT NOT NULL REFERENCES source (id),
    started TIMESTAMP NOT NULL,
    finished TIMESTAMP,
    outcome TEXT NOT NULL CHECK (outcome IN ('running', 'harvested', 'braked', 'failed')),
    counts TEXT NOT NULL
);
CREATE INDEX run_source ON run (source, number);

CREATE TABLE issue (
    number BIGINT NOT NULL PRIMARY KEY,
    run BIGINT NOT NULL REFERENCES run (number),
    source TEXT NOT NULL REFERENCES source (id),
    at TIMESTAMP NOT NULL,
    severity TEXT NOT NULL CHECK (severity IN ('notice', 'warning', 'error', 'fatal')),
    code TEXT NOT NULL,
    record TEXT,
    field TEXT,
    value TEXT,
    reason TEXT NOT NULL,
    action TEXT NOT NULL
);
CREATE INDEX issue_run ON issue (run, number);
CREATE INDEX issue_source ON issue (source, number);
