-- How long the word of a source counts, when its records were last confirmed, and how entities stand to that.
ALTER TABLE source ADD COLUMN review TEXT NOT NULL DEFAULT 'null';
ALTER TABLE record ADD COLUMN confirmed TIMESTAMP;
ALTER TABLE entity ADD COLUMN freshness TEXT NOT NULL DEFAULT 'current';
ALTER TABLE entity ADD COLUMN review_next TIMESTAMP;
CREATE INDEX entity_review_next ON entity (review_next);
