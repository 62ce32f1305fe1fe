-- The latest state of each item; its bytes are in item_version.
CREATE TABLE item (
    source TEXT NOT NULL REFERENCES source (id),
    id TEXT NOT NULL,
    version INTEGER NOT NULL,
    hash TEXT NOT NULL,
    last_seen TIMESTAMP NOT NULL,
    deleted TIMESTAMP,
    PRIMARY KEY (source, id)
);

-- Every version of every item. last_seen is filled in when the next version comes.
CREATE TABLE item_version (
    source TEXT NOT NULL,
    id TEXT NOT NULL,
    version INTEGER NOT NULL,
    media_type TEXT NOT NULL,
    hash TEXT NOT NULL,
    first_seen TIMESTAMP NOT NULL,
    last_seen TIMESTAMP,
    body BLOB NOT NULL,
    PRIMARY KEY (source, id, version),
    FOREIGN KEY (source, id) REFERENCES item (source, id) ON UPDATE CASCADE ON DELETE CASCADE
);

CREATE TABLE record (
    key TEXT NOT NULL PRIMARY KEY,
    source TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('taxonomy', 'organization', 'location', 'service')),
    item TEXT NOT NULL,
    noun TEXT NOT NULL,
    visibility TEXT NOT NULL CHECK (visibility IN ('public', 'partner', 'private')),
    field_visibility TEXT NOT NULL,
    original TEXT NOT NULL,
    first_seen TIMESTAMP NOT NULL,
    modified TIMESTAMP NOT NULL,
    deleted TIMESTAMP,
    FOREIGN KEY (source, item) REFERENCES item (source, id) ON UPDATE CASCADE
);
CREATE INDEX record_item ON record (source, item);
CREATE INDEX record_kind ON record (kind);

-- Records that reconciliation must look at again. Not bound to record: an erased one is named here too.
CREATE TABLE dirty (
    record TEXT NOT NULL PRIMARY KEY,
    mark BIGINT NOT NULL
);
CREATE INDEX dirty_mark ON dirty (mark);

-- Records that were erased and may not come back.
CREATE TABLE tombstone (
    record TEXT NOT NULL PRIMARY KEY,
    source TEXT NOT NULL REFERENCES source (id),
    at TIMESTAMP NOT NULL,
    reason TEXT NOT NULL
);
CREATE INDEX tombstone_source ON tombstone (source);
