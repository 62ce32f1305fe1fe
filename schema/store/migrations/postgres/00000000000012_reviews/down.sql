DROP INDEX entity_review_next;
ALTER TABLE entity DROP COLUMN review_next;
ALTER TABLE entity DROP COLUMN freshness;
ALTER TABLE record DROP COLUMN confirmed;
ALTER TABLE source DROP COLUMN review;
