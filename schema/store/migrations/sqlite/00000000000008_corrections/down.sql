DROP TABLE conflict_source;
DROP TABLE conflict;
DROP TABLE correction_expiry;
DELETE FROM counter WHERE name = 'correction';
DROP TABLE correction;
