ALTER TABLE source DROP COLUMN committed_run;
