-- The pages of websites as they were last held against the directory, under every name that leads to each.
CREATE TABLE page (
    key TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    source TEXT COLLATE "C" NOT NULL,
    section TEXT COLLATE "C" NOT NULL,
    aligned BOOLEAN NOT NULL,
    body TEXT NOT NULL
);
CREATE INDEX page_source ON page (source);
CREATE TABLE page_name (key TEXT COLLATE "C" NOT NULL PRIMARY KEY, page TEXT COLLATE "C" NOT NULL);
CREATE TABLE page_entity (
    page TEXT COLLATE "C" NOT NULL,
    entity TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (page, entity)
);
CREATE INDEX page_entity_entity ON page_entity (entity);

-- What may be amiss between them, and what people decided of it.
CREATE TABLE verdict (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    kind TEXT COLLATE "C" NOT NULL,
    place BIGINT NOT NULL,
    source TEXT COLLATE "C" NOT NULL,
    page TEXT COLLATE "C",
    entity TEXT COLLATE "C",
    section TEXT COLLATE "C",
    state TEXT COLLATE "C" NOT NULL CHECK (state IN ('open', 'accepted', 'dismissed', 'closed')),
    owner TEXT COLLATE "C",
    found TIMESTAMP NOT NULL,
    changed TIMESTAMP NOT NULL,
    body TEXT NOT NULL
);
CREATE INDEX verdict_place ON verdict (state, place);
CREATE INDEX verdict_page ON verdict (page);
CREATE INDEX verdict_entity ON verdict (entity);
CREATE TABLE verdict_topic (
    verdict TEXT COLLATE "C" NOT NULL,
    topic TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (verdict, topic)
);
CREATE INDEX verdict_topic_topic ON verdict_topic (topic);

-- What each alignment came to that found anything new.
CREATE TABLE alignment (
    number BIGINT NOT NULL PRIMARY KEY,
    at TIMESTAMP NOT NULL,
    basis TEXT NOT NULL,
    body TEXT NOT NULL
);
INSERT INTO counter (name, value) VALUES ('alignment', 0);
