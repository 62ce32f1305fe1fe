UPDATE change SET what = 'deleted' WHERE what = 'closed';
ALTER TABLE change DROP CONSTRAINT change_what_check;
ALTER TABLE change ADD CONSTRAINT change_what_check CHECK (what IN ('updated', 'deleted'));
