-- Names the history that the numbers of changes count in: made by chance, and another after a restore.
CREATE TABLE history (epoch TEXT NOT NULL PRIMARY KEY);
INSERT INTO history (epoch) VALUES (lower(hex(randomblob(8))));
