-- The run that committed last: one that compared with an earlier state is refused.
ALTER TABLE source ADD COLUMN committed_run BIGINT;
