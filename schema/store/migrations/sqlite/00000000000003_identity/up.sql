CREATE TABLE judgement (
    number BIGINT NOT NULL PRIMARY KEY,
    a TEXT NOT NULL,
    b TEXT NOT NULL,
    verdict TEXT NOT NULL CHECK (verdict IN ('positive', 'negative', 'unsure')),
    who TEXT NOT NULL,
    at TIMESTAMP NOT NULL,
    reason TEXT NOT NULL
);

CREATE TABLE identity (
    id TEXT NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('taxonomy', 'organization', 'location', 'service')),
    minted_by TEXT NOT NULL,
    generation INTEGER NOT NULL,
    serial BIGINT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('live', 'merged', 'gone')),
    merged_into TEXT REFERENCES identity (id) DEFERRABLE INITIALLY DEFERRED,
    CHECK ((state = 'merged') = (merged_into IS NOT NULL))
);
CREATE INDEX identity_kind ON identity (kind);

-- Which cluster a record belongs to. Not bound to record: the membership of an erased record stays.
CREATE TABLE member (
    record TEXT NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('taxonomy', 'organization', 'location', 'service')),
    entity TEXT NOT NULL REFERENCES identity (id)
);
CREATE INDEX member_kind ON member (kind);
CREATE INDEX member_entity ON member (entity);

CREATE TABLE suggestion (
    a TEXT NOT NULL,
    b TEXT NOT NULL,
    score INTEGER NOT NULL,
    PRIMARY KEY (a, b)
);
CREATE INDEX suggestion_score ON suggestion (score);
