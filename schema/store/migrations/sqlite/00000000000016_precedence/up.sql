-- Where the word of a source counts more or less than usual, and whether it only adds to what others tell of.
ALTER TABLE source ADD COLUMN precedence_for TEXT NOT NULL DEFAULT '[]';
ALTER TABLE source ADD COLUMN supplements BOOLEAN NOT NULL DEFAULT FALSE;
