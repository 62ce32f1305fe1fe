-- Names the history that the numbers of changes count in: made by chance, and another after a restore.
CREATE TABLE history (epoch TEXT COLLATE "C" NOT NULL PRIMARY KEY);
INSERT INTO history (epoch) VALUES (left(md5(gen_random_uuid()::text), 16));
