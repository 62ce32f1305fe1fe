-- Programs of partners and of others that may do more than read.
CREATE TABLE client (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    secret_hash TEXT NOT NULL,
    scopes TEXT NOT NULL,
    sources TEXT NOT NULL,
    created TIMESTAMP NOT NULL,
    tokens_from TIMESTAMP NOT NULL,
    disabled TIMESTAMP
);

-- What tokens are signed with. Never copied, never part of a backup.
CREATE TABLE signing_key (
    kid TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    algorithm TEXT NOT NULL,
    private_key BYTEA NOT NULL,
    created TIMESTAMP NOT NULL,
    retired TIMESTAMP
);

-- Tokens that were taken back, until they would have expired.
CREATE TABLE revoked_token (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    expires TIMESTAMP NOT NULL
);

-- Who wrote what, when, from which client. Only appended to, but for how it ended.
CREATE TABLE audit (
    number BIGINT NOT NULL PRIMARY KEY,
    at TIMESTAMP NOT NULL,
    who TEXT NOT NULL,
    client TEXT,
    action TEXT NOT NULL,
    target TEXT NOT NULL,
    outcome TEXT
);
INSERT INTO counter (name, value) VALUES ('audit', 0);
