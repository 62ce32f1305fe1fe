DROP TABLE reconciliation;
DELETE FROM counter WHERE name = 'match_model';
DROP TABLE match_model;
