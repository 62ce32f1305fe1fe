CREATE TABLE entity (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    kind TEXT COLLATE "C" NOT NULL CHECK (kind IN ('taxonomy', 'organization', 'location', 'service')),
    noun TEXT NOT NULL,
    provenance TEXT NOT NULL,
    visibility TEXT NOT NULL CHECK (visibility IN ('public', 'partner', 'private')),
    licences TEXT NOT NULL,
    referents TEXT NOT NULL,
    modified TIMESTAMP NOT NULL,
    hash TEXT NOT NULL,
    published BOOLEAN NOT NULL
);

-- The log that readers follow. Only appended to.
CREATE TABLE change (
    number BIGINT NOT NULL PRIMARY KEY,
    entity TEXT COLLATE "C" NOT NULL,
    kind TEXT COLLATE "C" NOT NULL CHECK (kind IN ('taxonomy', 'organization', 'location', 'service')),
    what TEXT NOT NULL CHECK (what IN ('updated', 'deleted')),
    at TIMESTAMP NOT NULL
);
CREATE INDEX change_entity ON change (entity);

CREATE TABLE hidden (
    entity TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    at TIMESTAMP NOT NULL,
    reason TEXT NOT NULL
);

-- Who leads. A free lease keeps its row, so that its fencing number never goes back.
CREATE TABLE lease (
    name TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    holder TEXT,
    fence BIGINT NOT NULL,
    expires TIMESTAMP NOT NULL
);
