-- What stewards said about single fields. Only appended to.
CREATE TABLE correction (
    number BIGINT NOT NULL PRIMARY KEY,
    record TEXT COLLATE "C" NOT NULL,
    field TEXT COLLATE "C" NOT NULL,
    remedy TEXT NOT NULL CHECK (remedy IN ('pin', 'reject', 'supply', 'lift')),
    value TEXT NOT NULL,
    content TEXT NOT NULL,
    known TEXT NOT NULL,
    supersedes TEXT NOT NULL,
    who TEXT NOT NULL,
    at TIMESTAMP NOT NULL,
    reason TEXT NOT NULL,
    expires TIMESTAMP
);
CREATE INDEX correction_record ON correction (record);
INSERT INTO counter (name, value) VALUES ('correction', 0);

-- Corrections whose expiry is still to be noticed by a reconciliation.
CREATE TABLE correction_expiry (
    number BIGINT NOT NULL PRIMARY KEY REFERENCES correction (number),
    record TEXT COLLATE "C" NOT NULL,
    expires TIMESTAMP NOT NULL
);
CREATE INDEX correction_expiry_expires ON correction_expiry (expires);

-- Facts on which sources disagree, as of the last time that the entity was assembled.
CREATE TABLE conflict (
    entity TEXT COLLATE "C" NOT NULL,
    field TEXT COLLATE "C" NOT NULL,
    kind TEXT COLLATE "C" NOT NULL CHECK (kind IN ('taxonomy', 'organization', 'location', 'service')),
    name TEXT,
    weight BIGINT NOT NULL,
    services BIGINT NOT NULL,
    priority BIGINT NOT NULL,
    claims TEXT NOT NULL,
    why TEXT NOT NULL,
    PRIMARY KEY (entity, field)
);
CREATE INDEX conflict_priority ON conflict (priority);

CREATE TABLE conflict_source (
    entity TEXT COLLATE "C" NOT NULL,
    field TEXT COLLATE "C" NOT NULL,
    source TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (entity, field, source)
);
CREATE INDEX conflict_source_source ON conflict_source (source);
