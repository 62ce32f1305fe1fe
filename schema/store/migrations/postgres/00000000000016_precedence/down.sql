ALTER TABLE source DROP COLUMN supplements;
ALTER TABLE source DROP COLUMN precedence_for;
