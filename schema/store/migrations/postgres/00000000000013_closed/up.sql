-- What is there and no longer for readers is told from what is gone.
ALTER TABLE change DROP CONSTRAINT change_what_check;
ALTER TABLE change ADD CONSTRAINT change_what_check CHECK (what IN ('updated', 'deleted', 'closed'));
UPDATE change SET what = 'closed' WHERE what = 'deleted' AND entity IN (SELECT id FROM entity WHERE NOT published);
