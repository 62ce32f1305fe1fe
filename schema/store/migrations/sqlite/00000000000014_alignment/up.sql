-- The pages of websites as they were last held against the directory, under every name that leads to each.
CREATE TABLE page (
    key TEXT NOT NULL PRIMARY KEY,
    source TEXT NOT NULL,
    section TEXT NOT NULL,
    aligned BOOLEAN NOT NULL,
    body TEXT NOT NULL
);
CREATE INDEX page_source ON page (source);
CREATE TABLE page_name (key TEXT NOT NULL PRIMARY KEY, page TEXT NOT NULL);
CREATE TABLE page_entity (
    page TEXT NOT NULL,
    entity TEXT NOT NULL,
    PRIMARY KEY (page, entity)
);
CREATE INDEX page_entity_entity ON page_entity (entity);

-- What may be amiss between them, and what people decided of it.
CREATE TABLE verdict (
    id TEXT NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL,
    place BIGINT NOT NULL,
    source TEXT NOT NULL,
    page TEXT,
    entity TEXT,
    section TEXT,
    state TEXT NOT NULL CHECK (state IN ('open', 'accepted', 'dismissed', 'closed')),
    owner TEXT,
    found TIMESTAMP NOT NULL,
    changed TIMESTAMP NOT NULL,
    body TEXT NOT NULL
);
CREATE INDEX verdict_place ON verdict (state, place);
CREATE INDEX verdict_page ON verdict (page);
CREATE INDEX verdict_entity ON verdict (entity);
CREATE TABLE verdict_topic (
    verdict TEXT NOT NULL,
    topic TEXT NOT NULL,
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
