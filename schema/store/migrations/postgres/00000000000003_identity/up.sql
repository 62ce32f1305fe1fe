CREATE TABLE judgement (
    number BIGINT NOT NULL PRIMARY KEY,
    a TEXT COLLATE "C" NOT NULL,
    b TEXT COLLATE "C" NOT NULL,
    verdict TEXT NOT NULL CHECK (verdict IN ('positive', 'negative', 'unsure')),
    who TEXT NOT NULL,
    at TIMESTAMP NOT NULL,
    reason TEXT NOT NULL
);

CREATE TABLE identity (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    kind TEXT COLLATE "C" NOT NULL CHECK (kind IN ('taxonomy', 'organization', 'location', 'service')),
    minted_by TEXT COLLATE "C" NOT NULL,
    generation INTEGER NOT NULL,
    serial BIGINT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('live', 'merged', 'gone')),
    merged_into TEXT COLLATE "C" REFERENCES identity (id) DEFERRABLE INITIALLY DEFERRED,
    CHECK ((state = 'merged') = (merged_into IS NOT NULL))
);
CREATE INDEX identity_kind ON identity (kind);

-- Which cluster a record belongs to. Not bound to record: the membership of an erased record stays.
CREATE TABLE member (
    record TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    kind TEXT COLLATE "C" NOT NULL CHECK (kind IN ('taxonomy', 'organization', 'location', 'service')),
    entity TEXT COLLATE "C" NOT NULL REFERENCES identity (id)
);
CREATE INDEX member_kind ON member (kind);
CREATE INDEX member_entity ON member (entity);

CREATE TABLE suggestion (
    a TEXT COLLATE "C" NOT NULL,
    b TEXT COLLATE "C" NOT NULL,
    score INTEGER NOT NULL,
    PRIMARY KEY (a, b)
);
CREATE INDEX suggestion_score ON suggestion (score);
